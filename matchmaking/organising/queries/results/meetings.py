"""What became of meetings and of the requests for them, and how they were liked."""

from datetime import date, datetime
from typing import NamedTuple

from matchmaking.fairs.models import Fair
from matchmaking.organising.queries.results.base import MEETINGS, rows_of


class Held(NamedTuple):
    """So many meetings of one day of the fair's calendar that are in one state; whose side did not come."""

    day: date
    state: str
    absent: str  # host, guest or both; nobody where it was held, is ahead or was cancelled
    is_walk_in: bool
    meetings: int


def meetings(fair: Fair, at: datetime) -> list[Held]:
    """Every meeting of the fair once."""
    statement = f"""
        {MEETINGS}
        SELECT (starts_at AT TIME ZONE %(zone)s)::date, state,
            CASE WHEN state = 'empty' THEN 'both' WHEN state = 'missed' AND host_came THEN 'guest'
                WHEN state = 'missed' THEN 'host' ELSE '' END,
            is_walk_in, count(*)
        FROM meeting GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    """
    return [Held(*row) for row in rows_of(statement, fair, at)]


class Asked(NamedTuple):
    """So many requests of one kind of asker with one outcome."""

    asker: str  # a visitor asks a stand, a stand asks somebody, or a person asks a person
    status: str
    requests: int
    directly: int  # of these: booked at once, without anybody answering


class Answers(NamedTuple):
    """How requests of a fair ended, and how long those that somebody answered took: the median, in seconds."""

    asked: list[Asked]
    median: float | None

    def with_status(self, *statuses: str) -> int:
        return sum(row.requests for row in self.asked if row.status in statuses)

    @property
    def requests(self) -> int:
        return sum(row.requests for row in self.asked)

    @property
    def directly(self) -> int:
        return sum(row.directly for row in self.asked)

    @property
    def ended(self) -> int:
        """Those to which the other side said yes or no, or nothing in time."""
        return self.with_status("accepted", "declined", "expired")


def requests(fair: Fair, at: datetime) -> Answers:
    """Every request of the fair once. Whoever booked a stand directly was not answered by anybody."""
    statement = """
        WITH request AS (
            SELECT status, answered_at - sent_at AS waited,
                status = 'accepted' AND answered_at = sent_at AS directly,
                CASE WHEN sender_stand_id IS NOT NULL THEN 'stand' WHEN recipient_stand_id IS NOT NULL THEN 'visitor'
                    ELSE 'person' END AS asker
            FROM meetings_meetingrequest WHERE fair_id = %(fair)s
        )
        SELECT asker, status, count(*), count(*) FILTER (WHERE directly),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM waited))
                FILTER (WHERE status IN ('accepted', 'declined') AND NOT directly)
        FROM request GROUP BY GROUPING SETS ((asker, status), ())
        ORDER BY 1 NULLS LAST, 2
    """
    rows = rows_of(statement, fair, at)
    everything = next((row for row in rows if row[0] is None), None)
    return Answers([Asked(*row[:4]) for row in rows if row[0] is not None], everything[4] if everything else None)


class Stars(NamedTuple):
    """So many ratings with so many stars, by one side."""

    side: str
    stars: int
    ratings: int


def ratings(fair: Fair, at: datetime) -> list[Stars]:
    """What visitors said of stands and stands of visitors after they had met."""
    statement = """
        SELECT mark.side, mark.stars, count(*) FROM discovery_mark AS mark
        JOIN exhibitors_exhibitor AS exhibitor ON exhibitor.id = mark.exhibitor_id
        WHERE exhibitor.fair_id = %(fair)s AND mark.stars IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
    """
    return [Stars(*row) for row in rows_of(statement, fair, at)]
