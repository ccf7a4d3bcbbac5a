"""What the desk has done by workers: one module per deed, all of them named here, so that Celery finds them."""

from matchmaking.organising.tasks.data import end_steads_over, erase_when_due, forget_old_parcels, pack_parcels
from matchmaking.organising.tasks.exports import forget_old_exports, write_due_exports, write_export
from matchmaking.organising.tasks.imports import carry_on_due_imports, carry_on_import, forget_old_imports
from matchmaking.organising.tasks.reporting import forget_old_reports, make_due_reports, make_report

__all__ = [
    "carry_on_due_imports",
    "carry_on_import",
    "end_steads_over",
    "erase_when_due",
    "forget_old_exports",
    "forget_old_imports",
    "forget_old_parcels",
    "forget_old_reports",
    "make_due_reports",
    "make_report",
    "pack_parcels",
    "write_due_exports",
    "write_export",
]
