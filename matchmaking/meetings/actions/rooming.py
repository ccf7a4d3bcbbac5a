"""Meetings change their rooms while they go on: one moves to a free room, or two swap theirs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from matchmaking.accounts.models import User
from matchmaking.fairs.models import MeetingSlot, Room
from matchmaking.meetings import errors, rules
from matchmaking.meetings.actions.booking import held, stamp, stands_of
from matchmaking.meetings.actions.referee import deed, hold_people, hold_room
from matchmaking.meetings.announcements import announce_booking
from matchmaking.meetings.models import Attendance, Booking
from matchmaking.meetings.queries import is_room_free, nearby

MOST_TRIED = 5  # somebody may be taking the first of them just now


@deed
def change_room(*, booking_id: UUID, room_id: int | None = None, by: User, at: datetime) -> Booking:
    """The meeting takes place in that room, or in the nearest one of its kind that is free until its end. RoomTaken if
    that one is not, NoRoomFree if there is none."""
    booking, seats = held(booking_id, at)
    if booking.room_id == room_id:
        return booking
    free = nearby.rooms_nearby(booking, stands=stands_of(seats), seats=len(seats), at=at)
    wanted = [room for room in free if room_id in (None, room.pk)]
    if not wanted:
        raise errors.NoRoomFree if room_id is None else errors.RoomTaken
    booking.room = first_held(wanted, booking)
    stamp(booking, at, arranged_by=by)
    announce_booking(booking, [seat.participant.user_id for seat in seats])
    return booking


def first_held(rooms: list[Room], booking: Booking) -> Room:
    """The first of the rooms that nobody has taken in the meantime: until the transaction ends nobody else gets it for
    the time of the meeting. RoomJustTaken if there is none."""
    time = MeetingSlot(pk=booking.slot_id or booking.pk, starts_at=booking.starts_at, ends_at=booking.ends_at)
    for room in rooms[:MOST_TRIED]:
        hold_room(room, time)
        if is_room_free(room, time, but=booking.pk):
            return room
    raise errors.RoomJustTaken


@deed
def swap_rooms(*, booking_id: UUID, other_id: UUID, by: User, at: datetime) -> tuple[Booking, Booking]:
    """Each of the two meetings takes place where the other one was to. NotSwappable if one of the rooms is too small,
    or reserved to a stand that is not there; RoomTaken if somebody else has it for some of the time."""
    if booking_id == other_id:
        raise errors.NotSwappable
    hold_people(
        Attendance.objects.filter(booking__in=(booking_id, other_id), excused_at=None).values_list("user_id", flat=True)
    )
    found = hold_meetings([booking_id, other_id])
    one, other = found[booking_id], found[other_id]
    for booking in (one, other):
        rules.check_changeable(booking, at)
    if one.fair_id != other.fair_id or one.room_id == other.room_id:
        raise errors.NotSwappable
    check_fits(one, other.room)
    check_fits(other, one.room)
    check_free_but_for(one, other)
    exchange(one, other)
    for booking in (one, other):
        stamp(booking, at, arranged_by=by)
        announce_booking(booking, booking.attendances.filter(excused_at=None).values_list("user_id", flat=True))
    return one, other


def hold_meetings(ids: Sequence[UUID]) -> dict[UUID, Booking]:
    """The meetings as they are now, their rows locked until the transaction ends, in one order."""
    rows = Booking.objects.select_for_update(no_key=True, of=("self",)).select_related("fair", "room")
    return {booking.pk: booking for booking in rows.filter(pk__in=ids).order_by("pk")}


def check_fits(booking: Booking, room: Room | None) -> None:
    """The room has a seat for everybody, and is the stand's own if it is reserved."""
    seats = list(booking.attendances.filter(excused_at=None).values_list("stand", flat=True))
    owner = nearby.owner_of(room.pk) if room else None
    if room is None or room.seats < len(seats) or (owner and owner not in seats):
        raise errors.NotSwappable


def check_free_but_for(one: Booking, other: Booking) -> None:
    """Nobody else has either room at the time at which it is to be the other meeting's."""
    if nearby.others_in([(other.room_id, one), (one.room_id, other)], but=[one.pk, other.pk]):
        raise errors.RoomTaken


def exchange(one: Booking, other: Booking) -> None:
    """In one statement: `room_holds_one_meeting_at_a_time` is looked at after it, and not between the two."""
    one.room, other.room = other.room, one.room
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meetings_booking SET room_id = CASE id WHEN %s THEN %s ELSE %s END WHERE id IN (%s, %s)",
            [one.pk, one.room_id, other.room_id, one.pk, other.pk],
        )
