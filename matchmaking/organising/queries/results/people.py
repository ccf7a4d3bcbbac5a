"""Who registered when, and who has met nobody."""

from datetime import date, datetime
from typing import NamedTuple

from matchmaking.fairs.models import Fair
from matchmaking.organising.queries.results.base import MEETINGS, rows_of


class Registered(NamedTuple):
    """So many people who registered on one day of the fair's calendar, in one role, and what they are now."""

    day: date
    role: str
    status: str
    people: int


def registered(fair: Fair, at: datetime) -> list[Registered]:
    """Everybody once: whoever has several roles counts by the first of exhibitor, visitor, support, interpreter."""
    statement = """
        SELECT (applied_at AT TIME ZONE %(zone)s)::date AS day,
            CASE WHEN 'exhibitor' = ANY(roles) THEN 'exhibitor' WHEN 'visitor' = ANY(roles) THEN 'visitor'
                WHEN 'support' = ANY(roles) THEN 'support' WHEN 'interpreter' = ANY(roles) THEN 'interpreter'
                ELSE 'organiser' END AS role,
            status, count(*)
        FROM fairs_participant WHERE fair_id = %(fair)s AND applied_at <= %(at)s
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """
    return [Registered(*row) for row in rows_of(statement, fair, at)]


class Reach(NamedTuple):
    """How far one side got: each of them is in exactly one of the four."""

    side: str
    met: int
    ahead: int  # has not met anybody yet, and has a meeting ahead
    asked: int  # has neither, but asked or was asked
    nobody: int  # neither asked nor was asked

    @property
    def everybody(self) -> int:
        return self.met + self.ahead + self.asked + self.nobody


REACHED = """
, taken AS (
    SELECT attendance.participant_id, attendance.stand_id, meeting.state
    FROM meetings_attendance AS attendance JOIN meeting ON meeting.id = attendance.booking_id
    WHERE attendance.role IN ('host', 'guest') AND meeting.state IN ('held', 'ahead')
), asking AS (
    SELECT sender_id AS person, sender_stand_id AS stand FROM meetings_meetingrequest WHERE fair_id = %(fair)s
    UNION SELECT recipient_id, recipient_stand_id FROM meetings_meetingrequest WHERE fair_id = %(fair)s
), one AS (
    SELECT 'visitor' AS side, participant.id, met.held, met.ahead, asked.person IS NOT NULL AS asked
    FROM fairs_participant AS participant
    LEFT JOIN (
        SELECT participant_id, bool_or(state = 'held') AS held, bool_or(state = 'ahead') AS ahead
        FROM taken GROUP BY participant_id
    ) AS met ON met.participant_id = participant.id
    LEFT JOIN (SELECT DISTINCT person FROM asking WHERE stand IS NULL) AS asked ON asked.person = participant.id
    WHERE participant.fair_id = %(fair)s AND participant.status = 'approved' AND 'visitor' = ANY(participant.roles)
    UNION ALL
    SELECT 'stand', exhibitor.id, met.held, met.ahead, asked.stand IS NOT NULL
    FROM exhibitors_exhibitor AS exhibitor
    LEFT JOIN (
        SELECT stand_id, bool_or(state = 'held') AS held, bool_or(state = 'ahead') AS ahead
        FROM taken WHERE stand_id IS NOT NULL GROUP BY stand_id
    ) AS met ON met.stand_id = exhibitor.id
    LEFT JOIN (SELECT DISTINCT stand FROM asking WHERE stand IS NOT NULL) AS asked ON asked.stand = exhibitor.id
    WHERE exhibitor.fair_id = %(fair)s AND exhibitor.status = 'approved'
)
"""


def reach(fair: Fair, at: datetime) -> list[Reach]:
    """Visitors and stands, by whether they met somebody, will, tried to, or none of these."""
    statement = f"""
        {MEETINGS} {REACHED}
        SELECT side, count(*) FILTER (WHERE held),
            count(*) FILTER (WHERE held IS NOT TRUE AND ahead),
            count(*) FILTER (WHERE held IS NOT TRUE AND ahead IS NOT TRUE AND asked),
            count(*) FILTER (WHERE held IS NOT TRUE AND ahead IS NOT TRUE AND NOT asked)
        FROM one GROUP BY side
    """
    found = {row[0]: Reach(*row) for row in rows_of(statement, fair, at)}
    return [found.get(side, Reach(side, 0, 0, 0, 0)) for side in ("visitor", "stand")]


class Alone(NamedTuple):
    """A visitor or a stand without a meeting: neither held nor ahead."""

    side: str
    pk: int
    name: str
    asked: bool


def alone(fair: Fair, at: datetime, *, first: int, most: int) -> list[Alone]:
    """By name, those who have no meeting: so many, from the place `first` on. For those who may know who takes part."""
    statement = f"""
        {MEETINGS} {REACHED}
        SELECT one.side, one.id,
            coalesce(company.name, nullif(person.name, ''), person.email) AS name, one.asked
        FROM one
        LEFT JOIN fairs_participant AS participant ON one.side = 'visitor' AND participant.id = one.id
        LEFT JOIN accounts_user AS person ON person.id = participant.user_id
        LEFT JOIN exhibitors_exhibitor AS exhibitor ON one.side = 'stand' AND exhibitor.id = one.id
        LEFT JOIN companies_company AS company ON company.id = exhibitor.company_id
        WHERE one.held IS NOT TRUE AND one.ahead IS NOT TRUE
        ORDER BY one.side, 3, one.id LIMIT %(most)s OFFSET %(first)s
    """
    return [Alone(*row) for row in rows_of(statement, fair, at, {"first": first, "most": most})]
