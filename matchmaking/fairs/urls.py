from django.urls import URLPattern, URLResolver, include, path

from matchmaking.fairs import views

app_name = "fairs"

desk: list[URLPattern | URLResolver] = [
    path("", views.organise, name="organise"),
    path("status/", views.change_status, name="change-status"),
    path("settings/", views.change_fair, name="change-fair"),
    path("hours/", views.set_opening_hours, name="set-opening-hours"),
    path("breaks/", views.set_breaks, name="set-breaks"),
    path("timetable/", views.arrange_timetable, name="arrange-timetable"),
    path("timetable/length/", views.change_meeting_length, name="change-meeting-length"),
    path("timetable/lay-out/", views.lay_out_timetable, name="lay-out-timetable"),
    path("halls/", views.arrange_halls, name="arrange-halls"),
    path("halls/add/", views.add_hall, name="add-hall"),
    path("halls/<slug:hall>/plan/", views.arrange_hall, name="arrange-hall"),
    path("halls/<slug:hall>/change/", views.change_hall, name="change-hall"),
    path("halls/<slug:hall>/remove/", views.remove_hall, name="remove-hall"),
    path("halls/<slug:hall>/rooms/add/", views.add_rooms, name="add-rooms"),
    path("rooms/<int:room>/", views.change_room, name="change-room"),
    path("rooms/<int:room>/move/", views.move_room, name="move-room"),
    path("rooms/<int:room>/remove/", views.remove_room, name="remove-room"),
    path("participants/", views.list_participants, name="list-participants"),
    path("participants/decide/", views.decide_participants, name="decide-participants"),
    path("participants/<int:participant>/", views.show_participant, name="show-participant"),
    path("participants/<int:participant>/role/", views.change_role, name="change-role"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("fairs/<slug:fair>/join/", views.join_fair, name="join-fair"),
    path("fairs/<slug:fair>/leave/", views.leave_fair, name="leave-fair"),
    path("fairs/<slug:fair>/timetable/", views.show_timetable, name="show-timetable"),
    path("fairs/<slug:fair>/brand.css", views.brand, name="brand"),
    path("fairs/<slug:fair>/organise/", include(desk)),
]
