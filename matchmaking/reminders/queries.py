"""What is asked about notices and those who read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair
from matchmaking.reminders import rules
from matchmaking.reminders.models import (
    Announcement,
    DeadAddress,
    Delivery,
    FairLeads,
    Habits,
    Notice,
    Nudge,
    PushSubscription,
    Wish,
)

BY_MAIL = (Delivery.Way.MAIL, Delivery.Way.DIGEST)
MOST_UNREACHED = 50  # whom an organiser can look after one by one


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


def is_mailed(user: User, kind: str) -> bool:
    """Whether mails of this kind still go to him."""
    wishes = {wish.kind: wish for wish in Wish.objects.filter(user=user, kind=kind)}
    return rules.wished(kind, wishes).mail != Wish.Mail.NEVER


def leads_of(fair: int) -> FairLeads:
    """When people are reminded at this fair."""
    return FairLeads.objects.filter(pk=fair).first() or FairLeads(fair_id=fair)


def told_as_wanted(
    notices: QuerySet[Notice],
    *,
    q: str,
    kind: str,
    way: str,
    state: str,
    since: datetime | None,
    until: datetime | None,
) -> QuerySet[Notice]:
    """Of these notices the ones that a filter asks for. What came too late to be told was not sent on any way."""
    if q:
        notices = notices.filter(Q(recipient__name__icontains=q) | Q(recipient__email__icontains=q))
    if kind:
        notices = notices.filter(kind=kind)
    if since and until:
        notices = notices.filter(owed_at__gte=since, owed_at__lt=until)
    if not way and not state:
        return notices
    deliveries = Delivery.objects.filter(notice=OuterRef("pk"))
    if way:
        deliveries = deliveries.filter(way=way)
    if state:
        deliveries = deliveries.filter(status=state)
    is_dropped = ~Q(dropped="") if state == Delivery.Status.DROPPED and not way else Q(pk__in=[])
    return notices.filter(Exists(deliveries) | is_dropped)


def failed_at(fair: Fair) -> QuerySet[Delivery]:
    """What could not be delivered to people of this fair."""
    return Delivery.objects.filter(notice__fair=fair, status=Delivery.Status.FAILED)


def unreached_at(fair: Fair) -> list[Delivery]:
    """Of everybody whom no mail reaches any more the last one that failed, the latest first."""
    later = Delivery.objects.filter(
        notice__recipient=OuterRef("notice__recipient"),
        way__in=BY_MAIL,
        status=Delivery.Status.SENT,
        ended_at__gt=OuterRef("ended_at"),
    )
    last = (
        failed_at(fair)
        .filter(~Exists(later), way__in=BY_MAIL)
        .order_by("notice__recipient_id", "-ended_at")
        .distinct("notice__recipient_id")
    )
    found = Delivery.objects.filter(pk__in=last.values("pk")).select_related("notice__recipient")
    return list(found.order_by("-ended_at")[:MOST_UNREACHED])


def nudged_until(stands: Iterable[Exhibitor], *, at: datetime) -> dict[int, Nudge]:
    """Of these stands the ones that were asked lately to complete themselves, by their ids. One query."""
    resting = Nudge.objects.filter(stand__in=[stand.pk for stand in stands], rests_until__gt=at)
    return {nudge.stand_id: nudge for nudge in resting}


# What became of announcements --------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """Of one announcement. Notices are kept for ninety days: of an older one there are none any more."""

    told: int = 0
    read: int = 0
    mailed: int = 0
    waiting: int = 0
    returned: int = 0  # the other side's server refuses it, or has refused the address before
    failed: int = 0  # given up for another cause
    pushed: int = 0


def figures_of(announcements: Iterable[Announcement]) -> dict[UUID, Figures]:
    """By their ids, of those that somebody was told of. Two queries, however many they are."""
    ids = [news.pk for news in announcements]
    told = Q(kind=Notice.Kind.ANNOUNCEMENT, subject__in=ids)
    counted = Notice.objects.filter(told).order_by().values("subject")
    seen = counted.annotate(told=Count("pk"), read=Count("pk", filter=Q(read_at__isnull=False)))
    of_announcements = Q(notice__kind=Notice.Kind.ANNOUNCEMENT, notice__subject__in=ids)
    sent, failed, waiting = (
        Q(status=status) for status in (Delivery.Status.SENT, Delivery.Status.FAILED, Delivery.Status.WAITING)
    )
    is_back = failed & Q(problem=Delivery.Problem.REFUSED) | Q(problem=Delivery.Problem.DEAD_ADDRESS)
    mailed = Q(way__in=BY_MAIL)
    ways = (
        Delivery.objects.filter(of_announcements)
        .order_by()
        .values("notice__subject")
        .annotate(
            mailed=Count("pk", filter=mailed & sent),
            waiting=Count("pk", filter=mailed & waiting),
            returned=Count("pk", filter=mailed & is_back),
            failed=Count("pk", filter=mailed & failed & ~Q(problem=Delivery.Problem.REFUSED)),
            pushed=Count("pk", filter=Q(way=Delivery.Way.PUSH) & sent),
        )
    )
    arrived = {row.pop("notice__subject"): row for row in ways}
    return {subject: Figures(**row, **arrived.get(subject, {})) for row in seen if (subject := row.pop("subject"))}
