"""When the fair is open, and the timetable of its meetings."""

from django.urls import URLPattern, path

from matchmaking.organising.views import calendar

urlpatterns: list[URLPattern] = [
    path("hours/", calendar.set_opening_hours, name="set-opening-hours"),
    path("halls/<slug:hall>/hours/", calendar.set_hall_hours, name="set-hall-hours"),
    path("breaks/", calendar.set_breaks, name="set-breaks"),
    path("timetable/", calendar.arrange_timetable, name="arrange-timetable"),
    path("timetable/length/", calendar.change_meeting_length, name="change-meeting-length"),
    path("timetable/lay-out/", calendar.lay_out_timetable, name="lay-out-timetable"),
]
