"""What is asked about notices and those who read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from matchmaking.accounts.models import User
from matchmaking.reminders.models import DeadAddress, FairLeads, Habits, Notice, Wish


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
    """Each of these people (by his id) who can still be told anything. Three queries."""
    ids = set(users)
    wishes: dict[int, dict[str, Wish]] = defaultdict(dict)
    for wish in Wish.objects.filter(user__in=ids):
        wishes[wish.user_id][wish.kind] = wish
    people = User.objects.filter(pk__in=ids, is_active=True)
    habits = Habits.objects.in_bulk(ids)
    return {user.pk: Reader(user, habits.get(user.pk) or Habits(user=user), wishes[user.pk]) for user in people}


def dead_among(addresses: Iterable[str]) -> set[str]:
    """Of these addresses the ones to which nothing is mailed any more. One query."""
    return set(DeadAddress.objects.filter(address__in=set(addresses)).values_list("address", flat=True))


def unread(user: int) -> int:
    """How many of them he has not looked at."""
    return Notice.objects.filter(recipient=user, dropped="", read_at=None).count()


def leads_of(fair: int) -> FairLeads:
    """When people are reminded at this fair."""
    return FairLeads.objects.filter(pk=fair).first() or FairLeads(fair_id=fair)
