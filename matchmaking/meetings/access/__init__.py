"""Doors to requests, meetings and people whom one may ask. What you may not touch is not in the queryset."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, Q, QuerySet

from matchmaking.accounts.models import Block, User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.access import fairs_organised_by
from matchmaking.fairs.models import Participant
from matchmaking.fairs.rights import Right
from matchmaking.meetings.models import (
    AgendaFeed,
    Attendance,
    Booking,
    Group,
    MeetingRequest,
    OwnCalendar,
    WaitingListEntry,
)
from matchmaking.meetings.queries import seats_of_everybody
from matchmaking.visitors.access import profiles_open_to

Reader = User | AnonymousUser


def stands_spoken_for_by(user: Reader) -> QuerySet[Exhibitor]:
    """Stands for which the user speaks at this moment: on the team, let in, and of the company."""
    if not user.is_authenticated:
        return Exhibitor.objects.none()
    return Exhibitor.objects.filter(
        status=Exhibitor.Status.APPROVED, pk__in=seats_of_everybody().filter(participant__user=user).values("exhibitor")
    )


def fairs_met_at_by(user: User) -> QuerySet[Participant, Any]:
    """The fairs in which the user takes part, for a subquery."""
    return Participant.objects.filter(user=user, status=Participant.Status.APPROVED).values("fair")


def participants_asked_by(user: Reader) -> QuerySet[Participant]:
    """People whom the user may ask for a meeting: those whom he may see, at fairs in which both take part."""
    if not user.is_authenticated:
        return Participant.objects.none()
    # For each person apart: whoever is looked up alone is not looked for among all that there are.
    seen = Exists(profiles_open_to(user).filter(participant=OuterRef("pk")))
    at_stands = seats_of_everybody().filter(exhibitor__status=Exhibitor.Status.APPROVED)
    speaking = Exists(at_stands.filter(participant=OuterRef("pk")))
    return (
        Participant.objects.filter(
            seen | speaking, fair__in=fairs_met_at_by(user), status=Participant.Status.APPROVED, user__is_active=True
        )
        .exclude(user=user)
        .exclude(Exists(blocks_between(user, "user")))
    )


def stands_asked_by(user: Reader) -> QuerySet[Exhibitor]:
    """Stands that the user may ask for a meeting: approved ones, at fairs in which he takes part."""
    if not user.is_authenticated:
        return Exhibitor.objects.none()
    return Exhibitor.objects.filter(fair__in=fairs_met_at_by(user), status=Exhibitor.Status.APPROVED)


def blocks_between(user: User, path: str) -> QuerySet[Block]:
    """Blocks between the user and the person at this path of the outer query, in either direction."""
    other = OuterRef(path)
    return Block.objects.filter(Q(blocker=user, blocked=other) | Q(blocked=user, blocker=other))


def requests_open_to(user: Reader) -> QuerySet[MeetingRequest]:
    """Requests of which the user is a side: for himself, or as one of a stand's team. A block hides them."""
    if not user.is_authenticated:
        return MeetingRequest.objects.none()
    teams = stands_spoken_for_by(user).values("pk")
    return (
        MeetingRequest.objects.filter(
            Q(sender__user=user) | Q(sender_stand__in=teams) | Q(recipient__user=user) | Q(recipient_stand__in=teams)
        )
        .exclude(Exists(blocks_between(user, "sender__user")))
        .exclude(
            recipient__isnull=False, recipient__in=Participant.objects.filter(Exists(blocks_between(user, "user")))
        )
    )


def requests_answerable_by(user: Reader) -> QuerySet[MeetingRequest]:
    """Of those the ones that came to the user, or to a team of his."""
    if not user.is_authenticated:
        return MeetingRequest.objects.none()
    teams = stands_spoken_for_by(user).values("pk")
    return requests_open_to(user).filter(Q(recipient__user=user) | Q(recipient_stand__in=teams))


def requests_sent_by(user: Reader) -> QuerySet[MeetingRequest]:
    """Of those the ones that the user, or a team of his, has sent."""
    if not user.is_authenticated:
        return MeetingRequest.objects.none()
    teams = stands_spoken_for_by(user).values("pk")
    return requests_open_to(user).filter(Q(sender__user=user) | Q(sender_stand__in=teams))


def bookings_open_to(user: Reader) -> QuerySet[Booking]:
    """Meetings that the user is at, or was; those of a stand that he speaks for are his team's."""
    if not user.is_authenticated:
        return Booking.objects.none()
    own = Attendance.objects.filter(
        Q(user=user, excused_at=None) | Q(stand__in=stands_spoken_for_by(user).values("pk")), booking=OuterRef("pk")
    )
    return Booking.objects.filter(Exists(own))


def bookings_editable_by(user: Reader) -> QuerySet[Booking]:
    """Of those the ones that the user may move, cancel and hand over: he is there as a party to it."""
    if not user.is_authenticated:
        return Booking.objects.none()
    parties = (Attendance.Role.HOST, Attendance.Role.GUEST)
    own = Attendance.objects.filter(
        Q(user=user, excused_at=None) | Q(stand__in=stands_spoken_for_by(user).values("pk")),
        booking=OuterRef("pk"),
        role__in=parties,
    )
    return Booking.objects.filter(Exists(own))


def attendances_of(user: Reader) -> QuerySet[Attendance]:
    """The user's own places at meetings, those from which he is excused too."""
    if not user.is_authenticated:
        return Attendance.objects.none()
    return Attendance.objects.filter(user=user)


FEED = Signer(salt="meetings.feed", sep=".")


def address_part_of(feed: AgendaFeed) -> str:
    """What the feed's address says: whose it is and its key, signed, so that nobody finds one by trying."""
    return FEED.sign(f"{feed.user_id}-{feed.key.hex}")


def feed_at(address_part: str) -> AgendaFeed | None:
    """The feed that is read there; None if the address is forged, revoked, or of somebody who may not sign in."""
    try:
        user, key = FEED.unsign(address_part).split("-")
    except BadSignature:
        return None
    return AgendaFeed.objects.filter(user=int(user), key=UUID(key), user__is_active=True).select_related("user").first()


def waits_of(user: Reader) -> QuerySet[WaitingListEntry]:
    """The user's own places on waiting lists."""
    if not user.is_authenticated:
        return WaitingListEntry.objects.none()
    return WaitingListEntry.objects.filter(waiting__user=user)


def waits_answered_by(user: Reader) -> QuerySet[WaitingListEntry]:
    """Places of those who wait for the user, or for a stand that he speaks for. A block hides them."""
    if not user.is_authenticated:
        return WaitingListEntry.objects.none()
    wanted = Q(wanted__user=user) | Q(wanted_stand__in=stands_spoken_for_by(user).values("pk"))
    return WaitingListEntry.objects.filter(wanted).exclude(Exists(blocks_between(user, "waiting__user")))


def waits_open_to(user: Reader) -> QuerySet[WaitingListEntry]:
    """Places on waiting lists of which the user is a side."""
    return waits_of(user) | waits_answered_by(user)


def calendars_of(user: Reader) -> QuerySet[OwnCalendar]:
    """The user's own calendar. Nobody else opens it, whatever he may otherwise."""
    if not user.is_authenticated:
        return OwnCalendar.objects.none()
    return OwnCalendar.objects.filter(user=user)


def groups_editable_by(user: Reader) -> QuerySet[Group]:
    """Groups of participants at fairs that the user organises."""
    return Group.objects.filter(fair__in=fairs_organised_by(user, Right.SET_UP))
