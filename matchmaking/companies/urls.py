from django.urls import URLPattern, URLResolver, include, path

from matchmaking.companies import views

app_name = "companies"

_image: list[URLPattern | URLResolver] = [
    path("describe/", views.describe_image, name="describe-image"),
    path("move/", views.move_image, name="move-image"),
    path("remove/", views.remove_image, name="remove-image"),
]

_product: list[URLPattern | URLResolver] = [
    path("", views.show_product, name="show-product"),
    path("edit/", views.edit_product, name="edit-product"),
    path("remove/", views.remove_product, name="remove-product"),
    path("pictures/add/", views.add_image, name="add-image"),
    path("pictures/<int:image_id>/", include(_image)),
]

_company: list[URLPattern | URLResolver] = [
    path("", views.show_company, name="show-company"),
    path("edit/", views.edit_company, name="edit-company"),
    path("texts/", views.list_texts, name="list-texts"),
    path("texts/new/", views.add_text, name="add-text"),
    path("texts/<slug:language>/", views.edit_text, name="edit-text"),
    path("texts/<slug:language>/remove/", views.remove_text, name="remove-text"),
    path("people/", views.list_people, name="list-people"),
    path("people/<int:membership_id>/role/", views.change_role, name="change-role"),
    path("people/<int:membership_id>/remove/", views.remove_member, name="remove-member"),
    path("leave/", views.leave_company, name="leave-company"),
    path("products/", views.list_products, name="list-products"),
    path("products/new/", views.add_product, name="add-product"),
    path("products/<uuid:product_id>/", include(_product)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("classification/hs/", views.search_hs, name="search-hs"),
    path("companies/", views.mine, name="mine"),
    path("companies/new/", views.create_company, name="create-company"),
    path("companies/<slug:slug>/", include(_company)),
]
