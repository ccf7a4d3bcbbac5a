"""The administration of what the desk keeps."""

from matchmaking.organising.admin.deeds import (
    DeedAdmin,
    ParcelAdmin,
    RetentionAdmin,
    SteadAdmin,
    TraceAdmin,
    TwoPeopleAdmin,
)
from matchmaking.organising.admin.imports import ExportAdmin, ImportAdmin, ImportedThingAdmin, ImportProblemAdmin
from matchmaking.organising.admin.reports import ReportAdmin

__all__ = [
    "DeedAdmin",
    "ExportAdmin",
    "ImportAdmin",
    "ImportProblemAdmin",
    "ImportedThingAdmin",
    "ParcelAdmin",
    "ReportAdmin",
    "RetentionAdmin",
    "SteadAdmin",
    "TraceAdmin",
    "TwoPeopleAdmin",
]
