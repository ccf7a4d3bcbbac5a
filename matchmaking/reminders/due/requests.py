"""What is owed about requests, and about what is offered from a waiting list."""

from datetime import datetime

from matchmaking.reminders import rules
from matchmaking.reminders.due.owed import Owed, ask

# Everybody who can give the answer that an open request waits for: the sender, if other times were proposed to him; the
# recipient; or, as long as it is nobody's in particular, everybody of the stand's team.
_WHOSE_TURN = """
    CROSS JOIN LATERAL (
        SELECT person.user_id FROM fairs_participant AS person
        WHERE person.id = CASE request.turn WHEN 'sender' THEN request.sender_id ELSE request.recipient_id END
        UNION
        SELECT person.user_id FROM exhibitors_representative AS speaker
        JOIN fairs_participant AS person ON person.id = speaker.participant_id AND person.status = %(approved)s
        WHERE request.turn = 'recipient' AND request.recipient_id IS NULL
            AND speaker.exhibitor_id = request.recipient_stand_id
    ) AS asked
"""


def waiting_for_an_answer(at: datetime, most: int) -> list[Owed]:
    """A request that one has not heard of, or that says something else than what one has heard."""
    return ask(_WAITING, at=at, most=most)


_WAITING = f"""
    SELECT
        asked.user_id AS recipient, request.fair_id AS fair, request.id AS subject,
        CASE WHEN last.said IS NULL AND request.turn = 'recipient' THEN 'request_received' ELSE 'request_changed' END
            AS kind,
        CASE WHEN last.said IS NULL AND request.turn = 'recipient' THEN '' ELSE request.version::text END AS occasion,
        request.version::text AS said, request.sent_at AS due_at, request.expires_at AS ends_at
    FROM meetings_meetingrequest AS request
    {_WHOSE_TURN}
    LEFT JOIN LATERAL (
        SELECT notice.said FROM reminders_notice AS notice
        WHERE notice.recipient_id = asked.user_id AND notice.subject = request.id
            AND notice.kind IN ('request_received', 'request_changed')
        ORDER BY notice.owed_at DESC LIMIT 1
    ) AS last ON true
    WHERE request.status = %(open)s AND request.expires_at > %(at)s AND last.said IS DISTINCT FROM request.version::text
    ORDER BY request.sent_at LIMIT %(most)s
"""


def expiring(at: datetime, most: int) -> list[Owed]:
    """The last hours of a request that has waited for long, to whoever can answer it."""
    return ask(_EXPIRING, at=at, soon=rules.EXPIRES_SOON, most=most)


_EXPIRING = f"""
    SELECT
        asked.user_id AS recipient, request.fair_id AS fair, request.id AS subject, 'request_expiring' AS kind,
        request.version::text AS occasion, request.expires_at - %(soon)s AS due_at, request.expires_at AS ends_at
    FROM meetings_meetingrequest AS request
    {_WHOSE_TURN}
    WHERE request.status = %(open)s AND request.expires_at > %(at)s AND request.expires_at <= %(at)s + %(soon)s
        AND request.sent_at <= request.expires_at - 2 * %(soon)s
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = asked.user_id AND told.kind = 'request_expiring' AND told.subject = request.id
                AND told.occasion = request.version::text
        )
    ORDER BY request.expires_at LIMIT %(most)s
"""


def ended(at: datetime, most: int) -> list[Owed]:
    """A request that was declined or has expired, to the side that waited for an answer; one that was withdrawn, to
    whoever was told of it. That it was accepted is told as a meeting."""
    return ask(_ENDED, at=at, since=at - rules.MEMORY, most=most)


_ENDED = """
    WITH ended AS MATERIALIZED (
        SELECT * FROM meetings_meetingrequest
        WHERE answered_at > %(since)s AND status IN ('declined', 'expired', 'withdrawn')
    ), heard AS (
        SELECT ended.id, notice.recipient_id FROM ended
        JOIN reminders_notice AS notice ON notice.subject = ended.id
            AND notice.kind IN ('request_received', 'request_changed')
        JOIN fairs_participant AS sender ON sender.id = ended.sender_id AND sender.user_id <> notice.recipient_id
    ), concerned AS (
        SELECT ended.id, sender.user_id AS recipient FROM ended
        JOIN fairs_participant AS sender ON sender.id = ended.sender_id
        WHERE ended.status = 'expired' OR ended.status = 'declined' AND ended.turn = 'recipient'
        UNION
        SELECT heard.id, heard.recipient_id FROM heard
        JOIN ended ON ended.id = heard.id
        WHERE ended.status = 'withdrawn' OR ended.turn = 'sender'
    )
    SELECT
        concerned.recipient, ended.fair_id AS fair, ended.id AS subject, 'request_' || ended.status AS kind,
        ended.answered_at AS due_at
    FROM ended JOIN concerned ON concerned.id = ended.id
    WHERE NOT EXISTS (
        SELECT FROM reminders_notice AS told
        WHERE told.recipient_id = concerned.recipient AND told.kind = 'request_' || ended.status
            AND told.subject = ended.id
    )
    ORDER BY ended.answered_at LIMIT %(most)s
"""


def offered(at: datetime, most: int) -> list[Owed]:
    """A time that has become free, to whoever is first in line for it."""
    return ask(_OFFERED, at=at, most=most)


_OFFERED = """
    SELECT
        person.user_id AS recipient, entry.fair_id AS fair, entry.id AS subject, 'offer' AS kind,
        floor(extract(epoch FROM entry.offered_at))::bigint::text AS occasion, entry.offered_at AS due_at,
        entry.offer_ends_at AS ends_at
    FROM meetings_waitinglistentry AS entry
    JOIN fairs_participant AS person ON person.id = entry.waiting_id
    WHERE entry.status = 'offered' AND entry.offer_ends_at > %(at)s
        AND NOT EXISTS (
            SELECT FROM reminders_notice AS told
            WHERE told.recipient_id = person.user_id AND told.kind = 'offer' AND told.subject = entry.id
                AND told.occasion = floor(extract(epoch FROM entry.offered_at))::bigint::text
        )
    ORDER BY entry.offered_at LIMIT %(most)s
"""
