"""A meeting is moved, cancelled, handed over; somebody joins it or is excused: what happens, and each refusal."""

from datetime import timedelta

import pytest

from matchmaking.fairs.models import Fair, Participant
from matchmaking.meetings import errors
from matchmaking.meetings.actions.booking import (
    Seat,
    add_person,
    cancel_booking,
    excuse_person,
    hand_over,
    move_booking,
)
from matchmaking.meetings.models import Agenda, Attendance, Booking
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Role = Attendance.Role


@pytest.fixture
def meeting():
    """A host of a stand and a guest meet in an hour; both are free again in two, and a second room is there."""
    fair = make.fair()
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    booking = make.booking(fair=fair, host=seat.participant)
    booking.attendances.filter(role=Role.HOST).update(stand=seat.exhibitor)
    make.room(hall=booking.room.hall)
    later = make.slot(fair=fair, starts_at=NOW + 2 * HOUR)
    for who in (seat.participant, person(booking, Role.GUEST)):
        make.available(who, later)
    return booking


def person(booking, role):
    return booking.attendances.filter(role=role).earliest("pk").participant


def stand_of(booking):
    return booking.attendances.filter(role=Role.HOST).earliest("pk").stand


def later(booking):
    return booking.fair.slots.get(starts_at=NOW + 2 * HOUR)


def colleague(booking, *, is_open=True):
    """Somebody else of the host's stand who has opened the meeting's slot."""
    made = make.representative(exhibitor=stand_of(booking)).participant
    Agenda.objects.create(participant=made, time_zone="Europe/Brussels")
    if is_open:
        make.available(made, booking.slot)
    return made


def interpreter(booking):
    made = make.participant(fair=booking.fair, roles=[Participant.Role.INTERPRETER])
    Agenda.objects.create(participant=made, time_zone="Europe/Brussels")
    make.available(made, booking.slot)
    return made


def there(booking):
    """Who is to be there, as what, and for which stand."""
    return set(booking.attendances.filter(excused_at=None).values_list("participant", "role", "stand"))


def as_it_was(booking):
    """The whole state of a booking and its people."""
    rows = booking.attendances.order_by("pk").values_list("participant", "role", "status", "starts_at", "excused_at")
    return Booking.objects.filter(pk=booking.pk).values().get(), list(rows)


# Cancel ----------------------------------------------------------------


def cancel(booking, **kw):
    by = kw.pop("by", None) or person(booking, Role.GUEST).user
    return cancel_booking(booking_id=booking.pk, by=by, **{"reason": "Ill", "at": NOW} | kw)


def test_cancel_booking_frees_everybody_and_says_why(meeting):
    guest = person(meeting, Role.GUEST)
    cancel(meeting)
    meeting.refresh_from_db()
    said = (meeting.status, meeting.cancelled_at, meeting.cancelled_by, meeting.reason, meeting.changed_at)
    assert said == (Booking.Status.CANCELLED, NOW, guest.user, "Ill", NOW)
    assert meeting.sequence == 1
    assert set(meeting.attendances.values_list("status", flat=True)) == {Booking.Status.CANCELLED}
    assert make.booking(slot=meeting.slot, room=meeting.room, host=guest).is_confirmed


def test_cancel_booking_twice_by_one_person_is_once(meeting):
    cancel(meeting)
    before = as_it_was(meeting)
    assert cancel(meeting, reason="Something else", at=NOW + HOUR / 2) == meeting
    assert as_it_was(meeting) == before


def test_cancel_booking_refuses_what_somebody_else_has_cancelled(meeting):
    cancel(meeting)
    with pytest.raises(errors.CancelledAlready):
        cancel(meeting, by=person(meeting, Role.HOST).user)


def test_cancel_booking_refuses_what_is_over(meeting):
    with pytest.raises(errors.MeetingOver):
        cancel(meeting, at=meeting.ends_at)
    assert cancel(meeting, at=meeting.ends_at - timedelta(seconds=1)).status == Booking.Status.CANCELLED


# Move ----------------------------------------------------------------


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


# Hand over ----------------------------------------------------------------


def hand(booking, to, **kw):
    host = person(booking, Role.HOST)
    return hand_over(booking_id=booking.pk, **{"from_id": host.pk, "to": to, "by": host.user, "at": NOW} | kw)


def test_hand_over_gives_place_role_and_stand_to_a_colleague(meeting):
    host, guest, other = person(meeting, Role.HOST), person(meeting, Role.GUEST), colleague(meeting)
    stand = stand_of(meeting)
    hand(meeting, other)
    assert there(meeting) == {(other.pk, Role.HOST, stand.pk), (guest.pk, Role.GUEST, None)}
    assert meeting.attendances.get(participant=host).excused_at == NOW
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.changed_at) == (1, NOW)
    assert make.booking(slot=meeting.slot, host=host).is_confirmed, "he is free again"


def test_hand_over_lays_out_the_agenda_of_whoever_has_none(meeting):
    other = make.representative(exhibitor=stand_of(meeting), user=make.user(time_zone="Europe/Brussels")).participant
    assert hand(meeting, other).attendances.filter(participant=other, excused_at=None).exists()


def test_hand_over_back_again_seats_the_first_one(meeting):
    host, other = person(meeting, Role.HOST), colleague(meeting)
    hand(meeting, other)
    hand(meeting, host, from_id=other.pk, by=host.user)
    assert meeting.attendances.get(participant=host).excused_at is None
    assert meeting.attendances.get(participant=other).excused_at == NOW


def test_hand_over_refuses_who_is_not_of_the_stand(meeting):
    stranger = make.participant(fair=meeting.fair)
    with pytest.raises(errors.NotOnTheTeam):
        hand(meeting, stranger)
    with pytest.raises(errors.NotOnTheTeam):
        hand(meeting, colleague(meeting), from_id=person(meeting, Role.GUEST).pk)
    with pytest.raises(errors.NotOnTheTeam):
        hand(meeting, colleague(meeting), from_id=stranger.pk)


def test_hand_over_refuses_who_is_there_already(meeting):
    other = colleague(meeting)
    make.attendance(booking=meeting, participant=other, role=Role.HOST, stand=stand_of(meeting))
    with pytest.raises(errors.ThereAlready):
        hand(meeting, other)


@pytest.mark.parametrize("is_open", [True, False])
def test_hand_over_refuses_who_is_not_free(meeting, is_open):
    other = colleague(meeting, is_open=is_open)
    if is_open:
        make.booking(slot=meeting.slot, host=other)
    before = as_it_was(meeting)
    with pytest.raises(errors.SlotTaken if is_open else errors.SlotClosed):
        hand(meeting, other)
    assert as_it_was(meeting) == before


def test_hand_over_to_oneself_needs_no_open_slot(meeting):
    other = colleague(meeting, is_open=False)
    assert hand(meeting, other, by=other.user).sequence == 1


def test_hand_over_to_oneself_refuses_who_is_busy(meeting):
    other = colleague(meeting)
    make.booking(slot=meeting.slot, host=other)
    with pytest.raises(errors.YouAreBusy):
        hand(meeting, other, by=other.user)


def test_hand_over_refuses_what_is_cancelled_or_over(meeting):
    other = colleague(meeting)
    with pytest.raises(errors.MeetingOver):
        hand(meeting, other, at=meeting.ends_at)
    cancel(meeting)
    with pytest.raises(errors.CancelledAlready):
        hand(meeting, other)


# Add, excuse ----------------------------------------------------------------


def add(booking, who, role=Role.INTERPRETER, **kw):
    seat = Seat(who, role, kw.pop("stand", None))
    return add_person(booking_id=booking.pk, seat=seat, **{"by": person(booking, Role.HOST).user, "at": NOW} | kw)


def test_add_person_seats_one_more(meeting):
    before, helper = there(meeting), interpreter(meeting)
    add(meeting, helper)
    assert there(meeting) == before | {(helper.pk, Role.INTERPRETER, None)}
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.changed_at) == (1, NOW)


def test_add_person_lays_out_the_agenda_of_whoever_has_none(meeting):
    helper = make.participant(fair=meeting.fair, user=make.user(time_zone="Europe/Brussels"))
    add(meeting, helper)
    assert Agenda.objects.filter(participant=helper).exists()
    far = make.participant(fair=meeting.fair, user=make.user(time_zone="Pacific/Auckland"))
    with pytest.raises(errors.SlotClosed):
        add(meeting, far)


def test_add_person_finds_a_room_with_seats_enough(meeting):
    meeting.room.seats = 2
    meeting.room.save()
    small = meeting.room
    add(meeting, interpreter(meeting))
    meeting.refresh_from_db()
    assert meeting.room != small


def test_add_person_refuses_when_no_room_is_large_enough(meeting):
    meeting.room.hall.rooms.update(seats=2)
    before = as_it_was(meeting)
    with pytest.raises(errors.NoRoomFree):
        add(meeting, interpreter(meeting))
    assert as_it_was(meeting) == before


def test_add_person_refuses_who_is_there_or_busy_or_closed(meeting):
    helper, closed = interpreter(meeting), interpreter(meeting)
    closed.availabilities.all().delete()
    with pytest.raises(errors.SlotClosed):
        add(meeting, closed)
    add(meeting, helper)
    with pytest.raises(errors.ThereAlready):
        add(meeting, helper)
    busy = interpreter(meeting)
    make.booking(slot=meeting.slot, host=busy)
    with pytest.raises(errors.SlotTaken):
        add(meeting, busy)


def test_add_person_refuses_the_ninth(meeting):
    meeting.room.hall.rooms.update(seats=20)
    for _n in range(6):
        add(meeting, interpreter(meeting))
    with pytest.raises(errors.TooManyPeople):
        add(meeting, interpreter(meeting))
    assert len(there(meeting)) == 8


def test_add_person_seats_again_who_was_excused(meeting):
    helper = interpreter(meeting)
    add(meeting, helper)
    excuse(meeting, helper)
    add(meeting, helper)
    assert meeting.attendances.get(participant=helper).excused_at is None


def test_add_person_refuses_what_is_cancelled_or_over(meeting):
    helper = interpreter(meeting)
    with pytest.raises(errors.MeetingOver):
        add(meeting, helper, at=meeting.ends_at)
    cancel(meeting)
    with pytest.raises(errors.CancelledAlready):
        add(meeting, helper)


def excuse(booking, who, **kw):
    return excuse_person(booking_id=booking.pk, participant_id=who.pk, **{"by": who.user, "at": NOW} | kw)


def test_excuse_person_leaves_the_others_their_meeting(meeting):
    guest, second = person(meeting, Role.GUEST), interpreter(meeting)
    add(meeting, second, Role.GUEST)
    excuse(meeting, guest)
    assert meeting.attendances.get(participant=guest).excused_at == NOW
    meeting.refresh_from_db()
    assert (meeting.status, meeting.sequence) == (Booking.Status.CONFIRMED, 2)
    assert make.booking(slot=meeting.slot, guest=guest).is_confirmed, "he is free again"


def test_excuse_person_twice_is_once(meeting):
    helper = interpreter(meeting)
    add(meeting, helper)
    excuse(meeting, helper)
    before = as_it_was(meeting)
    excuse(meeting, helper, at=NOW + HOUR / 2)
    assert as_it_was(meeting) == before


@pytest.mark.parametrize("role", [Role.HOST, Role.GUEST])
def test_excuse_person_refuses_the_last_of_a_side(meeting, role):
    add(meeting, interpreter(meeting))
    with pytest.raises(errors.LastOfHisSide):
        excuse(meeting, person(meeting, role))


def test_excuse_person_refuses_what_is_cancelled_or_over(meeting):
    helper = interpreter(meeting)
    add(meeting, helper)
    with pytest.raises(errors.MeetingOver):
        excuse(meeting, helper, at=meeting.ends_at)
    cancel(meeting)
    with pytest.raises(errors.CancelledAlready):
        excuse(meeting, helper)
