"""What every figure about meetings is counted from: each meeting of a fair with what has become of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from matchmaking.fairs.models import Fair


class State(StrEnum):
    """What has become of a meeting. Every meeting is in exactly one of these."""

    HELD = "held"  # both sides were in the call, or both came
    MISSED = "missed"  # one side came, the other did not
    EMPTY = "empty"  # of a video room: nobody came
    UNRECORDED = "unrecorded"  # of a table: nobody said whether it took place
    AHEAD = "ahead"  # confirmed, and not over
    CANCELLED = "cancelled"


MEETINGS = """
WITH seat AS (
    SELECT attendance.booking_id,
        bool_or(attendance.role = 'host' AND attendance.arrived_at IS NOT NULL) AS host_came,
        bool_or(attendance.role = 'guest' AND attendance.arrived_at IS NOT NULL) AS guest_came
    FROM meetings_attendance AS attendance
    JOIN meetings_booking AS booking ON booking.id = attendance.booking_id
    WHERE booking.fair_id = %(fair)s
    GROUP BY attendance.booking_id
), meeting AS (
    SELECT booking.id, booking.starts_at, booking.ends_at, booking.room_id, booking.is_walk_in, room.kind,
        coalesce(seat.host_came, false) AS host_came,
        coalesce(seat.guest_came, false) AS guest_came,
        CASE
            WHEN booking.status = 'cancelled' THEN 'cancelled'
            WHEN booking.ends_at > %(at)s THEN 'ahead'
            WHEN booking.met_seconds > 0 OR (seat.host_came AND seat.guest_came) THEN 'held'
            WHEN seat.host_came OR seat.guest_came THEN 'missed'
            WHEN room.kind = 'table' THEN 'unrecorded'
            ELSE 'empty'
        END AS state
    FROM meetings_booking AS booking
    LEFT JOIN fairs_room AS room ON room.id = booking.room_id
    LEFT JOIN seat ON seat.booking_id = booking.id
    WHERE booking.fair_id = %(fair)s
)
"""

PERSON_COUNTRY = "coalesce(nullif(person.country, ''), nullif(profile.country, ''), '')"


def rows_of(statement: str, fair: Fair, at: datetime, more: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """What the statement finds at this fair. One query."""
    known: dict[str, Any] = {"fair": fair.pk, "at": at, "zone": fair.time_zone}
    with connection.cursor() as cursor:
        cursor.execute(statement, known | dict(more or {}))
        return list(cursor.fetchall())
