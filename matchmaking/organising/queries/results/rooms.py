"""How halls and rooms were used, by the hours of the fair's own clock."""

from datetime import datetime
from typing import NamedTuple

from matchmaking.fairs.models import Fair
from matchmaking.organising.queries.results.base import rows_of


class Ground(NamedTuple):
    """A room of the fair, and the hall that it belongs to."""

    room: int
    name: str
    kind: str
    hall: int
    hall_name: str


class Use(NamedTuple):
    """For how long a room was taken in one hour of the day, over all days, and how many meetings began in it then."""

    room: int
    hour: int
    seconds: float
    meetings: int


def ground(fair: Fair, at: datetime) -> list[Ground]:
    """Every room, hall by hall."""
    statement = """
        SELECT room.id, room.name, room.kind, hall.id, hall.name FROM fairs_room AS room
        JOIN fairs_hall AS hall ON hall.id = room.hall_id
        WHERE hall.fair_id = %(fair)s ORDER BY hall.position, hall.name, room.name, room.id
    """
    return [Ground(*row) for row in rows_of(statement, fair, at)]


# A stretch of time is cut at the full hours of the fair's clock, which are not those of UTC everywhere.
CUT = """
    generate_series(
        date_trunc('hour', stretch.starts_at, %(zone)s), stretch.ends_at - interval '1 microsecond', interval '1 hour'
    ) AS hour
"""
INSIDE = """
    sum(extract(epoch FROM least(stretch.ends_at, hour + interval '1 hour') - greatest(stretch.starts_at, hour)))
"""
OF_THE_DAY = "extract(hour FROM hour AT TIME ZONE %(zone)s)::int"


def uses(fair: Fair, at: datetime) -> list[Use]:
    """Every confirmed meeting in a room, whether it is over or not."""
    statement = f"""
        SELECT stretch.room_id, {OF_THE_DAY}, {INSIDE}::float,
            count(*) FILTER (WHERE hour = date_trunc('hour', stretch.starts_at, %(zone)s))
        FROM meetings_booking AS stretch CROSS JOIN LATERAL {CUT}
        WHERE stretch.fair_id = %(fair)s AND stretch.status = 'confirmed' AND stretch.room_id IS NOT NULL
        GROUP BY 1, 2
    """
    return [Use(*row) for row in rows_of(statement, fair, at)]


def hours_offered(fair: Fair, at: datetime) -> dict[int, float]:
    """By hour of the day, for how many seconds the timetable offers meetings then, in each room, over all days."""
    statement = f"""
        SELECT {OF_THE_DAY}, {INSIDE}::float FROM fairs_meetingslot AS stretch CROSS JOIN LATERAL {CUT}
        WHERE stretch.fair_id = %(fair)s GROUP BY 1
    """
    return dict(rows_of(statement, fair, at))
