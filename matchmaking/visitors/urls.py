from django.urls import URLPattern, URLResolver, path

from matchmaking.visitors import views

app_name = "visitors"

urlpatterns: list[URLPattern | URLResolver] = [
    path("fairs/<slug:fair>/visitors/", views.directory, name="directory"),
    path("fairs/<slug:fair>/visitors/<uuid:pk>/", views.show_visitor, name="show-visitor"),
    path("fairs/<slug:fair>/profile/", views.edit_profile, name="edit-profile"),
]
