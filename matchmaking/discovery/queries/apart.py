"""Who is kept apart, whatever the scores: blocks, one's own company, and the organiser's barriers."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from matchmaking.discovery.models import Dossier
from matchmaking.fairs.models import Fair, Participant
from matchmaking.meetings import errors, rules
from matchmaking.meetings.models import Barrier
from matchmaking.meetings.queries import barriers_of

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Apart:
    """(stands, visitors) each: who has nothing to do with whom, and who may not ask whom."""

    excluded: Mask
    closed_to_stand: Mask
    closed_to_visitor: Mask


def kept_apart(fair: Fair, stands: Sequence[Dossier], visitors: Sequence[Dossier]) -> Apart:
    """Of these dossiers. Excluded are those of whom one has blocked the other, who work for one company, and those of
    whom neither may ask the other; a visitor who does not want to be seen is closed to stands. Five queries."""
    shape = (len(stands), len(visitors))
    excluded = np.zeros(shape, dtype=np.bool_)
    rows = {dossier.exhibitor_id: row for row, dossier in enumerate(stands)}
    columns = {dossier.profile_id: column for column, dossier in enumerate(visitors)}
    for stand, visitor in _strangers_to_each_other(list(rows), list(columns)):
        excluded[rows[stand], columns[visitor]] = True
    closed_to_stand, closed_to_visitor = _behind_barriers(fair, list(rows), list(columns))
    excluded |= closed_to_stand & closed_to_visitor
    hidden = np.array([not dossier.is_shown for dossier in visitors], dtype=np.bool_)
    unmanned = np.array([not dossier.is_shown for dossier in stands], dtype=np.bool_)
    closed_to_stand |= hidden[None, :]
    closed_to_visitor |= unmanned[:, None]
    return Apart(excluded, closed_to_stand, closed_to_visitor)


def _strangers_to_each_other(stands: Collection[Any], visitors: Collection[Any]) -> list[tuple[Any, Any]]:
    """Pairs of which a person of the stand's team and the visitor have a block between them, or one company."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH visitor AS (
                SELECT profile.id, profile.company_id, person.user_id FROM visitors_visitorprofile AS profile
                JOIN fairs_participant AS person ON person.id = profile.participant_id
                WHERE profile.id = ANY(%(visitors)s)
            ), team AS (
                SELECT seat.exhibitor_id, person.user_id FROM exhibitors_representative AS seat
                JOIN fairs_participant AS person ON person.id = seat.participant_id
                WHERE seat.exhibitor_id = ANY(%(stands)s)
            )
            SELECT team.exhibitor_id, visitor.id FROM accounts_block AS block
            JOIN visitor ON visitor.user_id IN (block.blocker_id, block.blocked_id)
            JOIN team ON team.user_id IN (block.blocker_id, block.blocked_id) AND team.user_id <> visitor.user_id
            UNION SELECT team.exhibitor_id, visitor.id FROM team JOIN visitor USING (user_id)
            UNION SELECT stand.id, visitor.id FROM exhibitors_exhibitor AS stand
            JOIN companies_membership AS works ON works.company_id = stand.company_id
            JOIN visitor ON visitor.user_id = works.user_id WHERE stand.id = ANY(%(stands)s)
            UNION SELECT stand.id, visitor.id FROM exhibitors_exhibitor AS stand
            JOIN visitor ON visitor.company_id = stand.company_id WHERE stand.id = ANY(%(stands)s)
            """,
            {"stands": list(stands), "visitors": list(visitors)},
        )
        return [(stand, visitor) for stand, visitor in cursor.fetchall()]


@dataclass(frozen=True)
class Kind:
    """People whom barriers treat alike."""

    roles: frozenset[str]
    groups: frozenset[int]

    def as_person(self) -> rules.Person:
        return rules.Person(self.roles, self.groups)


def _behind_barriers(fair: Fair, stands: Sequence[Any], visitors: Sequence[Any]) -> tuple[Mask, Mask]:
    """Where the stand may not ask the visitor, and where the visitor may not ask anybody of the stand's team."""
    shape = (len(stands), len(visitors))
    closed_to_stand, closed_to_visitor = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    barriers = list(barriers_of(fair))
    if not barriers:
        return closed_to_stand, closed_to_visitor
    teams = _kinds_of_teams(stands)
    rows, columns = _where([teams.get(stand, frozenset()) for stand in stands]), _where(_kinds_of_visitors(visitors))
    for team, some in rows.items():
        for kind, others in columns.items():
            where = np.ix_(some, others)
            closed_to_stand[where] = bool(team) and all(not _may_ask(barriers, one, {kind}) for one in team)
            closed_to_visitor[where] = bool(team) and not _may_ask(barriers, kind, team)
    return closed_to_stand, closed_to_visitor


def _may_ask(barriers: Sequence[Barrier], asking: Kind, asked: Collection[Kind]) -> bool:
    try:
        rules.check_barriers(barriers, asking.as_person(), [kind.as_person() for kind in asked])
    except errors.BehindABarrier:
        return False
    return True


def _where(things: Sequence[Any]) -> dict[Any, list[int]]:
    found: defaultdict[Any, list[int]] = defaultdict(list)
    for number, thing in enumerate(things):
        found[thing].append(number)
    return found


_GROUPED = (
    "(SELECT participant_id, array_agg(group_id) AS ids FROM meetings_group_participants GROUP BY participant_id)"
)


def _kinds_of_teams(stands: Sequence[Any]) -> dict[Any, frozenset[Kind]]:
    teams: defaultdict[Any, set[Kind]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT seat.exhibitor_id, person.roles, grouped.ids FROM exhibitors_representative AS seat
            JOIN fairs_participant AS person ON person.id = seat.participant_id
            LEFT JOIN {_GROUPED} AS grouped ON grouped.participant_id = person.id
            WHERE seat.exhibitor_id = ANY(%(stands)s) AND person.status = %(approved)s
            """,
            {"stands": list(stands), "approved": Participant.Status.APPROVED},
        )
        for stand, roles, groups in cursor.fetchall():
            teams[stand].add(Kind(frozenset(roles), frozenset(groups or ())))
    return {stand: frozenset(kinds) for stand, kinds in teams.items()}


def _kinds_of_visitors(visitors: Sequence[Any]) -> list[Kind]:
    """In their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT person.roles, grouped.ids FROM unnest(%(visitors)s::uuid[]) WITH ORDINALITY AS asked (id, place)
            JOIN visitors_visitorprofile AS profile ON profile.id = asked.id
            JOIN fairs_participant AS person ON person.id = profile.participant_id
            LEFT JOIN {_GROUPED} AS grouped ON grouped.participant_id = person.id
            ORDER BY asked.place
            """,
            {"visitors": list(visitors)},
        )
        return [Kind(frozenset(roles), frozenset(groups or ())) for roles, groups in cursor.fetchall()]
