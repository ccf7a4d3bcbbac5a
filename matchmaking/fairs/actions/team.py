"""Who organises a fair: duties, invitations by mail, accepting them, and leaving the team."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from matchmaking.accounts.models import User
from matchmaking.fairs import queries, rules
from matchmaking.fairs.actions.joining import hold_participant, take_leave
from matchmaking.fairs.actions.referee import hold_fair, refereed
from matchmaking.fairs.announcements import announce_invitation
from matchmaking.fairs.errors import OrganisesAlready, TooManyInvitations
from matchmaking.fairs.models import Fair, OrganiserInvitation, Participant

Duty, Role, Status = Participant.Duty, Participant.Role, Participant.Status
LASTS = timedelta(days=7)


def change_duty(*, organiser: Participant, duty: str, at: datetime) -> Participant:
    """The organiser has this duty. Somebody else remains who owns the fair."""
    with refereed():
        ours = hold_organiser(organiser)
        if duty != Duty.OWNER:
            rules.check_owner_remains(ours, queries.other_owners(ours))
            take_back_invitations(ours, at)
        ours.duty = duty
        ours.save()
    return ours


def remove_organiser(*, organiser: Participant, at: datetime) -> Participant:
    """The person no longer organises the fair. Who came for nothing else has left it."""
    with refereed():
        ours = hold_organiser(organiser)
        rules.check_owner_remains(ours, queries.other_owners(ours))
        take_back_invitations(ours, at)
        if ours.roles == [Role.ORGANISER]:
            ours.status, ours.left_at = Status.LEFT, at
            take_leave([ours.pk], at)
        else:
            ours.roles, ours.duty = [role for role in ours.roles if role != Role.ORGANISER], ""
        ours.save()
    return ours


def hold_organiser(organiser: Participant) -> Participant:
    """The organiser as he is now; nobody else decides about organisers of this fair until the transaction ends."""
    ours = hold_participant(organiser)
    rules.check_not_archived(ours.fair)
    rules.check_organises(ours)
    return ours


def take_back_invitations(ours: Participant, at: datetime) -> None:
    """Whoever owns the fair no more has invited nobody."""
    open_ones = OrganiserInvitation.objects.filter(fair=ours.fair_id, accepted_at=None, revoked_at=None)
    open_ones.filter(invited_by=ours.user_id).update(revoked_at=at)


# Invitations ----------------------------------------------------------------


def digest_of(secret: str) -> str:
    """What the database keeps of an invitation's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite_organiser(*, fairs: Sequence[Fair], email: str, duty: str, by: User, at: datetime) -> OrganiserInvitation:
    """The address is invited to each of these fairs, by one mail that is due to be sent. The first fair's leads.

    An earlier invitation to one of them is taken back. Where the person organises already, he is invited no more;
    OrganisesAlready if that is so at the first.
    """
    email = email.strip().lower()
    leader: OrganiserInvitation | None = None
    with refereed():
        for fair in sorted(fairs, key=lambda fair: fair.pk):
            rules.check_not_archived(hold_fair(fair.pk))
        for fair in fairs:
            if queries.organisers_of(fair).filter(user__email=email).exists():
                if leader is None:
                    raise OrganisesAlready
                continue
            invitation = _invite(fair, email=email, duty=duty, leader=leader, by=by, at=at)
            leader = leader or invitation
        assert leader is not None  # there is a first fair
        announce_invitation(leader.pk)
    return leader


def _invite(
    fair: Fair, *, email: str, duty: str, leader: OrganiserInvitation | None, by: User, at: datetime
) -> OrganiserInvitation:
    open_ones = OrganiserInvitation.objects.filter(fair=fair, accepted_at=None, revoked_at=None)
    open_ones.filter(email=email).update(revoked_at=at)
    if open_ones.filter(expires_at__gt=at).count() >= rules.MOST_INVITATIONS:
        raise TooManyInvitations
    return OrganiserInvitation.objects.create(
        fair=fair,
        email=email,
        duty=duty,
        leader=leader,
        digest=digest_of(secrets.token_urlsafe(32)),  # nobody's yet: the real secret is made when the mail is
        invited_by=by,
        created_at=at,
        expires_at=at + LASTS,
        sent_at=at if leader else None,  # it goes with the leader's mail
    )


def claim_invitation(*, invitation_id: UUID | str, at: datetime) -> str | None:
    """The secret for the mail, made now and never stored; None if somebody else sends it, or nobody should."""
    secret = secrets.token_urlsafe(32)
    due = queries.due_invitations(at=at).filter(pk=invitation_id)
    return secret if due.update(digest=digest_of(secret), sent_at=at) == 1 else None


def release_invitation(*, invitation_id: UUID | str) -> None:
    """The mail could not be sent: it is due again."""
    OrganiserInvitation.objects.filter(pk=invitation_id).update(sent_at=None)


def revoke_invitation(*, invitation: OrganiserInvitation, at: datetime) -> None:
    """The invitation leads nowhere any more. One that was used stays as it is."""
    OrganiserInvitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=at)


def accept_invitation(*, invitation: OrganiserInvitation, user: User, at: datetime) -> list[Participant]:
    """The user organises the fair, and the others of the same mail that are still open. A second click is harmless."""
    with refereed():
        batch = queries.invitations_of_mail(invitation)
        for ours in sorted(batch, key=lambda ours: ours.fair_id):
            hold_fair(ours.fair_id)
        batch = queries.invitations_of_mail(invitation)  # as they are now
        if batch[0].accepted_by_id != user.pk:
            rules.check_acceptable(batch[0], email=user.email, at=at)
            rules.check_not_archived(batch[0].fair)
        taken = [ours for ours in batch if ours.is_open(at=at) and ours.fair.archived_at is None]
        organisers = [_join_team(ours, user, at) for ours in taken]
        OrganiserInvitation.objects.filter(pk__in=[ours.pk for ours in taken]).update(accepted_at=at, accepted_by=user)
    return organisers


def _join_team(invitation: OrganiserInvitation, user: User, at: datetime) -> Participant:
    ours, is_new = Participant.objects.select_for_update(no_key=True).get_or_create(
        fair=invitation.fair,
        user=user,
        defaults={
            "roles": [Role.ORGANISER],
            "duty": invitation.duty,
            "status": Status.APPROVED,
            "applied_at": at,
            "decided_at": at,
            "decided_by": invitation.invited_by,
        },
    )
    if is_new or ours.is_organiser:
        return ours
    had = [] if ours.status == Status.LEFT else [role for role in ours.roles if role != Role.ORGANISER]
    ours.roles, ours.duty, ours.left_at = [*had, Role.ORGANISER], invitation.duty, None
    if ours.status != Status.APPROVED:
        ours.status, ours.decided_at, ours.decided_by = Status.APPROVED, at, invitation.invited_by
    ours.save()
    return ours
