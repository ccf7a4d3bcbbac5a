"""What is owed about meetings: that they are booked, have moved, are off, and begin.

Each statement is plain SQL, for it is asked every few seconds of all meetings that there are.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from matchmaking.reminders import rules
from matchmaking.reminders.due.owed import Owed, ask
from matchmaking.reminders.models import FairLeads, Notice

Kind = Notice.Kind
DEFAULTS = FairLeads()

# What of a meeting must not change behind anybody's back: when it begins, and where.
_STATE = "to_char(booking.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' ' || coalesce(booking.room_id, 0)"

# What somebody was last told of a meeting.
_LAST = """
    LEFT JOIN LATERAL (
        SELECT notice.kind, notice.said FROM reminders_notice AS notice
        WHERE notice.recipient_id = seat.user_id AND notice.subject = booking.id
            AND notice.kind IN ('booking_made', 'request_accepted', 'booking_moved', 'booking_reassigned')
        ORDER BY notice.owed_at DESC LIMIT 1
    ) AS last ON true
"""


def made(at: datetime, most: int) -> list[Owed]:
    """A meeting to come, to everybody who is to be there and has not heard of it. To whoever had asked for it, that his
    request is accepted."""
    return ask(_MADE, at=at, since=at - rules.MEMORY, most=most)


_MADE = f"""
    SELECT
        seat.user_id AS recipient, booking.fair_id AS fair, booking.id AS subject,
        CASE WHEN request.sender_id = seat.participant_id AND booking.booked_by_id <> seat.user_id
            THEN 'request_accepted' ELSE 'booking_made' END AS kind,
        booking.changed_at AS due_at, {_STATE} AS said, booking.starts_at AS ends_at,
        booking.sequence = 0 AND booking.booked_by_id IS NOT DISTINCT FROM seat.user_id AS is_known
    FROM meetings_booking AS booking
    JOIN meetings_attendance AS seat ON seat.booking_id = booking.id AND seat.excused_at IS NULL
    LEFT JOIN meetings_meetingrequest AS request ON request.id = booking.request_id
    {_LAST}
    WHERE booking.changed_at > %(since)s AND booking.status = %(confirmed)s AND NOT booking.is_walk_in
        AND booking.starts_at > %(at)s AND last.kind IS NULL
    ORDER BY booking.starts_at LIMIT %(most)s
"""


def moved(at: datetime, most: int) -> list[Owed]:
    """A meeting that is at another time or place than one was told; or at which one is expected again."""
    return ask(_MOVED, at=at, since=at - rules.MEMORY, most=most)


_MOVED = f"""
    SELECT
        seat.user_id AS recipient, booking.fair_id AS fair, booking.id AS subject, 'booking_moved' AS kind,
        booking.sequence::text AS occasion, booking.changed_at AS due_at, {_STATE} AS said,
        booking.starts_at AS ends_at
    FROM meetings_booking AS booking
    JOIN meetings_attendance AS seat ON seat.booking_id = booking.id AND seat.excused_at IS NULL
    {_LAST}
    WHERE booking.changed_at > %(since)s AND booking.status = %(confirmed)s AND booking.ends_at > %(at)s
        AND last.said <> {_STATE}
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = seat.user_id AND told.kind = 'booking_moved' AND told.subject = booking.id
                AND told.occasion = booking.sequence::text
        )
    ORDER BY booking.starts_at LIMIT %(most)s
"""


def cancelled(at: datetime, most: int) -> list[Owed]:
    """A meeting that is off, to everybody who was to be there."""
    return ask(_CANCELLED, at=at, since=at - rules.MEMORY, most=most)


_CANCELLED = """
    SELECT
        seat.user_id AS recipient, booking.fair_id AS fair, booking.id AS subject, 'booking_cancelled' AS kind,
        booking.cancelled_at AS due_at, booking.ends_at,
        CASE WHEN booking.ends_at <= %(at)s THEN 'too_late' ELSE '' END AS dropped,
        booking.cancelled_by_id IS NOT DISTINCT FROM seat.user_id AS is_known
    FROM meetings_booking AS booking
    JOIN meetings_attendance AS seat ON seat.booking_id = booking.id AND seat.excused_at IS NULL
    WHERE booking.changed_at > %(since)s AND booking.status = %(cancelled)s
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = seat.user_id AND told.kind = 'booking_cancelled' AND told.subject = booking.id
        )
    ORDER BY booking.starts_at LIMIT %(most)s
"""


def reassigned(at: datetime, most: int) -> list[Owed]:
    """Whoever is excused from a meeting that stands, and had been told that he was expected."""
    return ask(_REASSIGNED, at=at, since=at - rules.MEMORY, most=most)


_REASSIGNED = f"""
    SELECT
        seat.user_id AS recipient, booking.fair_id AS fair, booking.id AS subject, 'booking_reassigned' AS kind,
        booking.sequence::text AS occasion, seat.excused_at AS due_at, 'excused' AS said, booking.starts_at AS ends_at
    FROM meetings_booking AS booking
    JOIN meetings_attendance AS seat ON seat.booking_id = booking.id AND seat.excused_at IS NOT NULL
    {_LAST}
    WHERE booking.changed_at > %(since)s AND booking.status = %(confirmed)s AND booking.starts_at > %(at)s
        AND last.kind <> 'booking_reassigned'
    ORDER BY booking.starts_at LIMIT %(most)s
"""


def day_before(at: datetime, most: int) -> list[Owed]:
    """The first reminder: some hours before, as the person or the fair wants it."""
    usual = timedelta(hours=DEFAULTS.day_before_hours)
    return remind(Kind.DAY_BEFORE, "day_before_hours", "hour", usual, at, most)


def soon(at: datetime, most: int) -> list[Owed]:
    """The last reminder, with the way to the room."""
    return remind(Kind.SOON, "soon_minutes", "minute", timedelta(minutes=DEFAULTS.soon_minutes), at, most)


def remind(kind: str, lead: str, unit: str, usual: timedelta, at: datetime, most: int) -> list[Owed]:
    """Everybody who is to be at a meeting that begins within his lead time. Who was told of the meeting within that
    time needs no reminder; for whom it is too late (the worker was away), a trace is left of it."""
    unit = f"interval '1 {unit}'"
    sql = _REMIND.format(lead=f"coalesce(habits.{lead} * {unit}, leads.{lead} * {unit}, %(usual)s)")
    until = at + longest(lead, unit, usual)
    return ask(sql, kind=kind, usual=usual, at=at, missed=at - rules.OUTAGE, until=until, most=most)


def longest(lead: str, unit: str, usual: timedelta) -> timedelta:
    """Nobody is reminded longer before. Asked first, so that Postgres knows how far it is to look."""
    of_all = ", ".join(f"(SELECT max({lead}) FROM {table}) * {unit}" for table in _LEADS)
    facts: dict[str, Any] = {"usual": usual}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT greatest(%(usual)s, {of_all})", facts)
        found: timedelta = cursor.fetchone()[0]
        return found


_LEADS = ("reminders_fairleads", "reminders_habits")
# An occasion is the time at which the meeting begins: at another time one is reminded again. A reminder is of use until
# then, so who was reminded is found by that time: two indexes in the same order are read side by side, and the tables
# are left alone, for nearly everybody who is looked at has been told already.
_REMIND = """
    WITH near AS MATERIALIZED (
        SELECT seat.user_id, seat.booking_id, seat.starts_at
        FROM meetings_attendance AS seat
        WHERE seat.status = %(confirmed)s AND seat.excused_at IS NULL
            AND seat.starts_at > %(missed)s AND seat.starts_at <= %(until)s
            AND NOT EXISTS (
                SELECT FROM reminders_notice AS told
                WHERE told.kind = %(kind)s AND told.ends_at > %(missed)s AND told.ends_at <= %(until)s
                    AND told.recipient_id = seat.user_id AND told.subject = seat.booking_id
                    AND told.ends_at = seat.starts_at
            )
    )
    SELECT
        seat.user_id AS recipient, booking.fair_id AS fair, booking.id AS subject, %(kind)s AS kind,
        floor(extract(epoch FROM seat.starts_at))::bigint::text AS occasion, seat.starts_at - {lead} AS due_at,
        seat.starts_at AS ends_at, CASE WHEN seat.starts_at <= %(at)s THEN 'too_late' ELSE '' END AS dropped
    FROM near AS seat
    JOIN meetings_booking AS booking ON booking.id = seat.booking_id
    LEFT JOIN reminders_fairleads AS leads ON leads.fair_id = booking.fair_id
    LEFT JOIN reminders_habits AS habits ON habits.user_id = seat.user_id
    WHERE NOT booking.is_walk_in
        AND seat.starts_at <= %(at)s + {lead}
        AND booking.booked_at <= seat.starts_at - {lead}
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = seat.user_id AND told.subject = booking.id
                AND told.kind IN ('booking_made', 'request_accepted', 'booking_moved')
                AND told.owed_at > seat.starts_at - {lead}
        )
    ORDER BY seat.starts_at LIMIT %(most)s
"""


def waited_for(at: datetime, most: int) -> list[Owed]:
    """The other side waits in the room: to those who have not come."""
    return ask(_WAITED_FOR, at=at, since=at - rules.OUTAGE, most=most)


_WAITED_FOR = """
    SELECT
        seat.user_id AS recipient, booking.fair_id AS fair, booking.id AS subject, 'waited_for' AS kind,
        lobby.absent_called_at AS due_at, booking.ends_at,
        CASE WHEN booking.ends_at <= %(at)s THEN 'too_late' ELSE '' END AS dropped
    FROM lobbies_lobby AS lobby
    JOIN meetings_booking AS booking ON booking.id = lobby.booking_id AND booking.status = %(confirmed)s
    JOIN meetings_attendance AS seat ON seat.booking_id = booking.id
        AND seat.excused_at IS NULL AND seat.arrived_at IS NULL AND seat.role IN ('host', 'guest')
    JOIN fairs_participant AS person ON person.id = seat.participant_id AND person.status = %(approved)s
    WHERE lobby.absent_called_at > %(since)s
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = seat.user_id AND told.kind = 'waited_for' AND told.subject = booking.id
        )
    ORDER BY booking.starts_at LIMIT %(most)s
"""
