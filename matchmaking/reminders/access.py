"""Doors to notices: everybody opens his own; who organises a fair sees that somebody was told, and not what."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fairs_organised_by
from matchmaking.fairs.rights import Right
from matchmaking.reminders.models import Announcement, Notice


def notices_open_to(user: User | AnonymousUser) -> QuerySet[Notice]:
    """What the user was told, the newest first. What came too late to be told is not among it."""
    if not user.is_authenticated:
        return Notice.objects.none()
    shown = Notice.objects.filter(recipient=user, dropped="")
    return shown.select_related("recipient", "fair").order_by("-owed_at", "pk")


def notices_kept_by(user: User | AnonymousUser) -> QuerySet[Notice]:
    """Whoever was told something at the fairs that the user organises, or came too late to be; the newest first."""
    kept = Notice.objects.filter(fair__in=fairs_organised_by(user, Right.TELL))
    return kept.select_related("recipient").prefetch_related("deliveries").order_by("-owed_at", "pk")


def announcements_editable_by(user: User | AnonymousUser) -> QuerySet[Announcement]:
    """What is said, or is to be, at the fairs where the user may tell people something."""
    told = Announcement.objects.filter(fair__in=fairs_organised_by(user, Right.TELL))
    return told.select_related("fair", "written_by", "hall").prefetch_related("texts")
