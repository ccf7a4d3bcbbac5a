"""What is behind the times: dossiers older than what they are made of, and fairs whose lists are older than that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from matchmaking.discovery import rules
from matchmaking.discovery.models import FairWeights, Run
from matchmaking.fairs.models import Fair
from matchmaking.meetings.models import Barrier

LIVE = (Fair.Status.OPEN, Fair.Status.LIVE)


def fairs_with_lists() -> QuerySet[Fair]:
    """Fairs in which people look for each other, whose lists have been made once."""
    return Fair.objects.filter(status__in=LIVE, runs__kind=Run.Kind.LIVE, runs__status=Run.Status.DONE).distinct()


@dataclass(frozen=True)
class Stale:
    """Whose dossier is behind: exactly one of the two is there."""

    profile: UUID | None
    exhibitor: int | None


def stale_in(fair: Fair) -> list[Stale]:
    """Who has changed since his dossier was made, has none or should have none, or has said something of others since.

    One query. Whatever changes a profile or a stand rewrites its line in the directory.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STALE, {"fair": fair.pk, "most": rules.MOST_ONE_BY_ONE + 1})
        return [Stale(*row) for row in cursor.fetchall()]


_STALE = """
    SELECT entry.profile_id, NULL FROM visitors_directoryentry AS entry
    JOIN visitors_visitorprofile AS profile ON profile.id = entry.profile_id
    JOIN fairs_participant AS person ON person.id = profile.participant_id AND person.status = 'approved'
    LEFT JOIN discovery_dossier AS dossier ON dossier.profile_id = entry.profile_id
    WHERE entry.fair_id = %(fair)s AND (
        dossier.id IS NULL OR entry.indexed_at > dossier.known_at OR dossier.scored_at IS NULL
    )
    UNION
    SELECT NULL, entry.exhibitor_id FROM exhibitors_directoryentry AS entry
    JOIN exhibitors_exhibitor AS stand ON stand.id = entry.exhibitor_id AND stand.status = 'approved'
    LEFT JOIN discovery_dossier AS dossier ON dossier.exhibitor_id = entry.exhibitor_id
    WHERE entry.fair_id = %(fair)s AND (
        dossier.id IS NULL OR entry.indexed_at > dossier.known_at OR dossier.scored_at IS NULL
    )
    UNION
    SELECT dossier.profile_id, dossier.exhibitor_id FROM discovery_dossier AS dossier
    JOIN discovery_mark AS mark ON (mark.side = 'visitor' AND mark.profile_id = dossier.profile_id)
        OR (mark.side = 'stand' AND mark.exhibitor_id = dossier.exhibitor_id)
    WHERE dossier.fair_id = %(fair)s AND mark.at > dossier.known_at
    UNION
    SELECT dossier.profile_id, NULL FROM discovery_dossier AS dossier
    JOIN visitors_visitorprofile AS profile ON profile.id = dossier.profile_id
    JOIN fairs_participant AS person ON person.id = profile.participant_id AND person.status <> 'approved'
    WHERE dossier.fair_id = %(fair)s
    UNION
    SELECT NULL, dossier.exhibitor_id FROM discovery_dossier AS dossier
    JOIN exhibitors_exhibitor AS stand ON stand.id = dossier.exhibitor_id AND stand.status <> 'approved'
    WHERE dossier.fair_id = %(fair)s
    UNION
    SELECT NULL, dossier.exhibitor_id FROM trust_endorsement AS endorsement
    JOIN discovery_dossier AS dossier ON dossier.exhibitor_id = endorsement.exhibitor_id
    WHERE dossier.fair_id = %(fair)s AND GREATEST(endorsement.at, endorsement.withdrawn_at) > dossier.known_at
    UNION
    SELECT profile_id, exhibitor_id FROM discovery_dossier
    WHERE fair_id = %(fair)s AND forgotten_at > known_at
    LIMIT %(most)s
"""


def due_runs(*, at: datetime) -> Iterator[Run]:
    """Runs that wait for a worker, and those whose worker has died."""
    died = Q(status=Run.Status.RUNNING, touched_at__lt=at - rules.PATIENCE)
    yield from Run.objects.filter(Q(status=Run.Status.WAITING) | died).order_by("wanted_at")


def fairs_to_match(*, at: datetime) -> list[Fair]:
    """Fairs whose lists were never made, or for other barriers or weights than there are, or that are old and not right
    any more, and of which nobody makes new ones."""
    live = Run.objects.filter(fair=OuterRef("pk"), kind=Run.Kind.LIVE)
    under_way = live.filter(status__in=(Run.Status.WAITING, Run.Status.RUNNING))
    newer = live.filter(wanted_at__gt=at - rules.AGE)
    fairs = Fair.objects.filter(~Exists(under_way), status__in=LIVE, exhibitors__status="approved").distinct()
    found = list(fairs.filter(~Exists(newer)))
    chosen = {fair.pk for fair in found}
    for fair in fairs.filter(Exists(newer)).exclude(pk__in=chosen):
        last = (
            Run.objects.filter(fair=fair, kind=Run.Kind.LIVE).order_by("-wanted_at").values_list("wanted_at", flat=True)
        )
        if _ordered_otherwise(fair, last[0]):
            found.append(fair)
    return found


def _ordered_otherwise(fair: Fair, since: datetime) -> bool:
    """The organiser has said since who may meet whom, or what counts."""
    changed: list[Any] = [
        Barrier.history.filter(fair=fair, history_date__gt=since),
        FairWeights.objects.filter(fair=fair, changed_at__gt=since),
    ]
    return any(each.exists() for each in changed)
