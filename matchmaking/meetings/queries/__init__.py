"""What is asked about meetings again and again: diaries of several people at once, terms, teams."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Value

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor, Representative
from matchmaking.fairs.models import Fair, MeetingSlot, Participant, Room
from matchmaking.fairs.queries import SubqueryCount
from matchmaking.meetings import rules
from matchmaking.meetings.models import (
    Attendance,
    Availability,
    Barrier,
    Booking,
    BusyTime,
    FairTerms,
    Group,
    MeetingRequest,
    Quota,
    RequestedSlot,
    StandTerms,
)


def live_attendances() -> QuerySet[Attendance]:
    """Who is to be where, of meetings that stand."""
    return Attendance.objects.filter(status=Booking.Status.CONFIRMED, excused_at=None)


def taken_slots(user: int) -> QuerySet[MeetingSlot]:
    """Slots, of whatever fair, in which the person is to be at a meeting."""
    there = live_attendances().filter(user=user, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    return MeetingSlot.objects.filter(Exists(there))


def newest_slots() -> list[tuple[int, datetime]]:
    """The fairs that take meetings and have a timetable, each with the moment at which the last slot came into it."""
    taking = MeetingSlot.objects.filter(fair__status__in=(Fair.Status.OPEN, Fair.Status.LIVE)).order_by()
    return list(taking.values_list("fair").annotate(newest=Max("added_at")))


def diaries(
    participants: Iterable[Participant], fair: Fair, *, since: datetime, until: datetime, but: UUID | None = None
) -> dict[int, rules.Diary]:
    """The diary of each participant (by his id) between two moments, at whatever fair he is then. One query.

    The meeting `but` is left out: it is the one that is to be moved. Plain SQL, for every booking asks it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _DIARIES,
            {
                "people": [person.pk for person in participants],
                "since": since,
                "until": until,
                "wider_since": since - timedelta(days=1),  # the meetings of a whole day count
                "wider_until": until + timedelta(days=1),
                "but": but,
                "confirmed": Booking.Status.CONFIRMED,
                "approved": Participant.Status.APPROVED,
            },
        )
        return {row[0]: _diary(*row) for row in cursor.fetchall()}


_DIARIES = """
    SELECT
        person.id, person.user_id, account.country, coalesce(agenda.time_zone, account.time_zone),
        agenda.works_from, agenda.works_to, agenda.break_minutes, agenda.most_per_day,
        person.status = %(approved)s AND account.is_active,
        ARRAY(
            SELECT quota.meetings_per_day FROM meetings_quota AS quota
            WHERE quota.fair_id = person.fair_id AND quota.role = ANY(person.roles)
        ),
        ARRAY(
            SELECT opening.slot_id FROM meetings_availability AS opening
            JOIN fairs_meetingslot AS slot ON slot.id = opening.slot_id
            WHERE opening.participant_id = person.id AND slot.starts_at >= %(since)s AND slot.starts_at < %(until)s
                AND NOT EXISTS (  -- what is offered to somebody on a waiting list is open to nobody else
                    SELECT FROM meetings_waitinglistentry AS wait
                    WHERE wait.host_id = person.id AND wait.slot_id = slot.id AND wait.status = 'offered'
                        AND wait.waiting_id <> ALL(%(people)s)
                )
        ),
        ARRAY(
            SELECT tstzrange(seat.starts_at, seat.ends_at) FROM meetings_attendance AS seat
            WHERE seat.user_id = person.user_id AND seat.status = %(confirmed)s AND seat.excused_at IS NULL
                AND tstzrange(seat.starts_at, seat.ends_at) && tstzrange(%(wider_since)s, %(wider_until)s)
                AND seat.booking_id IS DISTINCT FROM %(but)s
            ORDER BY seat.starts_at
        ),
        ARRAY(
            SELECT tstzrange(busy.starts_at, busy.ends_at) FROM meetings_busytime AS busy
            WHERE busy.user_id = person.user_id AND busy.starts_at < %(until)s AND busy.ends_at > %(since)s
            ORDER BY busy.starts_at
        )
    FROM fairs_participant AS person
    JOIN accounts_user AS account ON account.id = person.user_id
    LEFT JOIN meetings_agenda AS agenda ON agenda.participant_id = person.id
    WHERE person.id = ANY(%(people)s)
"""


def _diary(
    participant: int,
    user: int,
    country: str,
    zone: str,
    works_from: time | None,
    works_to: time | None,
    pause: int | None,
    most_per_day: int | None,
    takes_part: bool,
    quotas: list[int | None],
    opened: list[UUID],
    meetings: list[Any],
    busy: list[Any],  # of ranges, as psycopg2 reads them
) -> rules.Diary:
    return rules.Diary(
        participant=participant,
        user=user,
        zone=ZoneInfo(zone),
        works_from=works_from or rules.WORKS_FROM,
        works_to=works_to or rules.WORKS_TO,
        country=country,
        is_laid_out=works_from is not None,
        takes_part=takes_part,
        opened=frozenset(opened),
        meetings=tuple((span.lower, span.upper) for span in meetings),
        busy=tuple((span.lower, span.upper) for span in busy),
        pause=timedelta(minutes=pause or 0),
        most_per_day=rules.least(most_per_day, rules.most(*quotas)),
    )


# Terms ----------------------------------------------------------------


def terms_of(fair: Fair) -> FairTerms:
    """The fair's terms, or those that hold where none are written."""
    return FairTerms.objects.filter(fair=fair).first() or FairTerms(fair=fair)


def terms_written(fair: Fair) -> rules.Terms:
    """The fair's terms with the limits of each role. Two queries."""
    terms = terms_of(fair)
    limits = {
        quota.role: rules.Limits(quota.open_requests, quota.meetings_per_day)
        for quota in Quota.objects.filter(fair=fair)
    }
    return rules.Terms(terms.answer_hours, terms.offer_minutes, {role: each for role, each in limits.items() if each})


def open_requests_allowed(participant: Participant) -> int | None:
    """How many of his requests may be open at a time; None is no limit. Of several roles the most generous counts."""
    quotas = dict(Quota.objects.filter(fair=participant.fair_id).values_list("role", "open_requests"))
    return rules.most(*[quotas[role] for role in participant.roles if role in quotas])


def open_requests_of(participant: Participant, at: datetime) -> int:
    """How many requests that he has sent wait for an answer."""
    return MeetingRequest.objects.filter(sender=participant, status="open", expires_at__gt=at).count()


def barriers_of(fair: Fair) -> QuerySet[Barrier]:
    return Barrier.objects.filter(fair=fair)


def barriers_naming(group: Group) -> QuerySet[Barrier]:
    return Barrier.objects.filter(Q(asking_group=group) | Q(asked_group=group))


def persons(participants: Iterable[Participant]) -> dict[int, rules.Person]:
    """Each participant (by his id) as barriers see him. One query."""
    people = list(participants)
    groups = dict(
        Participant.objects.filter(pk__in=[person.pk for person in people])
        .annotate(named=ArrayAgg("groups", filter=Q(groups__isnull=False), default=Value([])))
        .values_list("pk", "named")
    )
    return {person.pk: rules.Person(roles=person.roles, groups=groups[person.pk]) for person in people}


def with_sides(requests: QuerySet[MeetingRequest]) -> QuerySet[MeetingRequest]:
    """Requests with both sides and their times. Two queries, however many they are."""
    return requests.select_related(
        "fair",
        "sender__user",
        "sender_stand__company",
        "recipient__user",
        "recipient_stand__company",
        "booking",
    ).prefetch_related(Prefetch("wishes", RequestedSlot.objects.select_related("slot")))


def open_requests_between(one: tuple[int, int | None], other: tuple[int, int | None]) -> QuerySet[MeetingRequest]:
    """Of two people, each with the stand that he speaks for, the open requests of one of them to the other or to his
    stand."""
    between = Q(pk__in=[])
    for (sender, _own), (recipient, stand) in ((one, other), (other, one)):
        to = Q(recipient=recipient) | Q(recipient_stand=stand, recipient=None) if stand else Q(recipient=recipient)
        between |= Q(sender=sender) & to
    return MeetingRequest.objects.filter(between, status=MeetingRequest.Status.OPEN)


def wished_slot(request: MeetingRequest, slot_id: UUID) -> MeetingSlot | None:
    """The slot, if the request asks for it."""
    found = MeetingSlot.objects.raw(
        """
        SELECT slot.* FROM meetings_requestedslot AS wish JOIN fairs_meetingslot AS slot ON slot.id = wish.slot_id
        WHERE wish.request_id = %s AND wish.slot_id = %s
        """,
        [request.pk, slot_id],
    )
    return next(iter(found), None)


def others_who_wanted(slot: MeetingSlot, people: Iterable[Participant]) -> list[int]:
    """Users whose open requests ask these people for the slot that has just been taken. Plain SQL, as above."""
    with connection.cursor() as cursor:
        cursor.execute(
            _OTHERS,
            {"slot": slot.pk, "people": [person.pk for person in people], "open": MeetingRequest.Status.OPEN},
        )
        return [row[0] for row in cursor.fetchall()]


_OTHERS = """
    SELECT DISTINCT sender.user_id
    FROM meetings_requestedslot AS wish
    JOIN meetings_meetingrequest AS request ON request.id = wish.request_id
    JOIN fairs_participant AS sender ON sender.id = request.sender_id
    WHERE wish.slot_id = %(slot)s AND request.status = %(open)s
        AND (request.sender_id = ANY(%(people)s) OR request.recipient_id = ANY(%(people)s))
"""


def meetings_in_slots(*, slots: Iterable[UUID]) -> dict[UUID, int]:
    """Of these slots those in which meetings stand, with how many."""
    booked = Booking.objects.filter(slot__in=slots, status=Booking.Status.CONFIRMED).order_by()
    return dict(booked.values("slot").annotate(number=Count("pk")).values_list("slot", "number"))


def last_days(users: Iterable[int]) -> dict[int, date]:
    """For each of these users the last day of the last fair in which he takes part. One query."""
    taking_part = Participant.objects.filter(user__in=list(users), status=Participant.Status.APPROVED).order_by()
    return dict(taking_part.values("user").annotate(last=Max("fair__ends_on")).values_list("user", "last"))


def stretches_closing(user: User, fair: Fair, at: datetime) -> QuerySet[BusyTime]:
    """Of what the user's own calendar says the stretches that close times of this fair."""
    closed = MeetingSlot.objects.filter(
        fair=fair, starts_at__gt=at, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    return BusyTime.objects.filter(Exists(closed), user=user, source=BusyTime.Source.CALENDAR)


# Who and where ----------------------------------------------------------------


def team_of(stand: Exhibitor) -> list[Participant]:
    """Those who speak for the stand and take part, in their order. One query."""
    seats = seats_of_everybody().filter(exhibitor=stand).select_related("participant__user").order_by("position", "pk")
    return [seat.participant for seat in seats]


def team_with_times(stand: Exhibitor, *, at: datetime) -> QuerySet[Representative]:
    """The seats of the stand's team, each with its agenda and how many of its coming times are open. One query."""
    open_times = Availability.objects.filter(participant=OuterRef("participant"), slot__starts_at__gt=at).order_by()
    return (
        seats_of_everybody()
        .filter(exhibitor=stand)
        .select_related("participant__user", "participant__agenda")
        .annotate(open_times=SubqueryCount(open_times.values("pk")))
        .order_by("position", "pk")
    )


def books_directly(stand: Exhibitor) -> bool:
    """Whether whoever asks the stand for a time at which one of the team is free has the meeting at once."""
    return StandTerms.objects.filter(exhibitor=stand, books_directly=True).exists()


def seats_of_everybody() -> QuerySet[Representative]:
    """Seats at stands of people who take part and work for the company still."""
    return Representative.objects.filter(
        participant__status=Participant.Status.APPROVED,
        participant__user__is_active=True,
        participant__user__memberships__company=F("exhibitor__company"),
    )


def free_rooms(
    slot: MeetingSlot,
    *,
    stands: Iterable[Exhibitor],
    seats: int,
    for_whom: UUID,
    parties: Iterable[Participant] = (),
    lock: int | None = None,
) -> list[Room]:
    """Rooms that are open and that nobody has booked in the slot, the best first. Plain SQL, as above.

    First come the stands' own, then those of their halls, and then any that is not reserved; video before tables. Where
    one of the parties is on the spot, or all could be, tables come before all of that (docs/decisions/0041). The order
    differs from booking to booking, so that those who book at the same moment do not all want the same room.
    With a class of advisory locks there is one room at most, the best that nobody else is just taking, held in it.
    """
    owners, halls = [stand.pk for stand in stands], [stand.hall_id for stand in stands if stand.hall_id]
    facts = {
        "fair": slot.fair_id,
        "slot": str(slot.pk),
        "starts": slot.starts_at,
        "ends": slot.ends_at,
        "seats": seats,
        "owners": owners,
        "halls": halls,
        "parties": [person.pk for person in parties],
        "confirmed": Booking.Status.CONFIRMED,
        "video": Room.Kind.VIDEO,
        "table": Room.Kind.TABLE,
        "for_whom": str(for_whom),
        "lock": lock,
    }
    return list(Room.objects.raw(_FREE_ROOMS if lock is None else _FREE_ROOMS + _HELD, facts))


_FREE_ROOMS = """
    WITH wanted AS MATERIALIZED (  -- whoever is checked in is on the spot, whatever he has said
        SELECT coalesce(bool_or(way = 'on_the_spot') OR NOT bool_or(way = 'remote'), false) AS is_table
        FROM (
            SELECT CASE WHEN EXISTS (
                SELECT FROM fairs_checkin AS entry WHERE entry.participant_id = person.id AND entry.undone_at IS NULL
            ) THEN 'on_the_spot' ELSE person.presence END AS way
            FROM fairs_participant AS person WHERE person.id = ANY(%(parties)s::bigint[])
        ) AS party
    ), free AS MATERIALIZED (  -- or every room would be held before the best one is known
        SELECT room.*
        FROM fairs_room AS room
        JOIN fairs_hall AS hall ON hall.id = room.hall_id
        LEFT JOIN exhibitors_standroom AS own ON own.room_id = room.id
        WHERE hall.fair_id = %(fair)s AND room.seats >= %(seats)s
            AND (own.exhibitor_id IS NULL OR own.exhibitor_id = ANY(%(owners)s::bigint[]))
            AND hall.id IN (  -- asked once for each hall, not for each room
                SELECT place.id FROM fairs_hall AS place
                WHERE place.fair_id = %(fair)s AND hall_is_open(place.id, %(starts)s, %(ends)s)
            )
            AND NOT EXISTS (
                SELECT FROM fairs_roomclosure AS closure
                WHERE closure.room_id = room.id AND closure.starts_at < %(ends)s AND closure.ends_at > %(starts)s
            )
            AND room.id NOT IN (
                SELECT booking.room_id FROM meetings_booking AS booking
                WHERE booking.fair_id = %(fair)s AND booking.status = %(confirmed)s
                    AND booking.starts_at < %(ends)s AND booking.ends_at > %(starts)s
            )
        ORDER BY
            (SELECT is_table FROM wanted) AND room.kind <> %(table)s,
            CASE WHEN own.exhibitor_id IS NOT NULL THEN 0 WHEN hall.id = ANY(%(halls)s::bigint[]) THEN 1 ELSE 2 END,
            room.kind <> %(video)s,
            md5(room.id || %(for_whom)s)
    )
    SELECT * FROM free
"""
_HELD = """
    WHERE pg_try_advisory_xact_lock(%(lock)s, hashtext(free.id || ' ' || %(slot)s)) LIMIT 1
"""


def is_room_free(room: Room, slot: MeetingSlot, *, but: UUID) -> bool:
    """Nobody has the room in the slot, except perhaps the meeting `but`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT NOT EXISTS (
                SELECT FROM meetings_booking
                WHERE room_id = %s AND status = %s AND tstzrange(starts_at, ends_at) && tstzrange(%s, %s) AND id <> %s
            )
            """,
            [room.pk, Booking.Status.CONFIRMED, slot.starts_at, slot.ends_at, but],
        )
        return bool(cursor.fetchone()[0])
