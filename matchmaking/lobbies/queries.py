"""What is there in a lobby."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from matchmaking.accounts.models import User
from matchmaking.common.plain import columns_of, record_of
from matchmaking.fairs.models import Participant
from matchmaking.lobbies.models import Lobby, NumbersCard, Remark, StandStay, Stay, WalkIn
from matchmaking.lobbies.rules import LOST, USUAL_TALK, WAITED_ENOUGH
from matchmaking.meetings.models import Attendance, Booking

A_WHILE = timedelta(minutes=15)
LAST_TALKS = 10
Role = Attendance.Role
MOST_REMARKS = 200  # that a page shows: the last ones

Sign = tuple[object, ...]


def stays_that_last(lobby: UUID, *, at: datetime) -> QuerySet[Stay]:
    """Pages that are open there at this moment, whoever's they are."""
    return Stay.objects.filter(lobby=lobby, left_at=None, seen_at__gt=at - LOST)


def in_call(lobby: UUID, *, at: datetime) -> QuerySet[Stay]:
    """Of these the ones that are in the call: of each person one at most."""
    return stays_that_last(lobby, at=at).filter(entered_at__isnull=False)


def seats_at(booking: UUID) -> QuerySet[Attendance]:
    """Who is expected at the meeting, with what the others read of him. One query."""
    return (
        Attendance.objects.filter(booking=booking, excused_at=None)
        .select_related("participant__user", "participant__visitor_profile__company", "stand__company", "stand__terms")
        .order_by("role", "pk")
    )


def last_remarks(lobby: UUID) -> list[Remark]:
    """The last things that were said to everybody, the oldest of them first. One query."""
    last = Remark.objects.filter(lobby=lobby, to=None).select_related("author").order_by("-said_at", "-pk")
    return list(reversed(last[:MOST_REMARKS]))


def cards_of(lobby: UUID) -> QuerySet[NumbersCard]:
    """What both sides have noted there, the first of it first. One query."""
    return NumbersCard.objects.filter(lobby=lobby).select_related("host_confirmed_by", "guest_confirmed_by")


def helpers_in(lobby: Lobby, users: Collection[int]) -> list[User]:
    """Of these the ones who may be there because they organise the fair. One query."""
    organising = Participant.objects.filter(
        user=OuterRef("pk"),
        fair=lobby.booking.fair_id,
        status=Participant.Status.APPROVED,
        roles__contains=[Participant.Role.ORGANISER],
    )
    helpers = User.objects.filter(Exists(organising) | Q(is_superuser=True), pk__in=users, is_active=True)
    return list(helpers.order_by("pk"))


def _person(alias: str) -> str:
    """What `str` of a user is made of."""
    return f"json_build_object('name', {alias}.name, 'email', {alias}.email, 'left_at', {alias}.left_at)"


# Beside the lobby, the meeting and where it is: who is expected, who is there, where each is to be next within a day,
# what was said last, what both sides have noted. What is looked up by its number is a subquery of its own: planning one
# large join took longer than running it.
ALL_OF_A_LOBBY = f"""
    SELECT (
        SELECT fair.name FROM fairs_fair AS fair WHERE fair.id = booking.fair_id
    ), (
        SELECT room.call_link FROM fairs_room AS room WHERE room.id = booking.room_id
    ), (
        SELECT json_agg(seat ORDER BY seat.role, seat.id) FROM (
            SELECT seat.id, seat.user_id, seat.role, seat.call_phone AS own_phone, {_person("person")} AS person,
                terms.call_link, terms.call_phone,
                own.status = %(approved)s AND person.is_active AS may_enter,
                coalesce((
                    SELECT maker.name FROM exhibitors_exhibitor AS stand
                    JOIN companies_company AS maker ON maker.id = stand.company_id
                    WHERE stand.id = seat.stand_id
                ), (
                    SELECT coalesce(company.name, profile.organisation) FROM visitors_visitorprofile AS profile
                    LEFT JOIN companies_company AS company ON company.id = profile.company_id
                    WHERE profile.participant_id = own.id
                ), '') AS company
            FROM meetings_attendance AS seat
            JOIN fairs_participant AS own ON own.id = seat.participant_id
            JOIN accounts_user AS person ON person.id = own.user_id
            LEFT JOIN meetings_standterms AS terms ON terms.exhibitor_id = seat.stand_id
            WHERE seat.booking_id = booking.id AND seat.excused_at IS NULL
        ) AS seat
    ), (
        SELECT json_agg(stay ORDER BY stay.arrived_at) FROM lobbies_stay AS stay
        WHERE stay.lobby_id = booking.id AND stay.left_at IS NULL AND stay.seen_at > %(lost)s
    ), (
        SELECT json_agg(next) FROM (
            SELECT DISTINCT ON (next.user_id) next.user_id, next.booking_id, next.starts_at, (
                SELECT room.name FROM meetings_booking AS meeting
                JOIN fairs_room AS room ON room.id = meeting.room_id
                WHERE meeting.id = next.booking_id
            ) AS room
            FROM meetings_attendance AS seat
            JOIN meetings_attendance AS next ON next.user_id = seat.user_id AND next.booking_id <> seat.booking_id
            WHERE seat.booking_id = booking.id AND seat.excused_at IS NULL
                AND next.excused_at IS NULL AND next.status = %(confirmed)s
                AND next.starts_at >= booking.starts_at AND next.starts_at < booking.starts_at + interval '1 day'
            ORDER BY next.user_id, next.starts_at
        ) AS next
    ), (
        SELECT json_agg(remark ORDER BY remark.said_at, remark.id) FROM (
            SELECT remark.*, {_person("author")} AS author FROM lobbies_remark AS remark
            LEFT JOIN accounts_user AS author ON author.id = remark.author_id
            WHERE remark.lobby_id = booking.id ORDER BY remark.said_at DESC, remark.id DESC LIMIT {MOST_REMARKS}
        ) AS remark
    ), (
        SELECT json_agg(card ORDER BY card.noted_at, card.id) FROM (
            SELECT card.*, card.quantity::text AS quantity_text, card.price::text AS price_text,
                {_person("host")} AS host, {_person("guest")} AS guest
            FROM lobbies_numberscard AS card
            LEFT JOIN accounts_user AS host ON host.id = card.host_confirmed_by_id
            LEFT JOIN accounts_user AS guest ON guest.id = card.guest_confirmed_by_id
            WHERE card.lobby_id = booking.id
        ) AS card
    ), {columns_of(Lobby, "lobby")}, {columns_of(Booking, "booking")}
    FROM lobbies_lobby AS lobby
    JOIN meetings_booking AS booking ON booking.id = lobby.booking_id
    WHERE lobby.booking_id = %(booking)s
"""
NAMED = ("fair", "room_link", "seats", "stays", "next", "remarks", "cards")


def all_of(booking: UUID, *, at: datetime) -> tuple[Lobby, dict[str, Any]]:
    """The lobby with its meeting, and under each of NAMED what there is beside. One plain query, as a lobby is read
    whenever anything in it changes. Lobby.DoesNotExist if nobody has come there yet."""
    facts: dict[str, Any] = {"booking": booking, "lost": at - LOST}
    facts |= {"approved": Participant.Status.APPROVED.value, "confirmed": Booking.Status.CONFIRMED.value}
    with connection.cursor() as cursor:
        cursor.execute(ALL_OF_A_LOBBY, facts)
        row = cursor.fetchone()
    if row is None:
        raise Lobby.DoesNotExist
    named, ends = len(NAMED), len(NAMED) + len(Lobby._meta.concrete_fields)
    lobby = record_of(Lobby, row[named:ends])
    lobby.booking = record_of(Booking, row[ends:])
    return lobby, dict(zip(NAMED, row[:named], strict=True))


def signs_of(lobbies: Iterable[UUID], *, at: datetime) -> dict[UUID, Sign]:
    """What tells whether a lobby is still as it was: its revision, who is there, what the meeting says. One query."""
    there = Q(stays__left_at=None, stays__seen_at__gt=at - LOST)
    found = (
        Lobby.objects.filter(pk__in=list(lobbies))
        .annotate(there=ArrayAgg("stays__pk", filter=there, order_by="stays__pk", default=[]))
        .values_list("pk", "revision", "there", "opened_at", "closed_at", "booking__status", "booking__sequence")
    )
    return {row[0]: (row[1], tuple(row[2]), *row[3:]) for row in found}


def due_to_open(lobbies: Iterable[UUID], *, at: datetime) -> list[Booking]:
    """Of these the meetings for which it is time, and which nobody has opened."""
    waiting = Booking.objects.filter(lobby__in=list(lobbies), lobby__opened_at=None, starts_at__lte=at)
    return list(waiting.filter(status=Booking.Status.CONFIRMED))


def waiting_alone(*, at: datetime) -> QuerySet[Lobby]:
    """Lobbies in which one side has waited long enough after the beginning, and of the other side nobody has come or
    been called."""
    seats = Attendance.objects.filter(booking=OuterRef("pk"), excused_at=None)
    waiting = seats.filter(arrived_at__lte=at - WAITED_ENOUGH, left_at=None)
    came = seats.filter(arrived_at__isnull=False)
    alone = Q()
    for one, other in ((Role.HOST, Role.GUEST), (Role.GUEST, Role.HOST)):
        alone |= Q(Exists(waiting.filter(role=one)) & ~Exists(came.filter(role=other)))
    return Lobby.objects.filter(
        alone,
        absent_called_at=None,
        closed_at=None,
        booking__status=Booking.Status.CONFIRMED,
        booking__starts_at__lte=at - WAITED_ENOUGH,
        booking__ends_at__gt=at,
    )


def absent_from(lobby: Lobby) -> list[Attendance]:
    """The people of the two sides who have not come. One query."""
    seats = seats_at(lobby.pk).filter(arrived_at=None, role__in=(Role.HOST, Role.GUEST))
    return [seat for seat in seats if seat.participant.is_approved and seat.participant.user.is_active]


# Stands ----------------------------------------------------------------


def waiting_at(stand: int) -> QuerySet[WalkIn]:
    """The queue of the stand, whoever has waited longest first, with what the team reads of them. One query."""
    rows = WalkIn.objects.filter(stand=stand, status=WalkIn.Status.WAITING)
    return rows.select_related("participant__user", "participant__visitor_profile__company")


def stand_stays_that_last(*, at: datetime) -> QuerySet[StandStay]:
    """Pages that are open at stands at this moment, whoever's they are."""
    return StandStay.objects.filter(left_at=None, seen_at__gt=at - LOST)


def team_there(stand: int, *, at: datetime) -> QuerySet[User]:
    """Who of the stand's team is there now. One query."""
    there = stand_stays_that_last(at=at).filter(stand=stand, is_team=True, user=OuterRef("pk"))
    return User.objects.filter(Exists(there), is_active=True).order_by("name", "pk")


def waiting_nowhere(*, at: datetime) -> QuerySet[WalkIn]:
    """Those who wait at a stand where no page of theirs has been open since this moment."""
    heard = StandStay.objects.filter(
        Q(left_at=None) | Q(left_at__gt=at), stand=OuterRef("stand"), user=OuterRef("participant__user")
    )
    return WalkIn.objects.filter(~Exists(heard), status=WalkIn.Status.WAITING, came_at__lt=at)


def last_answers(stand: int, *, at: datetime) -> QuerySet[WalkIn]:
    """What became lately of those who had waited at the stand: of each the last thing. One query."""
    rows = WalkIn.objects.filter(stand=stand, ended_at__gt=at - A_WHILE).exclude(status=WalkIn.Status.LEFT)
    return (
        rows.order_by("participant_id", "-ended_at")
        .distinct("participant_id")
        .select_related("participant", "answered_by", "booking")
    )


def talks_left(users: Collection[int], *, at: datetime) -> list[UUID]:
    """Walk-ins of these people that still have time, and in which nobody talks any more, or never has. One query."""
    begun = Q(met_seconds__gt=0) | Q(starts_at__lt=at - WAITED_ENOUGH)
    mine = Attendance.objects.filter(booking=OuterRef("pk"), user__in=users, excused_at=None)
    talks = Booking.objects.filter(begun, Exists(mine), is_walk_in=True, status=Booking.Status.CONFIRMED)
    return list(talks.filter(starts_at__lt=at, ends_at__gt=at, lobby__met_since=None).values_list("pk", flat=True))


def usual_talk(stand: int) -> timedelta:
    """How long the last talks with whoever had walked up to the stand took on average. One query."""
    talks = Booking.objects.filter(walk_in__stand=stand, met_seconds__gt=0).order_by("-starts_at")
    seconds = list(talks.values_list("met_seconds", flat=True)[:LAST_TALKS])
    return timedelta(seconds=sum(seconds) / len(seconds)) if seconds else USUAL_TALK


def stand_signs(stands: Collection[int], *, at: datetime) -> dict[int, Sign]:
    """What tells whether a stand is still as it was: who is there, who waits, what became of others. Two queries."""
    there: dict[int, list[object]] = {stand: [] for stand in stands}
    for stand, stay, is_team in (
        stand_stays_that_last(at=at).filter(stand__in=stands).values_list("stand", "pk", "is_team")
    ):
        there[stand].append((str(stay), is_team))
    changing = WalkIn.objects.filter(Q(status=WalkIn.Status.WAITING) | Q(ended_at__gt=at - A_WHILE), stand__in=stands)
    for stand, *facts in changing.values_list("stand", "pk", "status", "wish", "participant__status"):
        there[stand].append(tuple(str(fact) for fact in facts))
    return {stand: tuple(sorted(map(str, facts))) for stand, facts in there.items()}
