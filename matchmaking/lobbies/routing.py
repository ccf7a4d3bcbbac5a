from django.urls import path

from matchmaking.lobbies.consumers import LobbyConsumer

websocket_urlpatterns = [path("ws/meetings/<uuid:pk>/room/", LobbyConsumer.as_asgi())]
