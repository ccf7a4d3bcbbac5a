"""What is owed about a fair as a whole."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.fairs.actions.asking import ask_back, reply
from matchmaking.lobbies.models import DeviceCheck
from matchmaking.meetings.models import Booking
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Announcement, Notice
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Kind = Notice.Kind


@pytest.fixture
def fair():
    return make.fair()


def told(kind, at=NOW):
    """Who is told this in a run at this moment."""
    before = set(Notice.objects.values_list("pk", flat=True))
    note_what_is_owed(at=at)
    return [n.recipient for n in Notice.objects.exclude(pk__in=before).filter(kind=kind).order_by("recipient__pk")]


def test_note_tells_whom_the_organiser_asks_back_until_he_has_replied(fair):
    person, quick = (make.participant(fair=fair, status="applied", decided_at=None) for _ in range(2))
    for asked in (person, quick):
        ask_back(participant=asked, inquiry="Who are you?", by=make.user(), at=NOW)
    reply(participant=quick, text="A grower", at=NOW)
    assert told(Kind.INQUIRY) == [person.user]
    assert told(Kind.INQUIRY, NOW + MINUTE) == []
    ask_back(participant=person, inquiry="Of what?", by=make.user(), at=NOW + 2 * MINUTE)
    assert told(Kind.INQUIRY, NOW + 3 * MINUTE) == [person.user]


def test_note_tells_what_the_organiser_has_decided(fair):
    organiser = make.organiser(fair=fair)
    decided = make.participant(fair=fair, decided_by=organiser.user)
    make.participant(fair=fair)  # who was let in by itself has seen so
    assert told(Kind.REGISTRATION) == [decided.user]
    assert told(Kind.REGISTRATION, NOW + MINUTE) == []
    decided.status, decided.decided_at = "declined", NOW + 2 * MINUTE
    decided.save()
    assert told(Kind.REGISTRATION, NOW + 3 * MINUTE) == [decided.user]


@pytest.mark.parametrize(
    ("zone", "at", "is_told"),
    [
        ("Europe/Brussels", "2030-05-14 06:59", False),
        ("Europe/Brussels", "2030-05-14 07:00", True),
        ("Europe/Brussels", "2030-05-14 13:00", False),  # who has missed the morning knows by now
        ("Asia/Shanghai", "2030-05-14 07:00", True),
    ],
)
def test_note_tells_the_meetings_of_the_day_in_ones_own_morning(fair, zone, at, is_told):
    here = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))
    reader = make.participant(fair=fair, user=make.user(time_zone=zone))
    make.booking(slot=make.slot(fair=fair, starts_at=NOW + 5 * HOUR), guest=reader, booked_at=NOW - 9 * DAY)
    assert (reader.user in told(Kind.DAY_AGENDA, here)) == is_told
    assert reader.user not in told(Kind.DAY_AGENDA, here)


def test_note_tells_the_meetings_of_each_day_again(fair):
    reader = make.participant(fair=fair, user=make.user(time_zone="Europe/Brussels"))
    for days in (0, 1):
        slot = make.slot(fair=fair, starts_at=NOW + days * DAY + 5 * HOUR)
        make.booking(slot=slot, guest=reader, booked_at=NOW - 9 * DAY)
    assert reader.user in told(Kind.DAY_AGENDA, NOW)
    assert reader.user in told(Kind.DAY_AGENDA, NOW + DAY)


def test_note_lets_people_try_their_devices_two_days_before_the_first_meeting(fair):
    slots = [make.slot(fair=fair, starts_at=NOW + days * DAY) for days in (1, 2)]
    host, guest, tried = (make.participant(fair=fair) for _ in range(3))
    DeviceCheck.objects.create(user=tried.user, checked_at=NOW - 5 * DAY)
    make.booking(slot=slots[0], host=host, guest=tried, booked_at=NOW - 9 * DAY)
    make.booking(slot=slots[1], host=host, guest=guest, booked_at=NOW - 9 * DAY)
    assert told(Kind.DEVICE_TEST, NOW - DAY - MINUTE) == []
    assert told(Kind.DEVICE_TEST, NOW - DAY) == [host.user]
    assert told(Kind.DEVICE_TEST, NOW) == [guest.user]


def test_note_asks_nobody_to_try_devices_for_a_table(fair):
    table = make.room(hall=make.hall(fair=fair), kind="table")
    make.booking(slot=make.slot(fair=fair, starts_at=NOW + DAY), room=table, booked_at=NOW - 9 * DAY)
    assert told(Kind.DEVICE_TEST) == []


def test_note_says_after_the_fair_whom_one_has_met(fair):
    met = make.booking(slot=make.slot(fair=fair, starts_at=NOW), booked_at=NOW - 9 * DAY)
    called_off = make.booking(slot=make.slot(fair=fair, starts_at=NOW + HOUR), booked_at=NOW - 9 * DAY)
    Booking.objects.filter(pk=called_off.pk).update(status="cancelled", cancelled_at=NOW)
    over = datetime(2030, 5, 17, 12, 0, tzinfo=fair.zone)
    assert told(Kind.FOLLOW_UP, over - MINUTE) == []
    assert told(Kind.FOLLOW_UP, over) == [seat.user for seat in met.attendances.order_by("user__pk")]
    assert told(Kind.FOLLOW_UP, over + MINUTE) == []


def news(fair, **kw):
    return Announcement.objects.create(
        **{"fair": fair, "title": "The doors are open", "text": "Come in.", "send_at": NOW} | kw
    )


def test_note_announces_to_those_whom_it_concerns(fair):
    hall = make.hall(fair=fair)
    seat = make.representative(exhibitor=make.exhibitor(fair=fair, hall=hall))
    belgian = make.participant(fair=fair, user=make.user(country="BE", language="fr"))
    other = make.participant(fair=fair, user=make.user(country="PE"))
    make.participant(fair=fair, status="left", left_at=NOW)
    everybody = [seat.participant.user, belgian.user, other.user]
    news(fair)
    assert told(Kind.ANNOUNCEMENT) == everybody
    assert told(Kind.ANNOUNCEMENT, NOW + MINUTE) == []
    for facts, people in (
        ({"roles": ["exhibitor"]}, [seat.participant.user]),
        ({"hall": hall}, [seat.participant.user]),
        ({"countries": ["BE"]}, [belgian.user]),
        ({"languages": ["fr"]}, [belgian.user]),
        ({"languages": ["fr"], "countries": ["PE"]}, []),
    ):
        news(fair, **facts)
        assert told(Kind.ANNOUNCEMENT, NOW + MINUTE) == people


def test_note_announces_to_those_without_meetings(fair):
    lonely = make.participant(fair=fair)
    make.booking(slot=make.slot(fair=fair, starts_at=NOW + HOUR), booked_at=NOW - 9 * DAY)
    news(fair, without_meetings=True)
    assert told(Kind.ANNOUNCEMENT) == [lonely.user]


@pytest.mark.parametrize("send_at", [None, NOW + MINUTE, NOW - 4 * DAY])
def test_note_announces_neither_drafts_nor_what_is_for_later_nor_what_is_old(fair, send_at):
    make.participant(fair=fair)
    news(fair, send_at=send_at)
    assert told(Kind.ANNOUNCEMENT) == []


def queries_to_note(people):
    Announcement.objects.all().delete()
    fair = make.fair()
    for _ in range(people):
        make.participant(fair=fair)
        slot = make.slot(fair=make.fair(), starts_at=NOW + 5 * HOUR)
        make.booking(slot=slot, booked_at=NOW, changed_at=NOW)
    news(fair)
    with CaptureQueriesContext(connection) as asked:
        note_what_is_owed(at=NOW)
    return len(asked)


def test_note_asks_no_more_for_three_than_for_one():
    assert queries_to_note(1) == queries_to_note(3)
