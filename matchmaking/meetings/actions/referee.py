"""What the actions share: people are held before anything is looked at, and the database's vetoes become words.

Whoever changes what somebody has on his plate takes that person's lock first, all people of a deed in the order of
their numbers, then rows, then a room. So nobody ever waits for somebody who waits for him, and the constraints, which
are the referee, never have to be the queue (docs/architecture.md, Processes).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction

from matchmaking.fairs.models import Fair, MeetingSlot, Participant, Room
from matchmaking.meetings import errors
from matchmaking.meetings.models import Booking, MeetingRequest, WaitingListEntry

PERSON_LOCK = 7003  # classes of our advisory locks; the second key is the person,
ROOM_LOCK = 7004  # or the room at a time
GIVEN_UP = ("40P01", "40001")  # a deadlock, a serialization failure: the whole deed may be tried again
TRIES = 3

VETOES: dict[str, type[errors.MeetingRefused]] = {
    "person_in_one_place_at_a_time": errors.SlotTaken,
    "room_holds_one_meeting_at_a_time": errors.RoomJustTaken,
    "meeting_is_not_in_a_closed_room": errors.RoomJustTaken,
    "meeting_is_while_its_hall_is_open": errors.RoomJustTaken,
    "one_open_request_per_pair": errors.AskedAlready,
    "nobody_asks_himself": errors.NotOneself,
    "requested_slot_is_of_the_requests_fair": errors.SlotOfAnotherFair,
    "availability_is_at_the_fair_of_its_slot": errors.SlotOfAnotherFair,
    "one_seat_per_person_and_meeting": errors.ThereAlready,
    "nobody_waits_for_himself": errors.NotOneself,
    "one_place_per_person_in_a_persons_list": errors.WaitsAlready,
    "one_place_per_person_in_a_stands_list": errors.WaitsAlready,
    "freed_slot_offered_to_one_at_a_time": errors.SlotTaken,
    "one_quota_per_role_and_fair": errors.QuotaWrittenAlready,
    "one_group_per_name_and_fair": errors.GroupNamedAlready,
    "group_holds_people_of_its_fair": errors.NotOfThisFair,
    "group_stays_at_its_fair": errors.NotOfThisFair,
    "barrier_stands_at_the_fair_of_its_groups": errors.NotOfThisFair,
    "barrier_stands_between_some": errors.BarrierBetweenAll,
    "barrier_stands_once": errors.BarrierStandsAlready,
}

Asked = ParamSpec("Asked")
Told = TypeVar("Told")


@contextmanager
def refereed() -> Iterator[None]:
    """One transaction; a veto of the database becomes the refusal that says it. An unexpected one stays an error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if constraint not in VETOES:
            raise
        raise VETOES[constraint] from error


def deed(action: Callable[Asked, Told]) -> Callable[Asked, Told]:
    """The action as one transaction that is tried again, from its beginning, if the database had to give it up, or if
    the room that it had found was taken in between."""

    @wraps(action)
    def done(*args: Asked.args, **kwargs: Asked.kwargs) -> Told:
        for left in reversed(range(TRIES)):
            try:
                with refereed():
                    return action(*args, **kwargs)
            except errors.RoomJustTaken:
                if not left or connection.in_atomic_block:
                    raise
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", None) not in GIVEN_UP or connection.in_atomic_block:
                    raise
        raise errors.BusyNow

    return done


def hold_people(users: Iterable[int]) -> None:
    """Until the transaction ends nobody else changes what these people have taken on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, person) FROM unnest(%s::int[]) AS person",
            [PERSON_LOCK, sorted(set(users))],
        )


def hold_parties(request_id: UUID, host_id: int | None = None) -> dict[int, Participant]:
    """As above, the two who are to meet: the sender, and the recipient or who comes for the stand: by id."""
    return {person.pk: person for person in Participant.objects.raw(_PARTIES, [PERSON_LOCK, host_id, request_id])}


_PARTIES = """
    SELECT party.*, pg_advisory_xact_lock(%s, party.user_id::int) FROM (
        SELECT person.*
        FROM meetings_meetingrequest AS request
        JOIN fairs_participant AS person ON person.id IN (
            request.sender_id,
            CASE WHEN request.recipient_stand_id IS NULL THEN request.recipient_id
                ELSE coalesce(%s, request.recipient_id) END
        )
        WHERE request.id = %s ORDER BY person.user_id
    ) AS party
"""


def hold_room(room: Room, slot: MeetingSlot) -> None:
    """Until the transaction ends nobody else books this room in this slot. Two rooms may share a key: then somebody
    waits for nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ROOM_LOCK, f"{room.pk} {slot.pk}"])


def hold_request(request_id: UUID, people: Mapping[int, Participant] | None = None) -> MeetingRequest:
    """The request as it is now with its fair and its people, its row locked until the transaction ends.

    Of the `people` (by id) those who are in it need not be looked up. Small plain questions: planning one over all the
    tables would take longer than they do.
    """
    try:
        request = MeetingRequest.objects.raw(_REQUEST, [request_id])[0]
    except IndexError as error:
        raise MeetingRequest.DoesNotExist from error
    request.fair = Fair.objects.raw("SELECT * FROM fairs_fair WHERE id = %s", [request.fair_id])[0]
    wanted = {pk for pk in (request.sender_id, request.recipient_id) if pk}
    found = {**(people or {})}
    if missing := wanted - found.keys():
        found |= Participant.objects.in_bulk(missing)
    request.sender = found[request.sender_id]
    if request.recipient_id:
        request.recipient = found[request.recipient_id]
    return request


_REQUEST = "SELECT * FROM meetings_meetingrequest WHERE id = %s FOR NO KEY UPDATE"


def hold_booking(booking_id: UUID) -> Booking:
    """The booking as it is now, its row locked until the transaction ends."""
    return Booking.objects.select_for_update(no_key=True, of=("self",)).select_related("fair").get(pk=booking_id)


def hold_wait(entry_id: UUID) -> WaitingListEntry:
    """The place on a waiting list as it is now, with everybody in it, its row locked until the transaction ends."""
    rows = WaitingListEntry.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related(
        "fair", "waiting__user", "waiting_stand", "wanted__user", "wanted_stand", "host__user", "slot", "request"
    ).get(pk=entry_id)
