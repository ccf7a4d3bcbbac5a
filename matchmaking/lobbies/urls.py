from django.urls import path

from matchmaking.lobbies import views

app_name = "lobbies"
urlpatterns = [
    path("meetings/<uuid:pk>/room/", views.enter_room, name="enter-room"),
    path("meetings/<uuid:pk>/room/other-time/", views.offer_time, name="offer-time"),
    path("fairs/<slug:fair>/device-check/", views.check_devices, name="check-devices"),
    path("fairs/<slug:fair>/exhibitors/<slug:slug>/lobby/", views.stand, name="stand"),
]
