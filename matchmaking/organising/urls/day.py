"""The day itself."""

from django.urls import URLPattern, path

from matchmaking.organising.views import day, deeds

MEETING = "day/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("day/", day.show_day, name="show-day"),
    path(MEETING, deeds.show_meeting, name="show-meeting"),
    path(MEETING + "close/", deeds.close_room, name="close-room"),
    path(MEETING + "open/", deeds.open_room, name="open-room"),
    path(MEETING + "write/", deeds.write, name="write-to-meeting"),
    path(MEETING + "move/", deeds.change_room, name="change-meeting-room"),
    path(MEETING + "swap/", deeds.swap_rooms, name="swap-rooms"),
    path(MEETING + "reassign/", deeds.reassign, name="reassign-meeting"),
    path(MEETING + "rescue/", deeds.show_rescue, name="show-rescue"),
    path(MEETING + "rescue/offer/", deeds.offer_rescue, name="offer-rescue"),
]
