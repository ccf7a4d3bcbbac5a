from django.urls import URLPattern, URLResolver, path

from matchmaking.exhibitors import views

app_name = "exhibitors"

FAIR = "fairs/<slug:fair>/"
STAND = FAIR + "exhibitors/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(FAIR, views.show_fair, name="show-fair"),
    path(FAIR + "halls/", views.list_halls, name="list-halls"),
    path(FAIR + "halls/<slug:hall>/", views.show_hall, name="show-hall"),
    path(FAIR + "exhibit/", views.exhibit, name="exhibit"),
    path(FAIR + "stand/", views.my_stand, name="my-stand"),
    path(FAIR + "exhibitors/", views.directory, name="directory"),
    path(STAND, views.show_exhibitor, name="show-exhibitor"),
    path(STAND + "edit/", views.edit_stand, name="edit-stand"),
    path(STAND + "products/", views.show_products, name="show-products"),
    path(STAND + "withdraw/", views.withdraw, name="withdraw"),
    path(STAND + "team/", views.list_team, name="list-team"),
    path(STAND + "team/<int:pk>/change/", views.change_representative, name="change-representative"),
    path(STAND + "team/<int:pk>/remove/", views.remove_representative, name="remove-representative"),
    path(STAND + "invitations/<uuid:pk>/revoke/", views.revoke_invitation, name="revoke-invitation"),
    path(STAND + "documents/", views.list_documents, name="list-documents"),
    path(STAND + "documents/<uuid:pk>/change/", views.change_document, name="change-document"),
    path(STAND + "documents/<uuid:pk>/remove/", views.remove_document, name="remove-document"),
    path("companies/<slug:slug>/stands/", views.stands_of_company, name="stands-of-company"),
    path("documents/<uuid:pk>/", views.download_document, name="download-document"),
    path(
        "invitations-to-exhibit/<uuid:pk>/<str:secret>/",
        views.accept_exhibitor_invitation,
        name="accept-exhibitor-invitation",
    ),
    path("invitations/<uuid:pk>/<str:secret>/", views.accept_invitation, name="accept-invitation"),
]
