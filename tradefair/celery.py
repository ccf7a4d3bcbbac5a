"""Celery: what a request should not wait for, and what is due."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")

app = Celery("tradefair")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
