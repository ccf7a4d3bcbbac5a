from django.urls import path

from matchmaking.lobbies.consumers import LobbyConsumer, StandConsumer

websocket_urlpatterns = [
    path("ws/meetings/<uuid:pk>/room/", LobbyConsumer.as_asgi()),
    path("ws/fairs/<slug:fair>/exhibitors/<slug:stand>/lobby/", StandConsumer.as_asgi()),
]
