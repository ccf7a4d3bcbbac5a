"""Announcements as tests want them."""

from datetime import timedelta

from matchmaking.reminders.models import Announcement
from tests.make import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def draft(fair, **kw):
    facts = {"title": "The doors are open", "text": "Come in.", "language": "en", "written_at": NOW}
    return Announcement.objects.create(**{"fair": fair} | facts | kw)


def gone_out(fair, **kw):
    return draft(fair, **{"send_at": NOW - HOUR, "begun_at": NOW - HOUR, "ended_at": NOW, "reached": 1} | kw)


def typed(**kw):
    """What the form sends."""
    return {"title": "Lunch is at one", "text": "In hall B.", "language": "en"} | kw


def fresh(news):
    return Announcement.objects.get(pk=news.pk)
