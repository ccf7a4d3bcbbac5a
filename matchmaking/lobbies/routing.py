from django.urls import path

from matchmaking.lobbies.consumers import DeskConsumer, LobbyConsumer, StandConsumer

websocket_urlpatterns = [
    path("ws/meetings/<uuid:pk>/room/", LobbyConsumer.as_asgi()),
    path("ws/fairs/<slug:fair>/exhibitors/<slug:stand>/lobby/", StandConsumer.as_asgi()),
    path("ws/fairs/<slug:fair>/organise/lobbies/", DeskConsumer.as_asgi()),
]
