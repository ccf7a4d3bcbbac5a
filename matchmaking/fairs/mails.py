"""What a fair's owners write to those whom they want beside them."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from matchmaking.accounts.models import User
from matchmaking.common import letters
from matchmaking.common.letters import Letter, Link
from matchmaking.fairs import queries
from matchmaking.fairs.models import OrganiserInvitation


def send_invitation_mail(invitation: OrganiserInvitation, *, secret: str) -> None:
    """The invited address has the mail, in the language of the account that it belongs to, or of who invites."""
    invited = User.objects.filter(email=invitation.email).first()
    reader, fair = invited or invitation.invited_by, invitation.fair
    address = settings.SITE_URL + reverse("accept-organiser-invitation", args=[invitation.pk, secret])
    with translation.override(reader.language if reader else None), timezone.override(fair.zone):
        until = date_format(localtime(invitation.expires_at), "j F Y, H:i")
        names = [ours.fair.name for ours in queries.invitations_of_mail(invitation)]
        facts = [(_("Your duty"), str(invitation.get_duty_display())), (_("Good until"), f"{until} ({fair.time_zone})")]
        if len(names) > 1:
            facts.insert(0, (_("Fairs"), ", ".join(names)))
        mail = letters.write(
            Letter(
                key=f"{invitation.pk}.invitation",
                to=invitation.email,
                subject=_("Organise %(fair)s with us") % {"fair": fair.name},
                title=_("Organise %(fair)s with us") % {"fair": fair.name},
                sender=fair.name,
                colour=fair.brand_colour,
                text=who_invites(invitation),
                button=Link(_("See what it is about"), address),
                facts=facts,
                why=_(
                    "The invitation is for this address only, and works once. If you do not know what this is about, "
                    "do nothing: without your click nothing happens."
                ),
            )
        )
    if invitation.invited_by:
        mail.reply_to = [invitation.invited_by.email]
    mail.send()


def who_invites(invitation: OrganiserInvitation) -> str:
    """Who it comes from, while his account is there."""
    names = {"fair": invitation.fair.name, "name": str(invitation.invited_by)}
    if invitation.invited_by is None:
        return _("You are invited to organise %(fair)s.") % names
    return _("%(name)s invites you to organise %(fair)s.") % names
