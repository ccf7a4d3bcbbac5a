"""Doors to stands, invitations and documents. What you may not touch is not in the queryset."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from matchmaking.accounts.models import User
from matchmaking.companies.access import companies_owned_by
from matchmaking.exhibitors.models import Document, Exhibitor, Representative, TeamInvitation
from matchmaking.fairs.access import fairs_open_to, fairs_organised_by
from matchmaking.fairs.models import Participant
from matchmaking.fairs.rights import Right

Reader = User | AnonymousUser
PRESENT = (Exhibitor.Status.APPLIED, Exhibitor.Status.APPROVED)


def exhibitors_open_to(user: Reader) -> QuerySet[Exhibitor]:
    """Stands that the user may look at: approved ones of fairs open to him, and those that he may change."""
    approved = Exhibitor.objects.filter(fair__in=fairs_open_to(user), status=Exhibitor.Status.APPROVED)
    if not user.is_authenticated:
        return approved
    return Exhibitor.objects.filter(
        Q(pk__in=approved.values("pk")) | Q(pk__in=exhibitors_editable_by(user).values("pk"))
    )


def exhibitors_editable_by(user: Reader) -> QuerySet[Exhibitor]:
    """Stands that the user prepares: as a representative, as an owner of the company, or as organiser of the fair.

    What stands at an archived fair nobody changes.
    """
    if not user.is_authenticated:
        return Exhibitor.objects.none()
    return Exhibitor.objects.filter(fair__archived_at=None).filter(
        Q(pk__in=_spoken_for(user).values("exhibitor"))
        | Q(status__in=PRESENT, company__in=companies_owned_by(user).values("pk"))
        | Q(fair__in=fairs_organised_by(user, Right.SEE).values("pk"))
    )


def stands_of(user: Reader) -> QuerySet[Exhibitor]:
    """Stands that are the user's own: he speaks for them, or owns the company."""
    if not user.is_authenticated:
        return Exhibitor.objects.none()
    owned = user.memberships.filter(role="owner").values("company")
    return Exhibitor.objects.filter(
        Q(pk__in=_spoken_for(user).values("exhibitor")) | Q(status__in=PRESENT, company__in=owned)
    )


def _spoken_for(user: User) -> QuerySet[Representative]:
    """The user's seats at stands that take part, while he takes part himself and works for the company."""
    return Representative.objects.filter(
        exhibitor__status__in=PRESENT,
        exhibitor__company__in=user.memberships.values("company"),
        participant__user=user,
        participant__status__in=(Participant.Status.APPLIED, Participant.Status.APPROVED),
    )


def documents_open_to(user: Reader) -> QuerySet[Document]:
    """Documents that the user may read: by audience, of stands open to him; all those of stands that he prepares."""
    readable = Q(audience=Document.Audience.EVERYBODY)
    if not user.is_authenticated:
        return Document.objects.filter(readable, exhibitor__in=exhibitors_open_to(user).values("pk"))
    fairs = Participant.objects.filter(user=user, status=Participant.Status.APPROVED).values("fair")
    readable |= Q(audience=Document.Audience.PARTICIPANTS, exhibitor__fair__in=fairs)
    return Document.objects.filter(
        Q(readable, exhibitor__in=exhibitors_open_to(user).values("pk"))
        | Q(exhibitor__in=exhibitors_editable_by(user).values("pk"))
    )


def invitations_editable_by(user: Reader) -> QuerySet[TeamInvitation]:
    """Invitations to stands that the user prepares."""
    return TeamInvitation.objects.filter(exhibitor__in=exhibitors_editable_by(user).values("pk"))
