from datetime import timedelta

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.actions.answering import accept_request
from matchmaking.meetings.models import Attendance, Booking, MeetingRequest
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
Status = MeetingRequest.Status


@pytest.fixture
def request_(django_db_setup):
    """Somebody asks somebody for three slots of a fair with one room."""
    fair = make.fair()
    make.room(hall=make.hall(fair=fair))
    return make.meeting_request(fair=fair, wishes=make.slots(fair, 3))


def accept(request, slot=None, **kw):
    by = kw.pop("by", None) or request.recipient.user
    slot = slot or request.wishes.first().slot
    return accept_request(request_id=request.pk, slot_id=slot.pk, by=by, **{"at": NOW} | kw)


def seats(booking):
    return set(booking.attendances.values_list("user", "role", "status", "starts_at", "ends_at", "excused_at"))


def test_accept_request_books_the_slot_and_the_room_for_both(request_):
    slot = request_.wishes.get(rank=2).slot
    booking = accept(request_, slot)
    request_.refresh_from_db()
    answer = (request_.status, request_.answered_at, request_.answered_by)
    assert answer == (Status.ACCEPTED, NOW, request_.recipient.user)
    assert (booking.request, booking.slot, booking.starts_at, booking.ends_at) == (
        request_,
        slot,
        slot.starts_at,
        slot.ends_at,
    )
    assert booking.room.hall.fair == request_.fair
    span = (Booking.Status.CONFIRMED, slot.starts_at, slot.ends_at, None)
    assert seats(booking) == {
        (request_.recipient.user_id, Attendance.Role.HOST, *span),
        (request_.sender.user_id, Attendance.Role.GUEST, *span),
    }


def test_accept_request_twice_is_one_meeting(request_):
    assert accept(request_) == accept(request_)
    assert Booking.objects.count() == 1


def test_accept_request_refuses_another_slot_after_the_first(request_):
    accept(request_)
    with pytest.raises(errors.AnsweredAlready):
        accept(request_, request_.wishes.get(rank=2).slot)


@pytest.mark.parametrize("who", ["sender", "recipient"])
def test_accept_request_refuses_whoever_has_another_meeting_then(request_, who):
    slot = request_.wishes.first().slot
    make.booking(slot=slot, host=getattr(request_, who))
    refusal = errors.YouAreBusy if who == "recipient" else errors.SlotTaken
    with pytest.raises(refusal):
        accept(request_)
    request_.refresh_from_db()
    assert request_.status == Status.OPEN


def test_accept_request_refuses_whoever_is_at_another_fair_then(request_):
    slot = request_.wishes.first().slot
    elsewhere = make.fair()
    there = make.slot(fair=elsewhere, starts_at=slot.starts_at + timedelta(minutes=10))
    make.booking(slot=there, host=make.participant(fair=elsewhere, user=request_.sender.user))
    with pytest.raises(errors.SlotTaken):
        accept(request_)


def test_accept_request_allows_back_to_back(request_):
    first = request_.wishes.first().slot
    before = make.slot(fair=request_.fair, starts_at=first.starts_at - timedelta(minutes=25))
    make.booking(slot=before, host=request_.recipient)
    assert accept(request_).is_confirmed


def test_accept_request_refuses_when_every_room_is_taken(request_):
    slot = request_.wishes.first().slot
    room = request_.fair.halls.get().rooms.get()
    make.booking(slot=slot, room=room)
    with pytest.raises(errors.NoRoomFree):
        accept(request_)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"status": Status.WITHDRAWN, "answered_at": NOW}, errors.AnsweredAlready),
        ({"status": Status.EXPIRED, "answered_at": NOW}, errors.RequestExpired),
        ({"expires_at": NOW}, errors.RequestExpired),
    ],
)
def test_accept_request_refuses_what_is_not_open(request_, changed, refusal):
    MeetingRequest.objects.filter(pk=request_.pk).update(**changed)
    with pytest.raises(refusal):
        accept(request_)


def test_accept_request_refuses_a_slot_that_is_not_asked_for(request_):
    with pytest.raises(errors.ChangedMeanwhile):
        accept(request_, make.slot(fair=request_.fair, starts_at=NOW + timedelta(hours=9)))


def test_accept_request_refuses_a_slot_that_has_begun(request_):
    slot = request_.wishes.first().slot
    with pytest.raises(errors.SlotPast):
        accept(request_, at=slot.starts_at)


def test_a_stands_own_room_comes_first():
    fair = make.fair()
    hall = make.hall(fair=fair)
    make.room(hall=hall)
    seat = make.representative(exhibitor=make.exhibitor(fair=fair, hall=hall))
    own = make.stand_room(exhibitor=seat.exhibitor).room
    request = make.meeting_request(fair=fair, recipient_stand=seat.exhibitor, wishes=make.slots(fair, 1))
    booking = accept(request, by=seat.participant.user, host=seat.participant)
    assert booking.room == own
    request.refresh_from_db()
    assert request.recipient == seat.participant


def test_accept_request_refuses_a_host_who_is_not_on_the_team():
    fair = make.fair()
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    request = make.meeting_request(fair=fair, recipient_stand=seat.exhibitor, wishes=make.slots(fair, 1))
    stranger = make.participant(fair=fair)
    for host in (None, stranger):
        with pytest.raises(errors.NotOnTheTeam):
            accept(request, by=stranger.user, host=host)
