"""What the organiser's desk keeps of its own."""

from matchmaking.organising.models.exports import Export
from matchmaking.organising.models.imports import Import, ImportedThing, ImportProblem

__all__ = [
    "Export",
    "Import",
    "ImportProblem",
    "ImportedThing",
]
