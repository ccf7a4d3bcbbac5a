"""What a stand's team writes to others."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import TeamInvitation


def send_invitation_mail(invitation: TeamInvitation, *, secret: str) -> None:
    """The invited address has the mail, in the language of the account that it belongs to, or of who invites."""
    invited = User.objects.filter(email=invitation.email).first()
    reader = invited or invitation.invited_by
    fair = invitation.exhibitor.fair
    context = {
        "invitation": invitation,
        "exhibitor": invitation.exhibitor,
        "company": invitation.exhibitor.company,
        "fair": fair,
        "inviter": invitation.invited_by,
        "address": settings.SITE_URL + reverse("exhibitors:accept-invitation", args=[invitation.pk, secret]),
    }
    with translation.override(reader.language if reader else None), timezone.override(fair.zone):
        EmailMessage(
            subject=render_to_string("exhibitors/email/invitation_subject.txt", context).strip(),
            body=render_to_string("exhibitors/email/invitation.txt", context),
            to=[invitation.email],
            reply_to=[invitation.invited_by.email] if invitation.invited_by else None,
        ).send()
