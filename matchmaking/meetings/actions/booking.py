"""Meetings come about, move and are called off. One transaction each; the constraints have the last word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import connection

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant, Room
from matchmaking.meetings import errors, queries, rules
from matchmaking.meetings.actions.agendas import lay_out_agendas
from matchmaking.meetings.actions.referee import ROOM_LOCK, deed, hold_booking, hold_people, hold_room
from matchmaking.meetings.announcements import announce_booking
from matchmaking.meetings.models import Attendance, Booking, MeetingRequest

PARTIES = (Attendance.Role.HOST, Attendance.Role.GUEST)  # an interpreter comes to where they are


@dataclass(frozen=True)
class Seat:
    """Somebody who is to be at a meeting, and for which stand, if for one."""

    participant: Participant
    role: str = Attendance.Role.GUEST
    stand: Exhibitor | None = None
    must_be_open: bool = True  # he has not said himself that he can at that time


def book(
    *,
    fair: Fair,
    slot: MeetingSlot,
    seats: Sequence[Seat],
    by: User,
    at: datetime,
    request: MeetingRequest | None = None,
) -> Booking:
    """The meeting stands, in the best room that is free. Within a transaction whose people are held."""
    check_seats(fair, slot, seats, by=by, at=at)
    booking = Booking(
        fair=fair,
        slot=slot,
        request=request,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        booked_by=by,
        booked_at=at,
        changed_at=at,
    )
    booking.room = room_for(booking, slot, seats)
    store(booking, seats)
    announce_booking(booking, [seat.participant.user_id for seat in seats])
    return booking


def store(booking: Booking, seats: Sequence[Seat]) -> None:
    """The new meeting and who is to be there are in the database: one plain statement, for a bulk_create for each took
    an eighth of the whole deed. Its history begins with the first change: until then it is its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            _BOOKED,
            {
                "id": booking.pk,
                "fair": booking.fair_id,
                "slot": booking.slot_id,
                "room": booking.room_id,
                "request": booking.request_id,
                "walk_in": booking.is_walk_in,
                "starts": booking.starts_at,
                "ends": booking.ends_at,
                "status": booking.status,
                "by": booking.booked_by_id,
                "at": booking.booked_at,
                "people": [seat.participant.pk for seat in seats],
                "users": [seat.participant.user_id for seat in seats],
                "stands": [seat.stand.pk if seat.stand else None for seat in seats],
                "roles": [str(seat.role) for seat in seats],
            },
        )
    booking._state.adding = False


_BOOKED = """
    WITH booked AS (
        INSERT INTO meetings_booking
            (id, fair_id, slot_id, room_id, request_id, is_walk_in, starts_at, ends_at, status, sequence, booked_at,
            booked_by_id, changed_at, reason)
        VALUES (%(id)s, %(fair)s, %(slot)s, %(room)s, %(request)s, %(walk_in)s, %(starts)s, %(ends)s, %(status)s, 0,
            %(at)s, %(by)s, %(at)s, '')
        RETURNING *
    )
    INSERT INTO meetings_attendance (booking_id, participant_id, user_id, stand_id, role, status, starts_at, ends_at)
    SELECT
        booked.id, seat.participant, seat.account, seat.stand, seat.role,
        booked.status, booked.starts_at, booked.ends_at
    FROM booked, unnest(%(people)s::bigint[], %(users)s::bigint[], %(stands)s::bigint[], %(roles)s::text[])
        AS seat (participant, account, stand, role)
"""


def check_seats(
    fair: Fair,
    slot: MeetingSlot,
    seats: Sequence[Seat],
    *,
    by: User,
    at: datetime,
    but: UUID | None = None,
    may_have_begun: bool = False,
) -> None:
    """Everybody takes part and is free in the slot. Who asks is told whether it is he himself who is not."""
    rules.check_takes_meetings(fair)
    if not may_have_begun:
        rules.check_slot(slot, fair, at)
    if len(seats) > rules.MOST_PEOPLE:
        raise errors.TooManyPeople
    people = [seat.participant for seat in seats]
    asked = [seat.participant for seat in seats if seat.must_be_open]
    if asked:
        lay_out_agendas(participants=asked, at=at)
    found = queries.diaries(people, fair, since=slot.starts_at, until=slot.ends_at, but=but)
    for seat in seats:
        diary = found[seat.participant.pk]
        try:
            rules.check_free(diary, slot, day_zone=fair.zone, must_be_open=seat.must_be_open)
        except errors.SlotTaken as taken:
            if seat.participant.user_id == by.pk:
                raise errors.YouAreBusy from taken
            raise


def stands_of(seats: Iterable[Seat]) -> list[Exhibitor]:
    """The stands that the people are there for, each once."""
    return list({seat.stand.pk: seat.stand for seat in seats if seat.stand}.values())


def room_for(booking: Booking, slot: MeetingSlot, seats: Sequence[Seat]) -> Room:
    """The best room that is free in the slot. Until the transaction ends nobody else gets it for that time.

    Rooms that somebody else is just taking are passed over at first; only if none is left do we wait for him. Whoever
    has just let go of a room may have taken it since we looked: then the database refuses it, and the deed begins anew.
    """
    parties = [seat.participant for seat in seats if seat.role in PARTIES]
    best = partial(
        queries.free_rooms, slot, stands=stands_of(seats), seats=len(seats), for_whom=booking.pk, parties=parties
    )
    if held := best(lock=ROOM_LOCK):
        return held[0]
    for room in best():
        hold_room(room, slot)
        if queries.is_room_free(room, slot, but=booking.pk):
            return room
    raise errors.NoRoomFree


def seats_of(booking: Booking) -> list[Seat]:
    """Who is to be at the meeting, without those who are excused."""
    rows = booking.attendances.filter(excused_at=None).select_related("participant__user", "stand").order_by("pk")
    return [Seat(row.participant, role=row.role, stand=row.stand) for row in rows]


def held(booking_id: UUID, at: datetime, *more: int) -> tuple[Booking, list[Seat]]:
    """The meeting, which stands and is not over, and its people, all of them held with some more."""
    users = Attendance.objects.filter(booking=booking_id, excused_at=None).values_list("user_id", flat=True)
    hold_people([*users, *more])
    booking = hold_booking(booking_id)
    rules.check_changeable(booking, at)
    return booking, seats_of(booking)


@deed
def cancel_booking(*, booking_id: UUID, by: User, reason: str = "", at: datetime) -> Booking:
    """The meeting is called off: everybody and the room are free again. Twice by the same person is once."""
    done = Booking.objects.filter(pk=booking_id, status=Booking.Status.CANCELLED, cancelled_by=by).first()
    if done:
        return done
    booking, seats = held(booking_id, at)
    booking.status, booking.cancelled_at, booking.cancelled_by = Booking.Status.CANCELLED, at, by
    booking.reason = reason
    stamp(booking, at)
    announce_booking(booking, [seat.participant.user_id for seat in seats])
    return booking


@deed
def move_booking(*, booking_id: UUID, slot_id: UUID, by: User, at: datetime) -> Booking:
    """The same people meet in another slot, in the best room that is free then; or nothing has moved."""
    booking, seats = held(booking_id, at)
    if booking.slot_id == slot_id:
        return booking
    slot = rules.check_slot(MeetingSlot.objects.filter(pk=slot_id).first(), booking.fair, at)
    check_seats(booking.fair, slot, seats, by=by, at=at, but=booking.pk)
    announce_booking(booking, [seat.participant.user_id for seat in seats])  # the old day
    room = room_for(booking, slot, seats)
    booking.slot, booking.room, booking.starts_at, booking.ends_at = slot, room, slot.starts_at, slot.ends_at
    stamp(booking, at)
    announce_booking(booking, [seat.participant.user_id for seat in seats])
    return booking


def stamp(booking: Booking, at: datetime, *, arranged_by: User | None = None) -> None:
    """What is changed is stored, with the next number for the calendars that it is in, and under the organiser's name
    if it is he who has changed it."""
    booking.sequence += 1
    booking.arranged_by = arranged_by
    if arranged_by:
        booking._history_user = arranged_by  # type: ignore[attr-defined]  # simple_history asks for it: no request tells
    booking.changed_at = at
    booking.save()


@deed
def add_person(*, booking_id: UUID, seat: Seat, by: User, at: datetime) -> Booking:
    """One more is to be there: a colleague, an interpreter, who introduces. Eight at most, in a room with seats."""
    booking, seats = held(booking_id, at, seat.participant.user_id)
    if any(seat.participant == other.participant for other in seats):
        raise errors.ThereAlready
    if len(seats) + 1 > rules.MOST_PEOPLE:
        raise errors.TooManyPeople
    check_seats(booking.fair, booking.time, [seat], by=by, at=at)
    seat_person(booking, seat)
    if booking.room and booking.room.seats < len(seats) + 1:
        booking.room = room_for(booking, booking.time, [*seats, seat])
    stamp(booking, at)
    announce_booking(booking, [other.participant.user_id for other in (*seats, seat)])
    return booking


def seat_person(booking: Booking, seat: Seat) -> None:
    """The person is to be there; whoever was excused is there again."""
    Attendance.objects.update_or_create(
        booking=booking,
        participant=seat.participant,
        defaults={
            "user_id": seat.participant.user_id,
            "stand": seat.stand,
            "role": seat.role,
            "status": booking.status,
            "starts_at": booking.starts_at,
            "ends_at": booking.ends_at,
            "excused_at": None,
        },
    )


@deed
def excuse_person(*, booking_id: UUID, participant_id: int, by: User, at: datetime) -> Booking:
    """The person need not be there. The meeting stands as long as both sides are at it."""
    booking, seats = held(booking_id, at)
    staying = [seat for seat in seats if seat.participant.pk != participant_id]
    if len(staying) == len(seats):
        return booking
    rules.check_both_sides(seat.role for seat in staying)
    booking.attendances.filter(participant=participant_id).update(excused_at=at)
    stamp(booking, at)
    announce_booking(booking, [seat.participant.user_id for seat in seats])
    return booking


@deed
def hand_over(
    *, booking_id: UUID, from_id: int, to: Participant, by: User, at: datetime, from_desk: bool = False
) -> Booking:
    """A colleague of the same stand takes somebody's place and role. He is free then, or nothing changes. The organiser
    may do so while the meeting goes on, and whether or not the colleague has opened that time."""
    booking, seats = held(booking_id, at, to.user_id)
    place = next((seat for seat in seats if seat.participant.pk == from_id and seat.stand), None)
    if place is None or place.stand is None or to not in queries.team_of(place.stand):
        raise errors.NotOnTheTeam
    if any(seat.participant == to for seat in seats):
        raise errors.ThereAlready
    seat = Seat(to, role=place.role, stand=place.stand, must_be_open=not from_desk and to.user_id != by.pk)
    check_seats(booking.fair, booking.time, [seat], by=by, at=at, may_have_begun=from_desk)
    booking.attendances.filter(participant=from_id).update(excused_at=at)
    seat_person(booking, seat)
    stamp(booking, at, arranged_by=by if from_desk else None)
    announce_booking(booking, [other.participant.user_id for other in (*seats, seat)])
    return booking
