"""Doors to visitors' profiles. Who may not see a profile does not find it: not by search, by address or by count."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q, QuerySet

from matchmaking.accounts.models import Block, User
from matchmaking.fairs.access import fairs_organised_by
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right
from matchmaking.visitors.models import DirectoryEntry, VisitorProfile

Reader = User | AnonymousUser

Role, Status, Visibility = Participant.Role, Participant.Status, VisitorProfile.Visibility

# Whose own profile stays open to himself: those who wait and those who were let in.
STILL_HERE = (Status.APPLIED, Status.APPROVED)


def profiles_open_to(user: Reader) -> QuerySet[VisitorProfile]:
    """Profiles that the user may see: his own, all at fairs that he organises, and those whose owners allow it.

    Others see only people who were let in and have not left, and a block hides both from each other.
    """
    if not user.is_authenticated:
        return VisitorProfile.objects.none()
    if user.is_superuser:
        return VisitorProfile.objects.all()
    here = Participant.objects.filter(user=user, status=Status.APPROVED)
    trading = here.filter(roles__contains=[Role.EXHIBITOR])
    allowed = Q(visibility=Visibility.EVERYBODY, participant__fair__in=here.values("fair")) | Q(
        visibility=Visibility.EXHIBITORS, participant__fair__in=trading.values("fair")
    )
    present = Q(participant__status=Status.APPROVED, participant__user__is_active=True)
    organised = Q(participant__fair__in=fairs_organised_by(user, Right.KNOW).values("pk"))
    return VisitorProfile.objects.filter(_own(user) | organised | (allowed & present & ~_blocked(user)))


def profiles_editable_by(user: Reader) -> QuerySet[VisitorProfile]:
    """The user's own profiles, at fairs that he has not left. What stands at an archived fair nobody changes."""
    if not user.is_authenticated:
        return VisitorProfile.objects.none()
    return VisitorProfile.objects.filter(_own(user), participant__fair__archived_at=None)


def participants_with_a_profile_of(user: Reader) -> QuerySet[Participant]:
    """The user's own registrations as a visitor: where he may write a profile."""
    if not user.is_authenticated:
        return Participant.objects.none()
    return Participant.objects.filter(
        user=user, status__in=STILL_HERE, roles__contains=[Role.VISITOR], fair__archived_at=None
    )


def _own(user: User) -> Q:
    return Q(participant__user=user, participant__status__in=STILL_HERE)


def _blocked(user: User, path: str = "participant__user") -> Q:
    """True of somebody whom the user has blocked, or who has blocked the user."""
    return Q(**{f"{path}__in": Block.objects.filter(blocker=user).values("blocked")}) | Q(
        **{f"{path}__in": Block.objects.filter(blocked=user).values("blocker")}
    )


@dataclass(frozen=True)
class Viewer:
    """Somebody who may open a fair's directory of visitors, and what decides whom he finds there."""

    user: User
    fair: Fair
    sees_all: bool = False
    trades: bool = False
    has_blocks: bool = False
    hidden_self: UUID | None = None  # his own profile, where others of his kind would not find it

    @property
    def kind(self) -> str:
        """The class of viewers who find exactly the same people. Empty for a class of one, whose finds are not kept."""
        if self.sees_all:
            return "organiser"
        if self.has_blocks or self.hidden_self:
            return ""
        return "exhibitor" if self.trades else "visitor"


def viewer_of(user: User, fair: Fair, participant: Participant | None) -> Viewer | None:
    """The user as a viewer of this fair's visitors; None for all who are not let in, or not any more. One query."""
    if user.is_superuser:
        return Viewer(user, fair, sees_all=True)
    if participant is None or not participant.is_approved:
        return None
    if participant.is_organiser:
        return Viewer(user, fair, sees_all=True)
    has_blocks, profile_id, visibility = _standing(participant)
    return Viewer(
        user=user,
        fair=fair,
        trades=participant.is_exhibitor,
        has_blocks=has_blocks,
        hidden_self=None if visibility in visible_to(participant.is_exhibitor) else profile_id,
    )


def _standing(participant: Participant) -> tuple[bool, UUID | None, str | None]:
    """Whether anybody is blocked by or from him, and his profile with its visibility. Plain SQL: every page asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT
                EXISTS (SELECT FROM accounts_block WHERE %(user)s IN (blocker_id, blocked_id)), own.id, own.visibility
            FROM (SELECT) AS one LEFT JOIN visitors_visitorprofile AS own ON own.participant_id = %(participant)s
            """,
            {"user": participant.user_id, "participant": participant.pk},
        )
        has_blocks, profile_id, visibility = cursor.fetchone()
    return has_blocks, profile_id, visibility


def visible_to(trades: bool) -> list[str]:
    """How visible a profile must be for others who take part, with or without something to sell."""
    return [Visibility.EVERYBODY, Visibility.EXHIBITORS] if trades else [Visibility.EVERYBODY]


def entries_open_to(viewer: Viewer) -> QuerySet[DirectoryEntry]:
    """Lines of the fair's directory that the viewer may find: of `profiles_open_to`, those who were let in.

    What decides is read from the profile and the participation as they are now, never from the derived line.
    """
    entries = DirectoryEntry.objects.filter(
        fair=viewer.fair, profile__participant__status=Status.APPROVED, profile__participant__user__is_active=True
    )
    if viewer.sees_all:
        return entries
    allowed = Q(profile__visibility__in=visible_to(viewer.trades))
    if viewer.has_blocks:
        allowed &= ~_blocked(viewer.user, "profile__participant__user")
    if viewer.hidden_self:
        allowed |= Q(profile=viewer.hidden_self)
    return entries.filter(allowed)


def are_still_open_to(viewer: Viewer, profiles: Sequence[UUID]) -> bool:
    """Whether a viewer of a shared class may find all of these profiles at this moment.

    The same door as `entries_open_to`, in plain SQL: every page that is kept asks this first (docs/scaling.md).
    """
    assert viewer.kind, "Somebody with blocks or a hidden profile finds people of his own: nothing of his is kept."
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM visitors_visitorprofile AS profile
            JOIN fairs_participant AS participant ON participant.id = profile.participant_id
            JOIN accounts_user AS person ON person.id = participant.user_id
            JOIN visitors_directoryentry AS entry ON entry.profile_id = profile.id
            WHERE profile.id = ANY(%(profiles)s) AND entry.fair_id = %(fair)s
                AND participant.status = %(approved)s AND person.is_active
                AND (%(sees_all)s OR profile.visibility = ANY(%(visible)s))
            """,
            {
                "profiles": list(profiles),
                "fair": viewer.fair.pk,
                "approved": Status.APPROVED,
                "sees_all": viewer.sees_all,
                "visible": [str(value) for value in visible_to(viewer.trades)],
            },
        )
        (found,) = cursor.fetchone()
    return bool(found == len(profiles))
