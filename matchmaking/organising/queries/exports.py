"""What is asked about exports."""

from datetime import datetime

from django.db.models import Q, QuerySet

from matchmaking.organising.models import Export
from matchmaking.organising.rules.exporting import KEPT
from matchmaking.organising.rules.importing import PATIENCE


def due_exports(*, at: datetime) -> QuerySet[Export]:
    """Exports at which no worker is, or only one that has died."""
    nobody = Q(touched_at=None) | Q(touched_at__lt=at - PATIENCE)
    return Export.objects.filter(nobody, status=Export.Status.RUNNING)


def old_exports(*, at: datetime) -> QuerySet[Export]:
    """Those that were ready, or failed, a week ago."""
    over = Export.objects.exclude(status=Export.Status.RUNNING)
    return over.filter(ended_at__lt=at - KEPT)
