"""What the desk keeps: one module per noun."""

from matchmaking.organising.models.deeds import Deed
from matchmaking.organising.models.reports import Report

__all__ = ["Deed", "Report"]
