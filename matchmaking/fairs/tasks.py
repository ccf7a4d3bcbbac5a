"""What is due without anybody asking."""

import logging

from celery import shared_task
from django.utils import timezone

from matchmaking.fairs import queries
from matchmaking.fairs.actions.team import claim_invitation, release_invitation
from matchmaking.fairs.mails import send_invitation_mail
from matchmaking.fairs.models import OrganiserInvitation

logger = logging.getLogger(__name__)


@shared_task(name="fairs.send_invitation", ignore_result=True)
def send_invitation(invitation_id: str) -> bool:
    """The mail has gone out. False if another worker has it, or nobody should send it any more."""
    secret = claim_invitation(invitation_id=invitation_id, at=timezone.now())
    if secret is None:
        return False
    invitations = OrganiserInvitation.objects.select_related("fair", "invited_by")
    try:
        send_invitation_mail(invitations.get(pk=invitation_id), secret=secret)
    except Exception:
        release_invitation(invitation_id=invitation_id)
        raise
    return True


@shared_task(name="fairs.send_due_invitations", ignore_result=True)
def send_due_invitations() -> int:
    """Send what no worker has sent yet: the broker was away, or the mail server refused. Repeats do no harm."""
    sent = 0
    for invitation_id in queries.due_invitations(at=timezone.now()).values_list("pk", flat=True):
        try:
            sent += send_invitation(str(invitation_id))
        except Exception:
            logger.exception("Invitation %s could not be sent", invitation_id)
    return sent
