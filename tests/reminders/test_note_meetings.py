"""What is owed about meetings: asked of the database as it is, noted once."""

from datetime import timedelta

import pytest

from matchmaking.fairs.models import MeetingSlot
from matchmaking.lobbies.models import Lobby
from matchmaking.meetings.actions.booking import Seat, add_person, cancel_booking, excuse_person, move_booking
from matchmaking.meetings.models import Booking
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Delivery, FairLeads, Habits, Notice
from matchmaking.reminders.tellings import meetings
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Kind = Notice.Kind


@pytest.fixture
def fair():
    return make.fair()


def meeting(fair, *, starts_at=NOW + 5 * HOUR, booked_at=NOW - MINUTE, **kw):
    """Booked a minute ago, for five hours from now."""
    return make.booking(slot=make.slot(fair=fair, starts_at=starts_at), booked_at=booked_at, changed_at=booked_at, **kw)


def told(at=NOW):
    """Who is told what about meetings in a run at this moment."""
    before = set(Notice.objects.values_list("pk", flat=True))
    note_what_is_owed(at=at)
    fresh = Notice.objects.exclude(pk__in=before).filter(kind__in=meetings.KINDS).order_by("recipient__pk")
    return [(notice.recipient, notice.kind) for notice in fresh]


def people(booking):
    return [seat.user for seat in booking.attendances.order_by("user__pk")]


def test_note_tells_everybody_of_a_meeting_once(fair):
    booked = meeting(fair)
    assert told() == [(user, Kind.BOOKING_MADE) for user in people(booked)]
    assert told(NOW + MINUTE) == []


def test_note_tells_whoever_asked_that_he_is_accepted(fair):
    asked = make.meeting_request(fair=fair, status="accepted", answered_at=NOW - MINUTE)
    booked = meeting(fair, request=asked, host=asked.recipient, guest=asked.sender, booked_by=asked.recipient.user)
    assert set(told()) == {(asked.sender.user, Kind.REQUEST_ACCEPTED), (asked.recipient.user, Kind.BOOKING_MADE)}
    known = Notice.objects.get(kind=Kind.BOOKING_MADE)
    assert (known.read_at, known.subject) == (NOW, booked.pk)  # he has done it himself


def test_note_says_nothing_of_a_walk_in(fair):
    meeting(fair, is_walk_in=True)
    assert told() == []


def test_note_says_nothing_of_what_was_booked_long_ago(fair):
    meeting(fair, starts_at=NOW + 2 * DAY, booked_at=NOW - 4 * DAY)
    assert told() == []


def test_note_tells_of_a_move_whoever_knew_another_time(fair):
    booked = meeting(fair)
    make.laid_out(*[seat.participant for seat in booked.attendances.all()])
    told()
    other = make.slot(fair=fair, starts_at=NOW + 7 * HOUR)
    make.available(booked.attendances.first().participant, other)
    make.available(booked.attendances.last().participant, other)
    move_booking(booking_id=booked.pk, slot_id=other.pk, by=people(booked)[0], at=NOW + MINUTE)
    assert told(NOW + 2 * MINUTE) == [(user, Kind.BOOKING_MOVED) for user in people(booked)]
    assert told(NOW + 3 * MINUTE) == []


def shift(booked, *, hours, sequence, at):
    """The meeting is that many hours later, as an action would leave it."""
    starts_at = booked.slot.starts_at + hours * HOUR
    slot, _ = MeetingSlot.objects.get_or_create(
        fair=booked.fair, starts_at=starts_at, defaults={"ends_at": starts_at + 25 * MINUTE}
    )
    Booking.objects.filter(pk=booked.pk).update(
        slot=slot, starts_at=slot.starts_at, ends_at=slot.ends_at, sequence=sequence, changed_at=at
    )


def test_note_tells_of_a_move_there_and_back_and_there_again(fair):
    booked = meeting(fair)
    told()
    for sequence, hours in ((1, 1), (2, 0), (3, 1)):
        at = NOW + sequence * MINUTE
        shift(booked, hours=hours, sequence=sequence, at=at)
        assert told(at) == [(user, Kind.BOOKING_MOVED) for user in people(booked)]


def test_note_says_nothing_of_a_move_that_nobody_had_time_to_hear_of(fair):
    booked = meeting(fair)
    Booking.objects.filter(pk=booked.pk).update(sequence=4)
    assert told() == [(user, Kind.BOOKING_MADE) for user in people(booked)]


def test_note_tells_of_a_cancelled_meeting(fair):
    booked = meeting(fair)
    one, other = people(booked)
    told()
    cancel_booking(booking_id=booked.pk, by=one, reason="", at=NOW + MINUTE)
    assert told(NOW + 2 * MINUTE) == [(one, Kind.BOOKING_CANCELLED), (other, Kind.BOOKING_CANCELLED)]
    assert [notice.read_at for notice in Notice.objects.filter(kind=Kind.BOOKING_CANCELLED, recipient=one)] == [
        NOW + 2 * MINUTE
    ]
    assert told(NOW + 3 * MINUTE) == []


def test_note_leaves_a_trace_of_a_cancellation_that_nobody_could_be_told_in_time(fair):
    booked = meeting(fair)
    cancel_booking(booking_id=booked.pk, by=people(booked)[0], at=NOW)
    told(NOW + DAY)
    assert set(Notice.objects.values_list("kind", "dropped")) == {(Kind.BOOKING_CANCELLED, Notice.Why.TOO_LATE)}
    assert not Delivery.objects.filter(notice__kind__in=meetings.KINDS).exists()


def test_note_tells_whoever_is_excused_and_whoever_comes_instead(fair):
    booked = meeting(fair)
    host = booked.attendances.get(role="host").participant
    told()
    helper = make.participant(fair=fair, roles=["interpreter"])
    make.laid_out(helper)
    make.available(helper, booked.slot)
    add_person(booking_id=booked.pk, seat=Seat(helper, role="host"), by=host.user, at=NOW + MINUTE)
    excuse_person(booking_id=booked.pk, participant_id=host.pk, by=host.user, at=NOW + MINUTE)
    assert set(told(NOW + 2 * MINUTE)) == {(helper.user, Kind.BOOKING_MADE), (host.user, Kind.BOOKING_REASSIGNED)}
    assert told(NOW + 3 * MINUTE) == []


@pytest.mark.parametrize(("before", "kinds"), [(24 * HOUR + MINUTE, []), (24 * HOUR, [Kind.DAY_BEFORE])])
def test_note_reminds_a_day_before(fair, before, kinds):
    booked = meeting(fair, starts_at=NOW + before, booked_at=NOW - 9 * DAY)
    assert told() == [(user, kind) for user in people(booked) for kind in kinds]
    assert told(NOW + timedelta(seconds=10)) == []


def test_note_reminds_shortly_before(fair):
    booked = meeting(fair, starts_at=NOW + 15 * MINUTE, booked_at=NOW - 9 * DAY)
    assert {kind for _, kind in told()} == {Kind.DAY_BEFORE, Kind.SOON}
    assert told(NOW + MINUTE) == []
    assert Notice.objects.filter(kind=Kind.SOON).count() == len(people(booked))


def test_note_does_not_remind_of_what_one_has_just_been_told(fair):
    meeting(fair, starts_at=NOW + 5 * HOUR, booked_at=NOW - HOUR)
    assert {kind for _, kind in told()} == {Kind.BOOKING_MADE}
    assert told(NOW + 2 * HOUR) == []
    assert {kind for _, kind in told(NOW + 4 * HOUR + 50 * MINUTE)} == {Kind.SOON}


def test_note_reminds_as_the_fair_wants_it(fair):
    FairLeads.objects.create(fair=fair, day_before_hours=48, soon_minutes=30)
    meeting(fair, starts_at=NOW + 48 * HOUR, booked_at=NOW - 9 * DAY)
    assert {kind for _, kind in told()} >= {Kind.DAY_BEFORE}
    assert {kind for _, kind in told(NOW + 47.5 * HOUR)} >= {Kind.SOON}


def test_note_reminds_as_the_person_wants_it(fair):
    FairLeads.objects.create(fair=fair, day_before_hours=48, soon_minutes=30)
    booked = meeting(fair, starts_at=NOW + 48 * HOUR, booked_at=NOW - 9 * DAY)
    early, late = people(booked)
    Habits.objects.create(user=late, day_before_hours=12, soon_minutes=5)
    assert (early, Kind.DAY_BEFORE) in told()
    assert (late, Kind.DAY_BEFORE) not in [(n.recipient, n.kind) for n in Notice.objects.all()]
    assert (late, Kind.DAY_BEFORE) in told(NOW + 36 * HOUR)
    assert (late, Kind.SOON) in told(NOW + 48 * HOUR - 5 * MINUTE)


def test_note_leaves_a_trace_of_reminders_that_were_missed(fair):
    meeting(fair, starts_at=NOW - HOUR, booked_at=NOW - 9 * DAY)
    told()
    assert set(Notice.objects.values_list("kind", "dropped")) == {
        (Kind.DAY_BEFORE, Notice.Why.TOO_LATE),
        (Kind.SOON, Notice.Why.TOO_LATE),
    }
    assert not Delivery.objects.filter(notice__kind__in=meetings.KINDS).exists()
    assert told(NOW + MINUTE) == []


def test_note_calls_whoever_is_waited_for(fair):
    booked = meeting(fair, starts_at=NOW - 5 * MINUTE, booked_at=NOW - 9 * DAY)
    Lobby.objects.create(booking=booked, absent_called_at=NOW)
    there = booked.attendances.get(role="host")
    there.arrived_at = NOW - 5 * MINUTE
    there.save()
    absent = booked.attendances.get(role="guest").user
    assert (absent, Kind.WAITED_FOR) in told()
    assert (there.user, Kind.WAITED_FOR) not in [(n.recipient, n.kind) for n in Notice.objects.all()]
