"""A seat at a meeting is handed over to a colleague of the stand: what happens, and each refusal."""

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.actions.booking import hand_over
from tests import make
from tests.make import NOW
from tests.meetings.bookings import Role, as_it_was, cancel, colleague, person, stand_of, there

pytestmark = pytest.mark.django_db


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
