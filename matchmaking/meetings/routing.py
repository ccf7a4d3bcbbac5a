from django.urls import path

from matchmaking.meetings.consumers import TimesConsumer

websocket_urlpatterns = [path("ws/fairs/<slug:fair>/times/", TimesConsumer.as_asgi())]
