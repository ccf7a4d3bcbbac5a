"""A meeting is moved, with everybody and to a room that is free: what happens, and each refusal."""

import pytest

from matchmaking.fairs.models import Fair, Participant
from matchmaking.meetings import errors
from matchmaking.meetings.actions.booking import move_booking
from matchmaking.meetings.models import Agenda, Booking
from tests import make
from tests.make import NOW
from tests.meetings.bookings import HOUR, Role, as_it_was, cancel, later, person, there

pytestmark = pytest.mark.django_db


def move(booking, slot=None, **kw):
    slot = slot or later(booking)
    by = kw.pop("by", None) or person(booking, Role.GUEST).user
    return move_booking(booking_id=booking.pk, slot_id=slot.pk, by=by, **{"at": NOW} | kw)


def test_move_booking_takes_everybody_along(meeting):
    people, slot = there(meeting), later(meeting)
    move(meeting)
    meeting.refresh_from_db()
    assert (meeting.slot, meeting.starts_at, meeting.ends_at) == (slot, slot.starts_at, slot.ends_at)
    assert (meeting.status, meeting.sequence, meeting.changed_at) == (Booking.Status.CONFIRMED, 1, NOW)
    assert set(meeting.attendances.values_list("starts_at", "ends_at")) == {(slot.starts_at, slot.ends_at)}
    assert there(meeting) == people


def test_move_booking_to_where_it_is_changes_nothing(meeting):
    before = as_it_was(meeting)
    move(meeting, meeting.slot)
    assert as_it_was(meeting) == before


def test_move_booking_may_overlap_with_its_own_old_time(meeting):
    """The meeting is in nobody's way of itself, nor is its room."""
    shifted = meeting.fair.slots.create(starts_at=meeting.ends_at, ends_at=meeting.ends_at + HOUR / 4)
    for seat in meeting.attendances.all():
        make.available(seat.participant, shifted)
    assert move(meeting, shifted).slot == shifted


@pytest.mark.parametrize("role", [Role.HOST, Role.GUEST])
def test_move_booking_refuses_when_somebody_has_another_meeting(meeting, role):
    make.booking(slot=later(meeting), guest=person(meeting, role))
    before = as_it_was(meeting)
    with pytest.raises(errors.YouAreBusy if role == Role.GUEST else errors.SlotTaken):
        move(meeting)
    assert as_it_was(meeting) == before


def test_move_booking_refuses_a_time_that_somebody_has_not_opened(meeting):
    make.laid_out(person(meeting, Role.HOST))
    person(meeting, Role.HOST).availabilities.all().delete()
    with pytest.raises(errors.SlotClosed):
        move(meeting)


def test_move_booking_refuses_when_all_rooms_are_taken(meeting):
    for room in meeting.room.hall.rooms.all():
        make.booking(slot=later(meeting), room=room)
    before = as_it_was(meeting)
    with pytest.raises(errors.NoRoomFree):
        move(meeting)
    assert as_it_was(meeting) == before


def test_move_booking_refuses_too_short_a_break(meeting):
    guest = person(meeting, Role.GUEST)
    make.booking(slot=make.slot(fair=meeting.fair, starts_at=later(meeting).ends_at), guest=guest)
    Agenda.objects.create(participant=guest, time_zone="America/Lima", break_minutes=15)
    with pytest.raises(errors.TooLittleBreak):
        move(meeting)


def test_move_booking_refuses_a_day_that_is_full_but_does_not_count_itself(meeting):
    guest = person(meeting, Role.GUEST)
    agenda = Agenda.objects.create(participant=guest, time_zone="America/Lima", most_per_day=1)
    assert move(meeting).slot == later(meeting), "it is the only one of the day"
    make.booking(slot=make.slot(fair=meeting.fair, starts_at=NOW + 4 * HOUR), guest=guest)
    agenda.most_per_day = 1
    third = make.slot(fair=meeting.fair, starts_at=NOW + 5 * HOUR)
    for seat in meeting.attendances.all():
        make.available(seat.participant, third)
    with pytest.raises(errors.DayIsFull):
        move(meeting, third)


@pytest.mark.parametrize(
    ("slot", "refusal"),
    [
        (lambda booking: make.slot(fair=booking.fair, starts_at=NOW), errors.SlotPast),
        (lambda booking: make.slot(), errors.SlotOfAnotherFair),
    ],
)
def test_move_booking_refuses_other_slots(meeting, slot, refusal):
    with pytest.raises(refusal):
        move(meeting, slot(meeting))


def test_move_booking_refuses_a_slot_that_is_no_more(meeting):
    slot = later(meeting)
    meeting.fair.slots.filter(pk=slot.pk).delete()
    with pytest.raises(errors.SlotOfAnotherFair):
        move(meeting, slot)


def test_move_booking_refuses_while_the_fair_takes_no_meetings(meeting):
    Fair.objects.update(status=Fair.Status.CLOSED)
    with pytest.raises(errors.FairTakesNoMeetings):
        move(meeting)


def test_move_booking_refuses_when_somebody_takes_no_part_any_more(meeting):
    Participant.objects.filter(pk=person(meeting, Role.HOST).pk).update(status="left", left_at=NOW)
    with pytest.raises(errors.NotTakingPart):
        move(meeting)


def test_move_booking_refuses_what_is_cancelled_or_over(meeting):
    with pytest.raises(errors.MeetingOver):
        move(meeting, at=meeting.ends_at)
    cancel(meeting)
    with pytest.raises(errors.CancelledAlready):
        move(meeting)
