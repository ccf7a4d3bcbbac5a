"""What the page of the day asks, in plain SQL: it is asked anew with every change (docs/scaling.md)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from matchmaking.fairs.models import Participant
from matchmaking.fairs.rights import Right, duties_with
from matchmaking.lobbies.models import WalkIn
from matchmaking.lobbies.rules import NARROW_KILOBITS, SLOW_MS
from matchmaking.meetings.models import Booking
from matchmaking.organising.rules.day import AHEAD, BEHIND, Fault, Meeting, faults_of


class Room(NamedTuple):
    pk: int
    name: str
    hall: int
    hall_name: str
    hall_slug: str


class Person(NamedTuple):
    """Somebody who is expected at a meeting."""

    meeting: str
    name: str
    company: str
    role: str
    is_here: bool


class Queue(NamedTuple):
    """Those who wait at a stand without an appointment."""

    slug: str
    name: str
    hall: int | None
    length: int
    since: datetime


class Trouble(NamedTuple):
    """Somebody whose devices have failed, and whose meeting begins soon."""

    meeting: str
    name: str
    company: str
    starts_at: datetime
    room: int
    faults: tuple[Fault, ...]


def asked(sql: str, **facts: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return list(cursor.fetchall())


def rooms_of(fair: int) -> list[Room]:
    """All rooms of the fair, by halls, in the order in which they are read. One query."""
    found = asked(
        """
        SELECT room.id, room.name, hall.id, hall.name, hall.slug
        FROM fairs_hall AS hall JOIN fairs_room AS room ON room.hall_id = hall.id
        WHERE hall.fair_id = %(fair)s
        ORDER BY hall.position, hall.name, hall.id, length(room.name), room.name
        """,
        fair=fair,
    )
    return [Room(*row) for row in found]


def meetings_of(fair: int, *, at: datetime) -> list[Meeting]:
    """The meetings of the fair that go on, are not left yet or begin soon, in the order of their beginnings."""
    found = asked(
        """
        SELECT booking.id::text, booking.room_id, booking.starts_at, booking.ends_at, lobby.help_asked_at,
            lobby.met_since, lobby.closed_at, coalesce(here.host, false), coalesce(here.guest, false),
            here.booking_id IS NOT NULL
        FROM meetings_booking AS booking
        LEFT JOIN lobbies_lobby AS lobby ON lobby.booking_id = booking.id
        LEFT JOIN (
            SELECT seat.booking_id, bool_or(seat.role = 'host') AS host, bool_or(seat.role = 'guest') AS guest
            FROM meetings_attendance AS seat
            WHERE seat.status = %(confirmed)s AND seat.excused_at IS NULL
                AND seat.starts_at < %(until)s AND seat.starts_at > %(since)s
                AND seat.arrived_at IS NOT NULL AND seat.left_at IS NULL
            GROUP BY seat.booking_id
        ) AS here ON here.booking_id = booking.id
        WHERE booking.fair_id = %(fair)s AND booking.status = %(confirmed)s
            AND booking.starts_at < %(until)s AND booking.starts_at > %(since)s AND booking.ends_at > %(ended)s
        ORDER BY booking.starts_at, booking.id
        """,
        fair=fair,
        confirmed=Booking.Status.CONFIRMED,
        until=at + AHEAD,
        since=at - BEHIND,
        ended=at - AHEAD,
    )
    return [Meeting(*row) for row in found]


# As `str` of a user says it, and as programme.Someone names his company.
_NAME = "coalesce(nullif(account.name, ''), account.email)"
_COMPANY = """
    coalesce((
        SELECT maker.name FROM exhibitors_exhibitor AS stand
        JOIN companies_company AS maker ON maker.id = stand.company_id WHERE stand.id = seat.stand_id
    ), (
        SELECT coalesce(company.name, profile.organisation) FROM visitors_visitorprofile AS profile
        LEFT JOIN companies_company AS company ON company.id = profile.company_id
        WHERE profile.participant_id = seat.participant_id
    ), '')
"""


def people_of(meetings: Iterable[str]) -> dict[str, list[Person]]:
    """Who is expected at each of these, the host first. One query; none where there are none."""
    ids = list(meetings)
    people: dict[str, list[Person]] = {pk: [] for pk in ids}
    if not ids:
        return people
    for row in asked(
        f"""
        SELECT seat.booking_id::text, {_NAME}, {_COMPANY}, seat.role,
            seat.arrived_at IS NOT NULL AND seat.left_at IS NULL
        FROM meetings_attendance AS seat JOIN accounts_user AS account ON account.id = seat.user_id
        WHERE seat.booking_id = ANY(%(ids)s::uuid[]) AND seat.excused_at IS NULL
        ORDER BY array_position(ARRAY['host', 'guest']::varchar[], seat.role), seat.id
        """,
        ids=ids,
    ):
        people[row[0]].append(Person(*row))
    return people


def queues_of(fair: int) -> list[Queue]:
    """The stands at which somebody waits without an appointment, the longest wait first. One query."""
    found = asked(
        """
        SELECT stand.slug, company.name, stand.hall_id, count(*), min(walk_in.came_at)
        FROM lobbies_walkin AS walk_in
        JOIN exhibitors_exhibitor AS stand ON stand.id = walk_in.stand_id
        JOIN companies_company AS company ON company.id = stand.company_id
        WHERE stand.fair_id = %(fair)s AND walk_in.status = %(waiting)s
        GROUP BY stand.id, company.name ORDER BY min(walk_in.came_at), stand.id
        """,
        fair=fair,
        waiting=WalkIn.Status.WAITING,
    )
    return [Queue(*row) for row in found]


def troubles_of(fair: int, *, at: datetime) -> list[Trouble]:
    """People whose last device test has failed and who are to be at a meeting by video within half an hour. One
    query."""
    found = asked(
        f"""
        SELECT seat.booking_id::text, {_NAME}, {_COMPANY}, seat.starts_at, booking.room_id,
            tried.microphone, tried.hears, tried.round_trip_ms, tried.kilobits
        FROM meetings_attendance AS seat
        JOIN lobbies_devicecheck AS tried ON tried.user_id = seat.user_id
            AND (tried.microphone = '' OR NOT tried.hears OR tried.round_trip_ms > %(slow)s
                OR tried.kilobits < %(narrow)s)
        JOIN meetings_booking AS booking ON booking.id = seat.booking_id AND booking.fair_id = %(fair)s
        JOIN fairs_room AS room ON room.id = booking.room_id AND room.kind = 'video'
        LEFT JOIN lobbies_lobby AS lobby ON lobby.booking_id = booking.id
        JOIN accounts_user AS account ON account.id = seat.user_id
        WHERE seat.status = %(confirmed)s AND seat.excused_at IS NULL
            AND seat.starts_at > %(since)s AND seat.starts_at < %(until)s AND lobby.met_since IS NULL
        ORDER BY seat.starts_at, seat.id
        """,
        fair=fair,
        confirmed=Booking.Status.CONFIRMED,
        since=at - AHEAD,
        until=at + AHEAD,
        slow=SLOW_MS,
        narrow=NARROW_KILOBITS,
    )
    return [
        Trouble(pk, name, company, starts_at, room, tuple(faults_of(*check)))
        for pk, name, company, starts_at, room, *check in found
    ]


def keepers_of(fair: int) -> frozenset[int]:
    """Who may see the day of this fair. One query."""
    found = asked(
        """
        SELECT own.user_id FROM fairs_participant AS own JOIN accounts_user AS account ON account.id = own.user_id
        WHERE own.fair_id = %(fair)s AND own.status = %(approved)s AND own.duty = ANY(%(duties)s)
            AND account.is_active
        UNION SELECT account.id FROM accounts_user AS account WHERE account.is_superuser AND account.is_active
        """,
        fair=fair,
        approved=Participant.Status.APPROVED,
        duties=list(duties_with(Right.RUN)),
    )
    return frozenset(row[0] for row in found)
