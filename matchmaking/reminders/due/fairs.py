"""What is owed about a fair as a whole: registration, the days of its meetings, its end."""

from datetime import datetime

from matchmaking.reminders import rules
from matchmaking.reminders.due.owed import Owed, ask


def decided(at: datetime, most: int) -> list[Owed]:
    """What an organiser has decided about somebody's registration."""
    return ask(_DECIDED, since=at - rules.MEMORY, most=most)


_DECIDED = """
    SELECT
        person.user_id AS recipient, person.fair_id AS fair, 'registration' AS kind,
        floor(extract(epoch FROM person.decided_at))::bigint::text AS occasion, person.decided_at AS due_at
    FROM fairs_participant AS person
    WHERE person.decided_at > %(since)s AND person.status IN ('approved', 'declined')
        AND person.decided_by_id IS NOT NULL AND person.decided_by_id <> person.user_id
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = person.user_id AND told.kind = 'registration' AND told.fair_id = person.fair_id
                AND told.occasion = floor(extract(epoch FROM person.decided_at))::bigint::text
        )
    ORDER BY person.decided_at LIMIT %(most)s
"""


def asked_back(at: datetime, most: int) -> list[Owed]:
    """What an organiser wants to know before he decides, to whoever has not replied."""
    return ask(_ASKED_BACK, since=at - rules.MEMORY, most=most)


_ASKED_BACK = """
    SELECT
        person.user_id AS recipient, person.fair_id AS fair, 'inquiry' AS kind,
        floor(extract(epoch FROM person.inquired_at))::bigint::text AS occasion, person.inquired_at AS due_at
    FROM fairs_participant AS person
    WHERE person.inquired_at > %(since)s AND person.status = 'applied' AND person.replied_at IS NULL
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = person.user_id AND told.kind = 'inquiry' AND told.fair_id = person.fair_id
                AND told.occasion = floor(extract(epoch FROM person.inquired_at))::bigint::text
        )
    ORDER BY person.inquired_at LIMIT %(most)s
"""


def agendas_of_the_day(at: datetime, most: int) -> list[Owed]:
    """In the morning, by one's own clock, the meetings of the day; of use until the last of them begins."""
    return ask(_TODAY, at=at, morning=rules.MORNING, noon=rules.NOON, most=most)


# First of all who is to come at all, then whose morning it is and who was not told: only who is left is looked at
# meeting by meeting.
_TODAY = """
    WITH coming AS MATERIALIZED (
        SELECT DISTINCT seat.participant_id
        FROM meetings_attendance AS seat
        WHERE seat.status = %(confirmed)s AND seat.excused_at IS NULL
            AND seat.starts_at > %(at)s AND seat.starts_at <= %(at)s + interval '1 day'
    ), here AS MATERIALIZED (
        SELECT
            person.id, person.user_id, person.fair_id, account.time_zone,
            %(at)s AT TIME ZONE account.time_zone AS now
        FROM coming
        JOIN fairs_participant AS person ON person.id = coming.participant_id
        JOIN accounts_user AS account ON account.id = person.user_id
    ), untold AS MATERIALIZED (
        SELECT * FROM here
        WHERE here.now::time BETWEEN %(morning)s AND %(noon)s
            AND NOT EXISTS (
                SELECT FROM reminders_notice AS told
                WHERE told.recipient_id = here.user_id AND told.kind = 'day_agenda' AND told.fair_id = here.fair_id
                    AND told.occasion = here.now::date::text
            )
    )
    SELECT
        untold.user_id AS recipient, untold.fair_id AS fair, 'day_agenda' AS kind, untold.now::date::text AS occasion,
        (untold.now::date + %(morning)s) AT TIME ZONE untold.time_zone AS due_at, last.starts_at AS ends_at
    FROM untold
    CROSS JOIN LATERAL (
        SELECT seat.starts_at FROM meetings_attendance AS seat
        JOIN meetings_booking AS booking ON booking.id = seat.booking_id AND NOT booking.is_walk_in
        WHERE seat.participant_id = untold.id AND seat.status = %(confirmed)s AND seat.excused_at IS NULL
            AND seat.starts_at > %(at)s AND seat.starts_at <= %(at)s + interval '1 day'
            AND (seat.starts_at AT TIME ZONE untold.time_zone)::date = untold.now::date
        ORDER BY seat.starts_at DESC LIMIT 1
    ) AS last
    LIMIT %(most)s
"""


def to_test_devices(at: datetime, most: int) -> list[Owed]:
    """Two days before one's first meeting of a fair by video, unless one has tried camera and microphone lately."""
    return ask(
        _TO_TEST,
        at=at,
        early=rules.TEST_BEFORE,
        late=rules.TEST_UNTIL,
        lately=at - rules.TEST_LASTS,
        most=most,
    )


_TO_TEST = """
    WITH coming AS MATERIALIZED (
        SELECT DISTINCT seat.participant_id
        FROM meetings_attendance AS seat
        WHERE seat.status = %(confirmed)s AND seat.excused_at IS NULL
            AND seat.starts_at > %(at)s + %(late)s AND seat.starts_at <= %(at)s + %(early)s
    ), untold AS MATERIALIZED (
        SELECT person.id, person.user_id, person.fair_id FROM coming
        JOIN fairs_participant AS person ON person.id = coming.participant_id
        WHERE NOT EXISTS (
                SELECT FROM reminders_notice AS told
                WHERE told.recipient_id = person.user_id AND told.kind = 'device_test' AND told.fair_id = person.fair_id
            )
            AND NOT EXISTS (
                SELECT FROM lobbies_devicecheck AS tried
                WHERE tried.user_id = person.user_id AND tried.checked_at > %(lately)s
            )
    )
    SELECT
        untold.user_id AS recipient, untold.fair_id AS fair, 'device_test' AS kind,
        first.starts_at - %(early)s AS due_at, first.starts_at AS ends_at
    FROM untold
    CROSS JOIN LATERAL (
        SELECT seat.starts_at FROM meetings_attendance AS seat
        JOIN meetings_booking AS booking ON booking.id = seat.booking_id AND NOT booking.is_walk_in
        JOIN fairs_room AS room ON room.id = booking.room_id AND room.kind = 'video'
        WHERE seat.participant_id = untold.id AND seat.status = %(confirmed)s AND seat.excused_at IS NULL
            AND seat.starts_at > %(at)s + %(late)s AND seat.starts_at <= %(at)s + %(early)s
        ORDER BY seat.starts_at LIMIT 1
    ) AS first
    LIMIT %(most)s
"""


def to_follow_up(at: datetime, most: int) -> list[Owed]:
    """After the last day of a fair, to whoever has met somebody there."""
    return ask(_TO_FOLLOW_UP, at=at, since=at - rules.MEMORY, rest=rules.FOLLOWS, most=most)


_TO_FOLLOW_UP = """
    WITH over AS (
        SELECT id, (ends_on + 1)::timestamp AT TIME ZONE time_zone + %(rest)s AS due_at FROM fairs_fair
        WHERE status <> 'draft'
    ), met AS (
        SELECT DISTINCT seat.user_id AS recipient, over.id AS fair, over.due_at
        FROM over
        JOIN meetings_booking AS booking ON booking.fair_id = over.id AND booking.status = %(confirmed)s
        JOIN meetings_attendance AS seat ON seat.booking_id = booking.id
            AND seat.excused_at IS NULL AND seat.role IN ('host', 'guest')
        WHERE over.due_at <= %(at)s AND over.due_at > %(since)s
    )
    SELECT recipient, fair, 'follow_up' AS kind, due_at FROM met
    WHERE NOT EXISTS (
        SELECT FROM reminders_notice AS told
        WHERE told.recipient_id = met.recipient AND told.kind = 'follow_up' AND told.fair_id = met.fair
    )
    LIMIT %(most)s
"""


def not_delivered(at: datetime, most: int) -> list[Owed]:
    """A mail about a request that its recipient's server refuses for good, to whoever had sent the request."""
    return ask(_NOT_DELIVERED, since=at - rules.MEMORY, most=most)


_NOT_DELIVERED = """
    SELECT DISTINCT
        sender.user_id AS recipient, request.fair_id AS fair, request.id AS subject, 'not_delivered' AS kind,
        max(delivery.ended_at) AS due_at
    FROM reminders_delivery AS delivery
    JOIN reminders_notice AS notice ON notice.id = delivery.notice_id AND notice.kind = 'request_received'
    JOIN meetings_meetingrequest AS request ON request.id = notice.subject
    JOIN fairs_participant AS sender ON sender.id = request.sender_id
    WHERE delivery.status = 'failed' AND delivery.way = 'mail' AND delivery.ended_at > %(since)s
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = sender.user_id AND told.kind = 'not_delivered' AND told.subject = request.id
        )
    GROUP BY sender.user_id, request.fair_id, request.id
    LIMIT %(most)s
"""
