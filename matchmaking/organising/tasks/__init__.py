"""What the desk has done by workers: one module per deed, all of them named here, so that Celery finds them."""

from matchmaking.organising.tasks.reporting import forget_old_reports, make_due_reports, make_report

__all__ = ["forget_old_reports", "make_due_reports", "make_report"]
