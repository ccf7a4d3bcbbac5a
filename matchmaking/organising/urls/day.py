"""The day itself."""

from django.urls import URLPattern, path

from matchmaking.organising.views import lobbies

urlpatterns: list[URLPattern] = [
    path("lobbies/", lobbies.organise_lobbies, name="organise-lobbies"),
    path("lobbies/<uuid:pk>/close/", lobbies.close_room, name="close-room"),
    path("lobbies/<uuid:pk>/open/", lobbies.open_room, name="open-room"),
]
