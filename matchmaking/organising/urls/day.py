"""The day itself."""

from django.urls import URLPattern, path

from matchmaking.organising.views import checking_in, day, meeting, signs

MEETING = "day/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("day/", day.show_day, name="show-day"),
    path(MEETING, meeting.show_meeting, name="show-meeting"),
    path(MEETING + "close/", meeting.close_room, name="close-room"),
    path(MEETING + "open/", meeting.open_room, name="open-room"),
    path(MEETING + "write/", meeting.write, name="write-to-meeting"),
    path(MEETING + "move/", meeting.change_room, name="change-meeting-room"),
    path(MEETING + "swap/", meeting.swap_rooms, name="swap-rooms"),
    path(MEETING + "reassign/", meeting.reassign, name="reassign-meeting"),
    path(MEETING + "rescue/", meeting.show_rescue, name="show-rescue"),
    path(MEETING + "rescue/offer/", meeting.offer_rescue, name="offer-rescue"),
    path("check-in/", checking_in.list_check_ins, name="organise-check-in"),
    path("check-in/badges/<str:token>/", checking_in.check_in_by_badge, name="check-in-by-badge"),
    path("check-in/people/<int:participant>/", checking_in.check_in_person, name="check-in-person"),
    path("check-in/people/<int:participant>/undo/", checking_in.undo_check_in, name="undo-check-in"),
    path("signs/", signs.print_signs, name="print-signs"),
    path("schedule/", signs.print_schedule, name="print-schedule"),
]
