"""Doors to fairs and to those who take part. What you may not touch is not in the queryset."""

from typing import TypedDict

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair, Hall, Participant, Room

Reader = User | AnonymousUser


def fairs_open_to(user: Reader) -> QuerySet[Fair]:
    """Fairs that the user may look at: all but drafts, and the drafts that he organises."""
    published = ~Q(status=Fair.Status.DRAFT)
    if not user.is_authenticated:
        return Fair.objects.filter(published)
    if user.is_superuser:
        return Fair.objects.all()
    return Fair.objects.filter(published | Q(pk__in=fairs_editable_by(user).values("pk")))


def fairs_editable_by(user: Reader) -> QuerySet[Fair]:
    """Fairs that the user organises. An administrator organises all of them."""
    if not user.is_authenticated:
        return Fair.objects.none()
    if user.is_superuser:
        return Fair.objects.all()
    return Fair.objects.filter(
        pk__in=Participant.objects.filter(
            user=user, status=Participant.Status.APPROVED, roles__contains=[Participant.Role.ORGANISER]
        ).values("fair")
    )


def participation(user: Reader, fair: Fair) -> Participant | None:
    """The user's own registration at the fair, whatever its status; None for strangers."""
    if not user.is_authenticated:
        return None
    return Participant.objects.filter(fair=fair, user=user).first()


def participants_open_to(user: Reader) -> QuerySet[Participant]:
    """Registrations that the user may decide about or look into: his own, and those at fairs that he organises."""
    if not user.is_authenticated:
        return Participant.objects.none()
    return Participant.objects.filter(Q(user=user) | Q(fair__in=fairs_editable_by(user)))


def halls_editable_by(user: Reader) -> QuerySet[Hall]:
    """Halls of the fairs that the user organises."""
    return Hall.objects.filter(fair__in=fairs_editable_by(user))


def rooms_editable_by(user: Reader) -> QuerySet[Room]:
    """Rooms of the fairs that the user organises."""
    return Room.objects.filter(hall__fair__in=fairs_editable_by(user))


def open_fair(request: HttpRequest, slug: str) -> Fair:
    """The fair at this address, if the reader may look at it; 404 otherwise."""
    return get_object_or_404(fairs_open_to(request.user), slug=slug)


def organised_fair(request: HttpRequest, slug: str) -> Fair:
    """The fair at this address, if the reader organises it; 404 otherwise."""
    return get_object_or_404(fairs_editable_by(request.user), slug=slug)


class FairContext(TypedDict):
    """What every page of a fair knows about its reader."""

    fair: Fair
    participant: Participant | None
    may_organise: bool


def fair_context(request: HttpRequest, fair: Fair) -> FairContext:
    """The fair, the reader's registration (whatever its status) and whether he organises it. One query at most."""
    participant = participation(request.user, fair)
    return {
        "fair": fair,
        "participant": participant,
        "may_organise": request.user.is_superuser or (participant is not None and participant.is_organiser),
    }
