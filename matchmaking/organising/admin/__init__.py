"""The administration of what the desk keeps."""

from matchmaking.organising.admin.deeds import DeedAdmin
from matchmaking.organising.admin.reports import ReportAdmin

__all__ = ["DeedAdmin", "ReportAdmin"]
