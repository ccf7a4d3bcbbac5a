"""Who speaks for a stand: invitations by mail, accepting them, and leaving the team."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.common.elsewhere import ask
from matchmaking.companies.models import Membership
from matchmaking.exhibitors import errors, rules
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.actions.referee import hold_exhibitor, refereed
from matchmaking.exhibitors.announcements import announce_invitation
from matchmaking.exhibitors.models import Exhibitor, Representative, TeamInvitation
from matchmaking.fairs.actions.joining import approve_participant, join_fair
from matchmaking.fairs.models import Participant

LASTS = timedelta(days=7)


def digest_of(secret: str) -> str:
    """What the database keeps of an invitation's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite_colleague(*, exhibitor: Exhibitor, email: str, by: User, at: datetime) -> TeamInvitation:
    """The address has one open invitation to the stand's team, due to be sent. An earlier one is taken back."""
    email = email.strip().lower()
    with refereed():
        ours = hold_exhibitor(exhibitor.pk)
        rules.check_exhibiting(ours)
        if Representative.objects.filter(exhibitor=ours, participant__user__email=email).exists():
            raise errors.OnTheTeamAlready
        open_ones = TeamInvitation.objects.filter(exhibitor=ours, accepted_at=None, revoked_at=None)
        open_ones.filter(email=email).update(revoked_at=at)
        if open_ones.filter(expires_at__gt=at).count() >= rules.MOST_INVITATIONS:
            raise errors.TooManyInvitations
        invitation = TeamInvitation.objects.create(
            exhibitor=ours,
            email=email,
            digest=digest_of(secrets.token_urlsafe(32)),  # nobody's yet: the real secret is made when the mail is
            invited_by=by,
            created_at=at,
            expires_at=at + LASTS,
        )
        announce_invitation(invitation.pk)
    return invitation


def claim_invitation(*, invitation_id: UUID | str, at: datetime) -> str | None:
    """The secret for the mail, made now and never stored; None if somebody else sends it, or nobody should."""
    secret = secrets.token_urlsafe(32)
    due = TeamInvitation.objects.filter(
        pk=invitation_id, sent_at=None, accepted_at=None, revoked_at=None, expires_at__gt=at
    )
    return secret if due.update(digest=digest_of(secret), sent_at=at) == 1 else None


def release_invitation(*, invitation_id: UUID | str) -> None:
    """The mail could not be sent: it is due again."""
    TeamInvitation.objects.filter(pk=invitation_id).update(sent_at=None)


def revoke_invitation(*, invitation: TeamInvitation, at: datetime) -> None:
    """The invitation leads nowhere any more. One that was used stays as it is."""
    TeamInvitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=at)


def accept_invitation(*, invitation: TeamInvitation, user: User, at: datetime) -> Representative:
    """The user works for the company, takes part in the fair, and speaks for the stand. A second click is harmless."""
    with refereed():
        exhibitor = hold_exhibitor(invitation.exhibitor_id)
        ours = TeamInvitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
        if ours.accepted_by_id == user.pk:
            seat = Representative.objects.filter(exhibitor=exhibitor, participant__user=user).first()
            if seat is not None:
                return seat
        rules.check_acceptable(ours, email=user.email, at=at)
        rules.check_exhibiting(exhibitor)
        Membership.objects.get_or_create(company_id=exhibitor.company_id, user=user)
        participant = join_fair(fair=exhibitor.fair, user=user, role=Participant.Role.EXHIBITOR, at=at)
        if participant.status == Participant.Status.APPLIED and exhibitor.status == Exhibitor.Status.APPROVED:
            # The organiser has approved the stand; whom its team vouches for need not wait again.
            participant = approve_participant(participant=participant, by=ours.invited_by or user, at=at)
        position = Representative.objects.filter(exhibitor=exhibitor).count()
        seat, _ = Representative.objects.get_or_create(
            exhibitor=exhibitor, participant=participant, defaults={"position": position}
        )
        ours.accepted_at, ours.accepted_by = at, user
        ours.save(update_fields=["accepted_at", "accepted_by"])
        index_exhibitors([exhibitor.pk], at=at)
    return seat


def change_representative(*, representative: Representative, job_title: str) -> Representative:
    """The person has this job title at the stand."""
    with transaction.atomic():
        ours = Representative.objects.select_for_update(no_key=True).get(pk=representative.pk)
        ours.job_title = job_title
        ours.save(update_fields=["job_title"])
    return ours


def remove_representative(*, representative: Representative, at: datetime) -> None:
    """The person no longer speaks for the stand; he still works for the company. Somebody else remains."""
    with refereed():
        exhibitor = hold_exhibitor(representative.exhibitor_id)
        team = Representative.objects.filter(exhibitor=exhibitor)
        if not team.exclude(pk=representative.pk).exists():
            raise errors.LastRepresentative
        list(ask("LEAVINGS", participants=[representative.participant_id], stand=exhibitor.pk, at=at))
        team.filter(pk=representative.pk).delete()
        index_exhibitors([exhibitor.pk], at=at)
