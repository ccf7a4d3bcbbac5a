"""Doors to fairs and to those who take part. What you may not touch is not in the queryset."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair, Participant

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
