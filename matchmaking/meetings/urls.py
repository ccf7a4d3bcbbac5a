from django.urls import URLPattern, URLResolver, path

from matchmaking.meetings.views import (
    agenda,
    asking,
    availability,
    badges,
    bookings,
    calendars,
    errands,
    feeds,
    requests,
    stands,
    tables,
    waiting,
)

app_name = "meetings"

FAIR = "fairs/<slug:fair>/"
REQUEST = "requests/<uuid:pk>/"
MEETING = "meetings/<uuid:pk>/"
WAIT = "waiting/<uuid:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(FAIR + "exhibitors/<slug:slug>/meet/", asking.ask_stand, name="ask-stand"),
    path(FAIR + "visitors/<uuid:pk>/meet/", asking.ask_visitor, name="ask-visitor"),
    path(FAIR + "badge/", badges.show_badge, name="show-badge"),
    path(FAIR + "badge/renew/", badges.renew, name="renew-badge"),
    path(FAIR + "tables/<int:room>/", tables.show_table, name="show-table"),
    path(FAIR + "tables/<int:room>/here/", tables.arrive_at_table, name="arrive-at-table"),
    path(FAIR + "availability/", availability.edit_availability, name="edit-availability"),
    path(FAIR + "availability/anew/", availability.lay_out_anew, name="lay-out-anew"),
    path(FAIR + "availability/wishes/", availability.change_agenda, name="change-agenda"),
    path(FAIR + "availability/busy/", availability.add_busy_time, name="add-busy-time"),
    path(FAIR + "availability/busy/<int:pk>/remove/", availability.remove_busy_time, name="remove-busy-time"),
    path(FAIR + "availability/calendar/", calendars.show_calendar, name="show-calendar"),
    path(FAIR + "availability/calendar/enter/", calendars.enter_calendar, name="enter-calendar"),
    path(FAIR + "availability/calendar/read/", calendars.read_calendar, name="read-calendar"),
    path(FAIR + "availability/calendar/remove/", calendars.remove_calendar, name="remove-calendar"),
    path(FAIR + "requests/", requests.list_requests, name="list-requests"),
    path(REQUEST, requests.show_request, name="show-request"),
    path(REQUEST + "accept/", requests.accept, name="accept-request"),
    path(REQUEST + "decline/", requests.decline, name="decline-request"),
    path(REQUEST + "propose/", requests.propose, name="propose-slots"),
    path(REQUEST + "change/", requests.change, name="change-request"),
    path(REQUEST + "withdraw/", requests.withdraw, name="withdraw-request"),
    path(REQUEST + "assign/", requests.assign, name="assign-request"),
    path(FAIR + "exhibitors/<slug:slug>/terms/", stands.edit_stand_terms, name="edit-stand-terms"),
    path("act/<str:link>/", errands.act, name="act"),
    path(WAIT, waiting.show_wait, name="show-wait"),
    path(WAIT + "take/", waiting.take, name="take-offer"),
    path(WAIT + "pass/", waiting.pass_on, name="pass-on-offer"),
    path(WAIT + "leave/", waiting.leave, name="leave-list"),
    path(WAIT + "welcome/", waiting.welcome, name="welcome-wait"),
    path(WAIT + "decline/", waiting.decline, name="decline-wait"),
    path(FAIR + "agenda/", agenda.show_agenda, name="show-agenda"),
    path(FAIR + "agenda/day/", agenda.keep_day, name="keep-day"),
    path(FAIR + "agenda/address/", agenda.renew_feed, name="renew-feed"),
    path(FAIR + "agenda/address/revoke/", agenda.revoke_feed, name="revoke-feed"),
    path("agenda/<str:signed>.ics", feeds.feed, name="feed"),
    path(MEETING + "meeting.ics", feeds.meeting_file, name="meeting-file"),
    path(MEETING, bookings.show_booking, name="show-booking"),
    path(MEETING + "move/", bookings.move_booking, name="move-booking"),
    path(MEETING + "cancel/", bookings.cancel_booking, name="cancel-booking"),
    path(MEETING + "people/add/", bookings.add_person, name="add-person"),
    path(MEETING + "people/<int:person>/hand-over/", bookings.hand_over, name="hand-over"),
    path(MEETING + "excuse/", bookings.excuse_myself, name="excuse-myself"),
]
