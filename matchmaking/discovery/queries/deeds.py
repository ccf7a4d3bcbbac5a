"""What one side has done about the other: what it opened, kept, dismissed, asked for and answered."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from matchmaking.discovery.models import Dossier

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Done:
    """One deed: about whose dossier, and what."""

    other: int
    deed: str
    cause: str = ""
    stars: int | None = None


def deeds_of(dossier: Dossier) -> list[Done]:
    """What the owner of the dossier has done since he last had everything forgotten. One query."""
    is_visitor = dossier.profile_id is not None
    with connection.cursor() as cursor:
        cursor.execute(
            _OF_VISITOR if is_visitor else _OF_STAND,
            {
                "me": dossier.profile_id or dossier.exhibitor_id,
                "side": "visitor" if is_visitor else "stand",
                "since": dossier.forgotten_at or BEGINNING,
            },
        )
        return [Done(*row) for row in cursor.fetchall()]


def _statement(own: str, other: str, requests: str) -> str:
    said: dict[str, Any] = {"own": own, "other": other, "requests": requests}
    return """
        WITH deed AS (
            SELECT {other} AS other, 'opened' AS deed, '' AS cause, NULL::int AS stars FROM discovery_opening
            WHERE {own} = %(me)s AND side = %(side)s AND at >= %(since)s
            UNION ALL SELECT {other}, kind, cause, NULL FROM discovery_mark
            WHERE {own} = %(me)s AND side = %(side)s AND at >= %(since)s AND kind <> ''
            UNION ALL SELECT {other}, 'met', '', stars FROM discovery_mark
            WHERE {own} = %(me)s AND side = %(side)s AND at >= %(since)s AND stars IS NOT NULL
            UNION ALL {requests}
        )
        SELECT dossier.id, deed.deed, deed.cause, deed.stars FROM deed
        JOIN discovery_dossier AS dossier ON dossier.{other} = deed.other
        ORDER BY dossier.id, deed.deed
    """.format(**said)


_OF_VISITOR = _statement(
    "profile_id",
    "exhibitor_id",
    """
        SELECT recipient_stand_id, 'asked', '', NULL FROM meetings_meetingrequest AS request
        JOIN visitors_visitorprofile AS profile ON profile.participant_id = request.sender_id
        WHERE profile.id = %(me)s AND recipient_stand_id IS NOT NULL AND sent_at >= %(since)s
        UNION ALL
        SELECT sender_stand_id, status, '', NULL FROM meetings_meetingrequest AS request
        JOIN visitors_visitorprofile AS profile ON profile.participant_id = request.recipient_id
        WHERE profile.id = %(me)s AND sender_stand_id IS NOT NULL AND answered_at >= %(since)s
            AND status IN ('accepted', 'declined')
    """,
)
_OF_STAND = _statement(
    "exhibitor_id",
    "profile_id",
    """
        SELECT profile.id, 'asked', '', NULL FROM meetings_meetingrequest AS request
        JOIN visitors_visitorprofile AS profile ON profile.participant_id = request.recipient_id
        WHERE request.sender_stand_id = %(me)s AND sent_at >= %(since)s
        UNION ALL
        SELECT profile.id, status, '', NULL FROM meetings_meetingrequest AS request
        JOIN visitors_visitorprofile AS profile ON profile.participant_id = request.sender_id
        WHERE request.recipient_stand_id = %(me)s AND answered_at >= %(since)s AND status IN ('accepted', 'declined')
    """,
)
