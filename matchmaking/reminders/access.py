"""Doors to notices: everybody opens his own, and nobody else's."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from matchmaking.accounts.models import User
from matchmaking.reminders.models import Notice


def notices_open_to(user: User | AnonymousUser) -> QuerySet[Notice]:
    """What the user was told, the newest first. What came too late to be told is not among it."""
    if not user.is_authenticated:
        return Notice.objects.none()
    shown = Notice.objects.filter(recipient=user, dropped="")
    return shown.select_related("recipient", "fair").order_by("-owed_at", "pk")
