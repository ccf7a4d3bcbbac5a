"""What is asked about waiting lists."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from matchmaking.fairs.models import Fair
from matchmaking.meetings.models import WaitingListEntry
from matchmaking.meetings.queries import live_attendances

LIVE = (WaitingListEntry.Status.WAITING, WaitingListEntry.Status.OFFERED)


def line_of(entry: WaitingListEntry) -> QuerySet[WaitingListEntry]:
    """Everybody who waits for the same person or stand, whoever came first first."""
    return WaitingListEntry.objects.filter(
        wanted=entry.wanted_id, wanted_stand=entry.wanted_stand_id, fair=entry.fair_id, status__in=LIVE
    ).order_by("since", "pk")


def places_in(entries: Iterable[WaitingListEntry]) -> dict[UUID, int]:
    """The place of each entry in its line, beginning with one. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT mine.id, count(*)
            FROM meetings_waitinglistentry AS mine
            JOIN meetings_waitinglistentry AS other ON other.fair_id = mine.fair_id
                AND (other.wanted_id = mine.wanted_id OR other.wanted_stand_id = mine.wanted_stand_id)
                AND other.status IN ('waiting', 'offered') AND (other.since, other.id) <= (mine.since, mine.id)
            WHERE mine.id = ANY(%s::uuid[]) GROUP BY mine.id
            """,
            [[entry.pk for entry in entries]],
        )
        return dict(cursor.fetchall())


def hopeful(at: datetime) -> list[UUID]:
    """Who waits for somebody who has a time free that he has not let pass, whoever came first first.

    Whether it suits him as well is for the board of the two to say: this only keeps us from drawing one for everybody.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOPEFUL, {"at": at, "statuses": [Fair.Status.OPEN, Fair.Status.LIVE]})
        return [row[0] for row in cursor.fetchall()]


_HOPEFUL = """
    SELECT entry.id
    FROM meetings_waitinglistentry AS entry JOIN fairs_fair AS fair ON fair.id = entry.fair_id
    WHERE entry.status = 'waiting' AND fair.status = ANY(%(statuses)s) AND EXISTS (
        SELECT FROM fairs_participant AS host
        JOIN meetings_availability AS opening ON opening.participant_id = host.id
        JOIN fairs_meetingslot AS slot ON slot.id = opening.slot_id
        WHERE slot.starts_at > %(at)s AND slot.id <> ALL(entry.passed)
            AND (host.id = entry.wanted_id OR host.id IN (
                SELECT seat.participant_id FROM exhibitors_representative AS seat
                WHERE seat.exhibitor_id = entry.wanted_stand_id
            ))
            AND NOT EXISTS (
                SELECT FROM meetings_attendance AS seat
                WHERE seat.user_id = host.user_id AND seat.status = 'confirmed' AND seat.excused_at IS NULL
                    AND tstzrange(seat.starts_at, seat.ends_at) && tstzrange(slot.starts_at, slot.ends_at)
            )
            AND NOT EXISTS (
                SELECT FROM meetings_waitinglistentry AS other
                WHERE other.host_id = host.id AND other.slot_id = slot.id AND other.status = 'offered'
            )
    )
    ORDER BY entry.since, entry.id
"""


def met_meanwhile() -> QuerySet[WaitingListEntry]:
    """Who is still on a list although he has got a meeting with whom he waited for."""
    with_him = live_attendances().filter(booking=OuterRef("booking"))
    there = live_attendances().filter(participant=OuterRef("waiting"), booking__booked_at__gte=OuterRef("since"))
    return WaitingListEntry.objects.filter(
        Exists(there.filter(Exists(with_him.filter(participant=OuterRef(OuterRef("wanted"))))))
        | Exists(there.filter(Exists(with_him.filter(stand=OuterRef(OuterRef("wanted_stand")))))),
        status__in=LIVE,
    )
