"""Doors to fairs and to those who take part. What you may not touch is not in the queryset."""

from typing import TypedDict

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from matchmaking.accounts.models import User
from matchmaking.common.plain import columns_of, record_of
from matchmaking.fairs.models import Fair, Hall, Participant, Room
from matchmaking.fairs.rights import IN_THE_ARCHIVE, Right, duties_with, rights_left, rights_of

Reader = User | AnonymousUser


def fairs_open_to(user: Reader) -> QuerySet[Fair]:
    """Fairs that the user may look at: all but drafts and the archive, what he organises, and where he took part."""
    published = ~Q(status=Fair.Status.DRAFT) & Q(archived_at=None)
    if not user.is_authenticated:
        return Fair.objects.filter(published)
    if user.is_superuser:
        return Fair.objects.all()
    took_part = Participant.objects.filter(user=user, status=Participant.Status.APPROVED)
    remembered = Q(archived_at__isnull=False, pk__in=took_part.values("fair"))
    return Fair.objects.filter(published | remembered | Q(pk__in=fairs_organised_by(user, Right.SEE).values("pk")))


def fairs_organised_by(user: Reader, right: Right) -> QuerySet[Fair]:
    """Fairs at whose desk the user has this right, which in the archive is not every one. An administrator has each."""
    if not user.is_authenticated:
        return Fair.objects.none()
    fairs = Fair.objects.all() if right in IN_THE_ARCHIVE else Fair.objects.filter(archived_at=None)
    if user.is_superuser:
        return fairs
    return fairs.filter(
        pk__in=Participant.objects.filter(
            user=user, status=Participant.Status.APPROVED, duty__in=duties_with(right)
        ).values("fair")
    )


def fairs_owned_by(user: Reader) -> QuerySet[Fair]:
    """Fairs that are the user's own: an administrator's are those that he owns, too."""
    if not user.is_authenticated:
        return Fair.objects.none()
    owned = Participant.objects.filter(user=user, status=Participant.Status.APPROVED, duty__in=duties_with(Right.OWN))
    return Fair.objects.filter(pk__in=owned.values("fair"))


def participation(user: Reader, fair: Fair) -> Participant | None:
    """The user's own registration at the fair, whatever its status; None for strangers."""
    if not user.is_authenticated:
        return None
    return Participant.objects.filter(fair=fair, user=user).first()


def participants_open_to(user: Reader) -> QuerySet[Participant]:
    """Registrations that the user may decide about or look into: his own, and those at fairs that he organises."""
    if not user.is_authenticated:
        return Participant.objects.none()
    return Participant.objects.filter(Q(user=user) | Q(fair__in=fairs_organised_by(user, Right.KNOW)))


def halls_editable_by(user: Reader) -> QuerySet[Hall]:
    """Halls of the fairs that the user sets up."""
    return Hall.objects.filter(fair__in=fairs_organised_by(user, Right.SET_UP))


def rooms_editable_by(user: Reader) -> QuerySet[Room]:
    """Rooms of the fairs that the user sets up."""
    return Room.objects.filter(hall__fair__in=fairs_organised_by(user, Right.SET_UP))


def open_fair(request: HttpRequest, slug: str) -> Fair:
    """The fair at this address, if the reader may look at it; 404 otherwise."""
    return get_object_or_404(fairs_open_to(request.user), slug=slug)


def organised_fair(request: HttpRequest, slug: str, right: Right) -> Fair:
    """The fair at this address, if the reader has this right at its desk; 404 otherwise.

    One query, whose answer is all that `fair_context` wants to know in the same request.
    """
    found = fair_page(request, slug)
    if right not in found["rights"]:
        raise Http404
    request.fair_found = found  # type: ignore[attr-defined]
    return found["fair"]


class FairContext(TypedDict):
    """What every page of a fair knows about its reader."""

    fair: Fair
    participant: Participant | None
    may_organise: bool
    rights: frozenset[Right]


def fair_context(request: HttpRequest, fair: Fair) -> FairContext:
    """The fair, the reader's registration (whatever its status) and what he may at its desk. One query at most, and
    none if he has come in by the door of the desk."""
    found: FairContext | None = getattr(request, "fair_found", None)
    if found is not None and found["fair"] is fair:
        return found
    return context_of(request.user, fair, participation(request.user, fair))


def context_of(user: Reader, fair: Fair, participant: Participant | None) -> FairContext:
    rights = rights_left(frozenset(Right), fair) if user.is_superuser else rights_of(participant, fair)
    return {"fair": fair, "participant": participant, "may_organise": Right.SEE in rights, "rights": rights}


# In the order of the model; all else is read when asked for.
OWN = ("id", "fair_id", "user_id", "roles", "duty", "status")


def fair_page(request: HttpRequest, slug: str) -> FairContext:
    """`fair_context` of the fair at this address, if the reader may look at it; 404 otherwise. One query.

    The same door as `fairs_open_to`, in plain SQL: pages that are asked for all the time spend more on writing that
    query than on its answer (docs/scaling.md).
    """
    user = request.user
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {columns_of(Participant, "own", OWN)}, {columns_of(Fair, "fair")} FROM fairs_fair AS fair
            LEFT JOIN fairs_participant AS own ON own.fair_id = fair.id AND own.user_id = %(user)s
            WHERE fair.slug = %(slug)s AND (
                (fair.status <> %(draft)s AND fair.archived_at IS NULL) OR %(superuser)s
                OR (own.status = %(approved)s AND (own.duty <> '' OR fair.archived_at IS NOT NULL))
            )
            """,
            {
                "user": user.pk,
                "slug": slug,
                "superuser": user.is_superuser,
                "draft": Fair.Status.DRAFT,
                "approved": Participant.Status.APPROVED,
            },
        )
        row = cursor.fetchone()
    if row is None:
        raise Http404
    own, fair = row[: len(OWN)], record_of(Fair, row[len(OWN) :])
    participant = record_of(Participant, own, OWN) if own[0] else None
    return context_of(user, fair, participant)
