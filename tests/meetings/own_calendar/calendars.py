"""One's own calendar as its server sends it, entered and read once, and its pages."""

from datetime import timedelta

from django.urls import reverse

from matchmaking.meetings.actions.calendars import keep_look, look_into
from matchmaking.meetings.models import BusyTime, OwnCalendar
from matchmaking.meetings.queries import last_days
from tests.companies.pages import signed_in
from tests.make import NOW
from tests.outside import server

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SECRET = "private-abc"


def stamp(moment):
    return f"{moment:%Y%m%dT%H%M%SZ}"


def event(starts, ends, *more, uid="1@elsewhere.example"):
    lines = [f"UID:{uid}", f"DTSTART:{stamp(starts)}", f"DTEND:{stamp(ends)}", "SUMMARY:The dentist", *more]
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def ics(*events):
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def entered(who, address="https://calendar.example/private-abc/basic.ics", **kw):
    return OwnCalendar.objects.create(
        user=who.user, **{"address": address, "entered_at": NOW, "wanted_at": NOW, "due_at": NOW} | kw
    )


def read(who, speak, *, at=NOW, patience=10):
    """The person's calendar is read once, from a server that speaks like that."""
    with server(speak) as there:
        OwnCalendar.objects.filter(user=who.user).update(address=there.address())
        calendar = OwnCalendar.objects.select_related("user").get(user=who.user)
        days = last_days([who.user_id])
        look = look_into(calendar, last_day=days.get(who.user_id), at=at, ways=there.ways(patience=patience))
        assert keep_look(calendar=calendar, look=look, at=at)
    calendar.refresh_from_db()
    return calendar


def stretches(who):
    return [(each.starts_at, each.ends_at) for each in BusyTime.objects.filter(user=who.user, source="calendar")]


def page(who, name="show-calendar"):
    return signed_in(who.user).get(reverse(f"meetings:{name}", args=[who.fair.slug]))


def post(who, name, data=None, **headers):
    return signed_in(who.user).post(reverse(f"meetings:{name}", args=[who.fair.slug]), data or {}, headers=headers)
