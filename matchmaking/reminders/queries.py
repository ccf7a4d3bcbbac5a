"""What is asked about notices and those who read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from matchmaking.accounts.models import User
from matchmaking.reminders.models import DeadAddress, FairLeads, Habits, Notice, PushSubscription, Wish


@dataclass(frozen=True)
class Reader:
    """Somebody who is told things, and how he wants to be told."""

    user: User
    habits: Habits
    wishes: Mapping[str, Wish]
    has_push: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.user.time_zone)


def readers(users: Iterable[int]) -> dict[int, Reader]:
    """Each of these people (by his id) who can still be told anything. Four queries."""
    ids = set(users)
    wishes: dict[int, dict[str, Wish]] = defaultdict(dict)
    for wish in Wish.objects.filter(user__in=ids):
        wishes[wish.user_id][wish.kind] = wish
    people = User.objects.filter(pk__in=ids, is_active=True)
    habits = Habits.objects.in_bulk(ids)
    pushed = set(subscriptions(ids).values_list("user_id", flat=True))
    return {
        user.pk: Reader(user, habits.get(user.pk) or Habits(user=user), wishes[user.pk], user.pk in pushed)
        for user in people
    }


def is_push_on() -> bool:
    """Whether this installation sends push messages: it has a key to do so."""
    return bool(settings.VAPID_PRIVATE_KEY)


def subscriptions(users: Iterable[int]) -> QuerySet[PushSubscription]:
    """The browsers in which these people are told."""
    return PushSubscription.objects.filter(user__in=users) if is_push_on() else PushSubscription.objects.none()


def dead_among(addresses: Iterable[str]) -> set[str]:
    """Of these addresses the ones to which nothing is mailed any more. One query."""
    return set(DeadAddress.objects.filter(address__in=set(addresses)).values_list("address", flat=True))


def unread(user: int) -> int:
    """How many of them he has not looked at."""
    return Notice.objects.filter(recipient=user, dropped="", read_at=None).count()


def leads_of(fair: int) -> FairLeads:
    """When people are reminded at this fair."""
    return FairLeads.objects.filter(pk=fair).first() or FairLeads(fair_id=fair)
