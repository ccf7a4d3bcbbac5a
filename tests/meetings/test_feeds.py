"""Meetings in the calendar that one uses anyway, as icalendar reads them: who may read, what is said, what follows."""

from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from matchmaking.accounts.models import User
from matchmaking.meetings.access import address_part_of, feed_at
from matchmaking.meetings.actions.booking import cancel_booking, excuse_person, move_booking
from matchmaking.meetings.actions.feeds import renew_feed, revoke_feed
from matchmaking.meetings.models import AgendaFeed, Attendance, Booking
from matchmaking.meetings.views.feeds import address_of
from tests import make
from tests.companies.pages import signed_in
from tests.make import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def me():
    return make.participant(user=make.member(name="Élise", time_zone="Europe/Brussels"))


def meet(me, start=NOW + HOUR, **kw):
    lucia = make.user(name="Lucía", time_zone="America/Lima")
    guest = make.visitor(fair=me.fair, user=lucia, organisation="Casa Lima; Perú, S.A.C.").participant
    return make.booking(slot=make.slot(fair=me.fair, starts_at=start), host=me, guest=guest, **kw)


def read(response):
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def events(response):
    return read(response).walk("VEVENT")


def feed(me):
    found, _is_new = AgendaFeed.objects.get_or_create(user=me.user)
    return Client().get(urlsplit(address_of(found)).path)


def test_the_feed_needs_nobody_to_sign_in_and_nobody_keeps_it(me):
    meet(me)
    response = feed(me)
    assert len(events(response)) == 1
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert read(response)["METHOD"] == "PUBLISH"


def test_an_event_says_who_where_and_when_on_both_clocks(me):
    booking = meet(me)
    (event,) = events(feed(me))
    page = f"http://127.0.0.1:8000{reverse('meetings:show-booking', args=[booking.pk])}"
    assert event["UID"] == f"{booking.pk}@127.0.0.1"
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert event["SUMMARY"] == "Meeting with Lucía (Casa Lima; Perú, S.A.C.)"
    assert event["LOCATION"] == f"{booking.room.name}, {booking.room.hall.name} ({page})"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (booking.starts_at, booking.ends_at)
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert "12:00–12:25 Brussels (UTC+2) · Tue 14 May 05:00–05:25 Lima (UTC−5)" in event["DESCRIPTION"]
    assert event.decoded("LAST-MODIFIED") == booking.changed_at.replace(microsecond=0)


def test_an_event_speaks_its_owners_language_and_clock(me):
    meet(me)
    User.objects.filter(pk=me.user_id).update(language="fr", time_zone="Asia/Tokyo")
    (event,) = events(feed(me))
    assert event["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert event["DTSTART"].dt == (NOW + HOUR).astimezone(ZoneInfo("Asia/Tokyo"))
    assert "mar. 14 mai 19:00–19:25 Tokyo" in event["DESCRIPTION"]


def test_what_is_moved_is_the_same_event_with_a_higher_number(me):
    booking = meet(me)
    later = make.slot(fair=me.fair, starts_at=NOW + 3 * HOUR)
    for seat in booking.attendances.all():
        make.available(seat.participant, later)
    (before,) = events(feed(me))
    move_booking(booking_id=booking.pk, slot_id=later.pk, by=me.user, at=NOW)
    (after,) = events(feed(me))
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], 1)
    assert after.decoded("DTSTART") == later.starts_at


def test_what_is_cancelled_is_said_for_thirty_days(me):
    booking = meet(me)
    cancel_booking(booking_id=booking.pk, by=me.user, at=NOW)
    (event,) = events(feed(me))
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    Booking.objects.update(cancelled_at=NOW - timedelta(days=30))
    assert events(feed(me)) == []


def test_the_feed_has_all_fairs_but_not_what_one_is_excused_from(me):
    booking = meet(me)
    meet(make.participant(user=me.user), start=NOW + 5 * HOUR)
    make.attendance(booking=booking, role=Attendance.Role.HOST)
    assert len(events(feed(me))) == 2
    excuse_person(booking_id=booking.pk, participant_id=me.pk, by=me.user, at=NOW)
    assert len(events(feed(me))) == 1


def test_the_feed_forgets_what_is_long_past(me, monkeypatch):
    booking = meet(me)
    for later, there in ((timedelta(days=364), 1), (timedelta(days=366), 0)):
        monkeypatch.setattr("django.utils.timezone.now", lambda at=booking.ends_at + later: at)
        assert len(events(feed(me))) == there


def test_a_new_address_makes_the_old_one_worthless(me):
    old = urlsplit(address_of(renew_feed(user=me.user, at=NOW))).path
    new = urlsplit(address_of(renew_feed(user=me.user, at=NOW))).path
    assert old != new
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    revoke_feed(user=me.user)
    revoke_feed(user=me.user)
    assert Client().get(new).status_code == 404


def test_a_forged_address_leads_nowhere(me):
    part = address_part_of(renew_feed(user=me.user, at=NOW))
    said, signature = part.split(".")
    other = AgendaFeed.objects.create(user=make.user())
    forged = (said, f"{said}.", f"{said}.x", f"{other.user_id}-{other.key.hex}.{signature}", "x", "1-2", "..", "é")
    for wrong in forged:
        assert feed_at(wrong) is None
        assert Client().get(reverse("meetings:feed", args=[wrong])).status_code == 404


def test_who_may_not_sign_in_any_more_has_no_feed(me):
    path = urlsplit(address_of(renew_feed(user=me.user, at=NOW))).path
    User.objects.filter(pk=me.user_id).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_the_agenda_shows_the_address_and_makes_a_new_one(me):
    client, agenda = signed_in(me.user), reverse("meetings:show-agenda", args=[me.fair.slug])
    assert "Make an address for my calendar" in client.get(agenda).content.decode()
    response = client.post(reverse("meetings:renew-feed", args=[me.fair.slug]))
    assert (response.status_code, response["Location"]) == (302, agenda)
    first = AgendaFeed.objects.get(user=me.user)
    assert f'value="{address_of(first)}"' in client.get(agenda).content.decode()
    client.post(reverse("meetings:renew-feed", args=[me.fair.slug]))
    assert AgendaFeed.objects.get(user=me.user).key != first.key
    client.post(reverse("meetings:revoke-feed", args=[me.fair.slug]))
    assert not AgendaFeed.objects.filter(user=me.user).exists()


def test_one_meeting_is_a_file_for_whoever_may_read_its_page(me):
    booking = meet(me)
    path = reverse("meetings:meeting-file", args=[booking.pk])
    (event,) = events(signed_in(me.user).get(path))
    assert event["UID"] == f"{booking.pk}@127.0.0.1"
    assert signed_in(make.participant(fair=me.fair).user).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_a_feed_costs_the_same_with_one_meeting_and_with_three(me):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            feed(me)
        return len(asked)

    meet(me)
    queries()
    before = queries()
    for n in (3, 5):
        meet(me, start=NOW + n * HOUR)
    assert queries() == before
