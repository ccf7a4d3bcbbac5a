from django.urls import path

from matchmaking.reminders.consumers import BellConsumer

websocket_urlpatterns = [path("ws/notices/", BellConsumer.as_asgi())]
