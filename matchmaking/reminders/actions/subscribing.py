"""Push messages are turned on in a browser, and off again."""

from datetime import datetime

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.reminders.models import PushSubscription

MOST_BROWSERS = 10


def subscribe(*, user: User, endpoint: str, p256dh: str, auth: str, at: datetime) -> PushSubscription:
    """This browser is told what the user is told, and nobody else any more. Of more than ten the one that was of use
    longest ago is forgotten."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # who counts his browsers counts alone
        subscription, _is_new = PushSubscription.objects.update_or_create(
            endpoint=endpoint,
            defaults={"user": user, "p256dh": p256dh, "auth": auth, "created_at": at, "last_used_at": None},
        )
        his = sorted(PushSubscription.objects.filter(user=user), key=lambda each: each.last_used_at or each.created_at)
        for extra in his[:-MOST_BROWSERS]:
            extra.delete()
    return subscription


def forget(*, user: User, endpoint: str) -> None:
    """The user is not told anything in this browser any more."""
    PushSubscription.objects.filter(user=user, endpoint=endpoint).delete()
