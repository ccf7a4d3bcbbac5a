"""An organiser invites to come with a stand: by mail, to many at once; taken back, sent again, followed."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.exhibitors import errors
from matchmaking.exhibitors.actions.team import digest_of
from matchmaking.exhibitors.announcements import announce_exhibitor_invitations
from matchmaking.exhibitors.models import ExhibitorInvitation
from matchmaking.exhibitors.queries import known_among
from matchmaking.fairs.models import Fair

LASTS = timedelta(days=30)
BETWEEN_MAILS = timedelta(hours=1)


def invite_exhibitors(*, fair: Fair, rows: Iterable[tuple[str, str]], by: User, at: datetime) -> int:
    """Each address (with a company's name, or none) has an open invitation, due to be sent; how many are new.

    Who is invited already or has a stand is left out. An invitation that has expired makes room for a new one.
    """
    if not fair.is_open_to_newcomers:
        raise errors.FairTakesNoStands
    wanted = {email.strip().lower(): name.strip() for email, name in rows}
    with transaction.atomic():
        known = known_among(fair, wanted, at=at)
        due = [email for email in wanted if email not in known]
        ExhibitorInvitation.objects.filter(
            fair=fair, email__in=due, accepted_at=None, revoked_at=None, expires_at__lte=at
        ).update(revoked_at=at)
        invitations = [
            ExhibitorInvitation(
                fair=fair,
                email=email,
                company_name=wanted[email],
                digest=digest_of(secrets.token_urlsafe(32)),  # nobody's yet: the real secret is made when the mail is
                invited_by=by,
                created_at=at,
                expires_at=at + LASTS,
            )
            for email in due
        ]
        ExhibitorInvitation.objects.bulk_create(invitations, ignore_conflicts=True)  # somebody else may do the same
        announce_exhibitor_invitations()
        return ExhibitorInvitation.objects.filter(pk__in=[each.pk for each in invitations]).count()


def claim(*, invitation_id: UUID, at: datetime) -> str | None:
    """The secret for the mail, made now and never stored; None if somebody else sends it, or nobody should."""
    secret = secrets.token_urlsafe(32)
    due = ExhibitorInvitation.objects.filter(
        pk=invitation_id, sent_at=None, accepted_at=None, revoked_at=None, expires_at__gt=at
    )
    return secret if due.update(digest=digest_of(secret), sent_at=at) == 1 else None


def release(*, invitation_id: UUID) -> None:
    """The mail could not be sent: it is due again."""
    ExhibitorInvitation.objects.filter(pk=invitation_id).update(sent_at=None)


def revoke(*, invitation: ExhibitorInvitation, at: datetime) -> None:
    """The invitation leads nowhere any more."""
    still = ExhibitorInvitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not still.update(revoked_at=at):
        raise errors.InvitationUsed


def resend(*, invitation: ExhibitorInvitation, at: datetime) -> None:
    """It goes out once more, with a new link and a month from now on; the earlier link leads nowhere."""
    still = ExhibitorInvitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    with transaction.atomic():
        if not still.filter(sent_at__lte=at - BETWEEN_MAILS).update(sent_at=None, expires_at=at + LASTS):
            raise errors.InvitationUsed if not still.exists() else errors.InvitedJustNow
        announce_exhibitor_invitations()


def accept(*, invitation: ExhibitorInvitation, user: User, at: datetime) -> None:
    """It is known who followed the invitation. A second click is harmless; somebody else finds it used."""
    with transaction.atomic():
        ours = ExhibitorInvitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
        if ours.accepted_by_id == user.pk:
            return
        check_open(ours, at=at)
        ours.accepted_at, ours.accepted_by = at, user
        ours.save(update_fields=["accepted_at", "accepted_by"])


def check_open(invitation: ExhibitorInvitation, *, at: datetime) -> None:
    """The invitation can be followed, or the refusal says why not."""
    if invitation.accepted_at is not None:
        raise errors.InvitationUsed
    if invitation.revoked_at is not None:
        raise errors.InvitationTakenBack
    if invitation.expires_at <= at:
        raise errors.InvitationTooOld
