from django.urls import URLPattern, URLResolver, path

from matchmaking.accounts import views

app_name = "accounts"

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", views.me, name="me"),
    path("me/blocks/", views.list_blocks, name="list-blocks"),
    path("me/blocks/block/", views.block_person, name="block-person"),
    path("me/blocks/<int:pk>/unblock/", views.unblock_person, name="unblock-person"),
    path("me/delete/", views.delete_account, name="delete-account"),
    path("me/second-factor/", views.need_second_factor, name="need-second-factor"),
]
