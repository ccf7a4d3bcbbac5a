from django.urls import path

from matchmaking.organising.consumers import DayConsumer

websocket_urlpatterns = [path("ws/fairs/<slug:fair>/organise/day/", DayConsumer.as_asgi())]
