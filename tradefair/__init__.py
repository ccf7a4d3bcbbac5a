"""The project: wires things up, decides nothing."""

from tradefair.celery import app as celery_app

__all__ = ["celery_app"]
