"""Doors to matches: on whose behalf the reader looks, and whom he may be shown then. Asked anew on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import sqrt
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet

from matchmaking.accounts.models import User
from matchmaking.common.plain import columns_of, record_of
from matchmaking.discovery.models import Dossier, Run
from matchmaking.discovery.models.feedback import Side
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.access import fairs_organised_by
from matchmaking.fairs.models import Participant
from matchmaking.fairs.rights import Right
from matchmaking.visitors.access import visible_to

Reader = User | AnonymousUser


@dataclass(frozen=True)
class Seat:
    """On whose behalf somebody looks: his own, as a visitor, or that of a stand for which he speaks."""

    key: str
    side: str
    pk: Any  # of the profile or the stand
    name: str
    marked: str  # changes whenever its side marks somebody
    has_blocks: bool  # somebody is blocked by one of his side, or has blocked one of it
    light: Dossier | None  # only what every page needs of it

    @cached_property
    def dossier(self) -> Dossier | None:
        """All that is known of it. One query, once."""
        return Dossier.objects.filter(pk=self.light.pk).first() if self.light else None

    @property
    def is_visitor(self) -> bool:
        return self.side == Side.VISITOR


def seats_of(me: Participant) -> list[Seat]:
    """On whose behalf the participant may look for partners at his fair: stands first. One query.

    Whoever has not the role of an exhibitor or of a visitor has no such seat, whatever was left of an earlier one.
    """
    asked = [seats for has_role, seats in ((me.is_exhibitor, _AT_STANDS), (me.is_visitor, _AS_VISITOR)) if has_role]
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(asked) + " ORDER BY 2, 5, 4",
            {"me": me.pk, "user": me.user_id, "approved": Exhibitor.Status.APPROVED},
        )
        return [_seat(row) for row in cursor.fetchall()]


def seat_of(seats: Sequence[Seat], key: str) -> Seat | None:
    """The seat of this key, or the first one; none if there is none."""
    return next((seat for seat in seats if seat.key == key), seats[0] if seats else None)


def _seat(row: Sequence[Any]) -> Seat:
    (key, side, profile, stand, name, marked, has_blocks), dossier = row[:7], row[7:]
    light = record_of(Dossier, dossier, LIGHT) if dossier[0] else None
    return Seat(key, side, profile or stand, name, marked, has_blocks, light)


# Of a dossier what every page needs, in the order of the model; what it says is read once somebody wants to know.
LIGHT = ("id", "fair_id", "profile_id", "exhibitor_id", "capacity", "has_meanings", "known_at", "scored_at")
_AT_STANDS = f"""
    SELECT 'stand-' || stand.id, 'stand', NULL::uuid, stand.id, company.name,
        (SELECT (count(*), max(at))::text FROM discovery_mark WHERE exhibitor_id = stand.id AND side = 'stand'),
        EXISTS (
            SELECT FROM accounts_block AS block
            JOIN fairs_participant AS colleague ON colleague.user_id IN (block.blocker_id, block.blocked_id)
            JOIN exhibitors_representative AS team ON team.participant_id = colleague.id
            WHERE team.exhibitor_id = stand.id
        ),
        {columns_of(Dossier, "dossier", LIGHT)}
    FROM exhibitors_representative AS seat
    JOIN exhibitors_exhibitor AS stand ON stand.id = seat.exhibitor_id AND stand.status = %(approved)s
    JOIN companies_company AS company ON company.id = stand.company_id
    JOIN companies_membership AS works ON works.company_id = stand.company_id AND works.user_id = %(user)s
    LEFT JOIN discovery_dossier AS dossier ON dossier.exhibitor_id = stand.id
    WHERE seat.participant_id = %(me)s
"""
_AS_VISITOR = f"""
    SELECT 'visitor', 'visitor', profile.id, NULL, '',
        (SELECT (count(*), max(at))::text FROM discovery_mark WHERE profile_id = profile.id AND side = 'visitor'),
        EXISTS (SELECT FROM accounts_block WHERE %(user)s IN (blocker_id, blocked_id)),
        {columns_of(Dossier, "dossier", LIGHT)}
    FROM visitors_visitorprofile AS profile
    LEFT JOIN discovery_dossier AS dossier ON dossier.profile_id = profile.id
    WHERE profile.participant_id = %(me)s
"""


@dataclass(frozen=True)
class Candidate:
    """One whom the reader may be shown: on his list, or marked by his side; what there is between them already."""

    pk: Any  # of the stand or the profile
    worth: float
    own_view: float | None
    other_view: float | None
    country: str
    chapters: Sequence[str]
    languages: Sequence[str]
    certificates: Sequence[str]
    mark: str
    cause: str
    stars: int | None
    request: UUID | None  # that is open or accepted
    meeting: UUID | None  # that stands, the last one
    has_met: bool

    @property
    def likeness(self) -> float:
        return sqrt((self.own_view or 0.0) * (self.other_view or 0.0))

    @property
    def is_asked(self) -> bool:
        return self.request is not None or self.meeting is not None


def candidates_of(
    seat: Seat, me: Participant, *, at: datetime, among: Sequence[Any] | None = None, on_any_list: bool = False
) -> list[Candidate]:
    """Everybody on the seat's list, and whom it has marked, if the reader may see them now. One query.

    Blocks hide both from each other; so do a profile's visibility, a withdrawn stand and whoever has left. `among` asks
    for these alone, on the seat's list or on none: it is how they stand now.
    """
    listed = _LISTED if among is None else _AMONG
    columns, rest, no_block = _BY_VISITOR if seat.is_visitor else _BY_STAND
    with connection.cursor() as cursor:
        cursor.execute(
            listed.format(**columns) + rest + (no_block if seat.has_blocks else "") + _IN_ORDER,
            {
                "seat": seat.pk,
                "among": None if among is None else list(among),
                "on_any_list": on_any_list,
                "me": me.pk,
                "user": me.user_id,
                "fair": me.fair_id,
                "at": at,
                "approved": Participant.Status.APPROVED,
                "visible": [str(value) for value in visible_to(trades=True)],
            },
        )
        return [Candidate(*row) for row in cursor.fetchall()]


def others_open_to(seat: Seat, me: Participant, key: str, *, at: datetime) -> Candidate | None:
    """The one with this key whom the reader may be shown, on whosever list; None if there is none."""
    try:
        pk: Any = int(key) if seat.is_visitor else UUID(key)
    except ValueError:
        return None
    if isinstance(pk, int) and not 0 < pk < 2**63:
        return None
    return next(iter(candidates_of(seat, me, at=at, among=[pk], on_any_list=True)), None)


_OF_VISITOR = {
    "own": "profile_id",
    "other": "exhibitor_id",
    "own_view": "visitor_view",
    "other_view": "stand_view",
    "flag": "is_for_visitor",
    "side": "visitor",
    "keys": "bigint[]",
}
_OF_STAND = {
    "own": "exhibitor_id",
    "other": "profile_id",
    "own_view": "stand_view",
    "other_view": "visitor_view",
    "flag": "is_for_stand",
    "side": "stand",
    "keys": "uuid[]",
}
_LISTED = """
    WITH listed AS (
        SELECT {other} AS pk, worth, {own_view} AS own_view, {other_view} AS other_view FROM discovery_pairing
        WHERE {own} = %(seat)s AND {flag}
        UNION ALL SELECT mark.{other}, 0, NULL, NULL FROM discovery_mark AS mark
        WHERE mark.{own} = %(seat)s AND mark.side = '{side}' AND NOT EXISTS (
            SELECT FROM discovery_pairing AS pairing
            WHERE pairing.{own} = %(seat)s AND pairing.{flag} AND pairing.{other} = mark.{other}
        )
    )
"""
_AMONG = """
    WITH listed AS (
        SELECT asked.pk, coalesce(worth, 0) AS worth, {own_view} AS own_view, {other_view} AS other_view
        FROM unnest(%(among)s::{keys}) AS asked (pk) LEFT JOIN discovery_pairing AS pairing
            ON pairing.{own} = %(seat)s AND pairing.{other} = asked.pk AND (pairing.{flag} OR %(on_any_list)s)
    )
"""
_COLUMNS = """
    SELECT listed.pk, listed.worth, listed.own_view, listed.other_view,
        entry.country, entry.chapters, entry.languages, entry.certificates,
        coalesce(mark.kind, ''), coalesce(mark.cause, ''), mark.stars
"""
_STANDS = f"""
    {_COLUMNS}
    , (
        SELECT id FROM meetings_meetingrequest WHERE status IN ('open', 'accepted') AND (
            (sender_id = %(me)s AND recipient_stand_id = stand.id)
            OR (recipient_id = %(me)s AND sender_stand_id = stand.id)
        ) ORDER BY status DESC, sent_at DESC LIMIT 1
    ), meeting.id, coalesce(meeting.met, false)
    FROM listed
    JOIN exhibitors_exhibitor AS stand ON stand.id = listed.pk AND stand.status = %(approved)s
    JOIN exhibitors_directoryentry AS entry ON entry.exhibitor_id = stand.id AND entry.fair_id = %(fair)s
    LEFT JOIN discovery_mark AS mark
        ON mark.exhibitor_id = stand.id AND mark.profile_id = %(seat)s AND mark.side = 'visitor'
    LEFT JOIN LATERAL (
        SELECT booking.id, booking.starts_at <= %(at)s AS met FROM meetings_attendance AS mine
        JOIN meetings_booking AS booking ON booking.id = mine.booking_id AND booking.status = 'confirmed'
        JOIN meetings_attendance AS theirs ON theirs.booking_id = booking.id AND theirs.stand_id = stand.id
        WHERE mine.participant_id = %(me)s AND mine.stand_id IS NULL
        ORDER BY booking.starts_at LIMIT 1
    ) AS meeting ON true
"""
_NO_BLOCK_STANDS = """
    WHERE NOT EXISTS (
        SELECT FROM accounts_block AS block
        JOIN fairs_participant AS person ON person.user_id IN (block.blocker_id, block.blocked_id)
        JOIN exhibitors_representative AS team ON team.participant_id = person.id AND team.exhibitor_id = stand.id
        WHERE %(user)s IN (block.blocker_id, block.blocked_id) AND person.user_id <> %(user)s
    )
"""
_VISITORS = f"""
    {_COLUMNS}
    , (
        SELECT id FROM meetings_meetingrequest WHERE status IN ('open', 'accepted') AND (
            (sender_stand_id = %(seat)s AND recipient_id = person.id)
            OR (recipient_stand_id = %(seat)s AND sender_id = person.id)
        ) ORDER BY status DESC, sent_at DESC LIMIT 1
    ), meeting.id, coalesce(meeting.met, false)
    FROM listed
    JOIN visitors_visitorprofile AS profile ON profile.id = listed.pk AND profile.visibility = ANY(%(visible)s)
    JOIN fairs_participant AS person ON person.id = profile.participant_id AND person.status = %(approved)s
    JOIN accounts_user AS account ON account.id = person.user_id AND account.is_active
    JOIN visitors_directoryentry AS entry ON entry.profile_id = profile.id AND entry.fair_id = %(fair)s
    LEFT JOIN discovery_mark AS mark
        ON mark.profile_id = profile.id AND mark.exhibitor_id = %(seat)s AND mark.side = 'stand'
    LEFT JOIN LATERAL (
        SELECT booking.id, booking.starts_at <= %(at)s AS met FROM meetings_attendance AS theirs
        JOIN meetings_booking AS booking ON booking.id = theirs.booking_id AND booking.status = 'confirmed'
        JOIN meetings_attendance AS ours ON ours.booking_id = booking.id AND ours.stand_id = %(seat)s
        WHERE theirs.participant_id = person.id AND theirs.stand_id IS NULL
        ORDER BY booking.starts_at LIMIT 1
    ) AS meeting ON true
"""
_NO_BLOCK_VISITORS = """
    WHERE NOT EXISTS (
        SELECT FROM accounts_block AS block
        JOIN exhibitors_representative AS team ON team.exhibitor_id = %(seat)s
        JOIN fairs_participant AS colleague ON colleague.id = team.participant_id
        WHERE person.user_id IN (block.blocker_id, block.blocked_id) AND colleague.user_id <> person.user_id
            AND colleague.user_id IN (block.blocker_id, block.blocked_id)
    )
"""


_IN_ORDER = " ORDER BY listed.worth DESC, listed.pk"
_BY_VISITOR = (_OF_VISITOR, _STANDS, _NO_BLOCK_STANDS)
_BY_STAND = (_OF_STAND, _VISITORS, _NO_BLOCK_VISITORS)


def runs_open_to(user: Reader) -> QuerySet[Run]:
    """Runs of the fairs that the user organises."""
    return Run.objects.filter(fair__in=fairs_organised_by(user, Right.SET_UP))
