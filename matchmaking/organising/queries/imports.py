"""What is asked about imports."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from matchmaking.fairs.models import Fair
from matchmaking.organising.models import Import
from matchmaking.organising.rules.importing import KEPT, PATIENCE


def due_imports(*, at: datetime) -> QuerySet[Import]:
    """Imports for which a worker is wanted: nobody is at it, or whoever was has died."""
    nobody = Q(touched_at=None) | Q(touched_at__lt=at - PATIENCE)
    return Import.objects.filter(nobody, status__in=Import.UNDER_WAY)


def old_imports(*, at: datetime) -> QuerySet[Import]:
    """Imports of which nothing is needed any more but that they were."""
    last = Coalesce("ended_at", "wanted_at", "at")
    waiting = Import.objects.filter(forgotten_at=None).exclude(status__in=Import.UNDER_WAY)
    return waiting.annotate(last=last).filter(last__lt=at - KEPT)


def imports_of(fair: Fair) -> QuerySet[Import]:
    """The imports of a fair, the newest first, as a list shows them."""
    return Import.objects.filter(fair=fair).select_related("by").defer("samples", "header", "mapping")


def rows_kept(imported: Import) -> QuerySet[Any, Any]:
    """The rows that could not be undone, each once, with the reason and the name by which one knows it."""
    kept = imported.things.exclude(kept="").order_by("row", "-name").distinct("row")
    return kept.values("row", "what", "name", "kept", "kept_for")
