"""What is due without anybody asking."""

import logging

from celery import shared_task
from django.utils import timezone

from matchmaking.exhibitors.actions import inviting
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.actions.team import claim_invitation, release_invitation
from matchmaking.exhibitors.directory import stale_exhibitors
from matchmaking.exhibitors.mails import send_exhibitor_invitation_mail, send_invitation_mail
from matchmaking.exhibitors.models import TeamInvitation
from matchmaking.exhibitors.queries import due_exhibitor_invitations, due_invitations

logger = logging.getLogger(__name__)


@shared_task(name="exhibitors.index_stale_exhibitors", ignore_result=True)
def index_stale_exhibitors() -> int:
    """Bring the directory up to date with whatever changed behind its back. Late or doubled runs are harmless."""
    at = timezone.now()
    stale = list(stale_exhibitors().values_list("pk", flat=True))
    index_exhibitors(stale, at=at)
    return len(stale)


@shared_task(name="exhibitors.send_invitation", ignore_result=True)
def send_invitation(invitation_id: str) -> bool:
    """The mail has gone out. False if another worker has it, or nobody should send it any more."""
    secret = claim_invitation(invitation_id=invitation_id, at=timezone.now())
    if secret is None:
        return False
    invitations = TeamInvitation.objects.select_related("exhibitor__company", "exhibitor__fair", "invited_by")
    try:
        send_invitation_mail(invitations.get(pk=invitation_id), secret=secret)
    except Exception:
        release_invitation(invitation_id=invitation_id)
        raise
    return True


@shared_task(name="exhibitors.send_due_invitations", ignore_result=True)
def send_due_invitations() -> int:
    """Send what no worker has sent yet: the broker was away, or the mail server refused. Repeats do no harm."""
    sent = 0
    for invitation_id in due_invitations(at=timezone.now()).values_list("pk", flat=True):
        try:
            sent += send_invitation(str(invitation_id))
        except Exception:
            logger.exception("Invitation %s could not be sent", invitation_id)
    return sent


@shared_task(name="exhibitors.send_due_exhibitor_invitations", ignore_result=True)
def send_due_exhibitor_invitations() -> int:
    """Invitations to exhibit that wait have gone out; how many. Two workers send different ones."""
    sent = 0
    for invitation in due_exhibitor_invitations(at=timezone.now()).select_related("fair", "invited_by"):
        secret = inviting.claim(invitation_id=invitation.pk, at=timezone.now())
        if secret is None:
            continue
        try:
            send_exhibitor_invitation_mail(invitation, secret=secret)
        except Exception:
            inviting.release(invitation_id=invitation.pk)
            logger.exception("Invitation %s to exhibit could not be sent", invitation.pk)
        else:
            sent += 1
    return sent
