"""What the desk keeps: one module per noun."""

from matchmaking.organising.models.deeds import Deed
from matchmaking.organising.models.exports import Export
from matchmaking.organising.models.imports import Import, ImportedThing, ImportProblem
from matchmaking.organising.models.parcels import Parcel
from matchmaking.organising.models.reports import Report
from matchmaking.organising.models.retention import Retention
from matchmaking.organising.models.steads import Stead
from matchmaking.organising.models.traces import Trace
from matchmaking.organising.models.twins import TwoPeople

__all__ = [
    "Deed",
    "Export",
    "Import",
    "ImportProblem",
    "ImportedThing",
    "Parcel",
    "Report",
    "Retention",
    "Stead",
    "Trace",
    "TwoPeople",
]
