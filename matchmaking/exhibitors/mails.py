"""What a stand's team writes to others, and what an organiser writes to those who might have one."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from matchmaking.accounts.models import User
from matchmaking.common import letters
from matchmaking.common.letters import Letter, Link
from matchmaking.exhibitors.models import ExhibitorInvitation, TeamInvitation


def send_invitation_mail(invitation: TeamInvitation, *, secret: str) -> None:
    """The invited address has the mail, in the language of the account that it belongs to, or of who invites."""
    invited = User.objects.filter(email=invitation.email).first()
    reader = invited or invitation.invited_by
    fair = invitation.exhibitor.fair
    names = {"company": invitation.exhibitor.company.name, "fair": fair.name}
    address = settings.SITE_URL + reverse("exhibitors:accept-invitation", args=[invitation.pk, secret])
    with translation.override(reader.language if reader else None), timezone.override(fair.zone):
        until = date_format(localtime(invitation.expires_at), "j F Y, H:i")
        mail = letters.write(
            Letter(
                key=f"{invitation.pk}.invitation",
                to=invitation.email,
                subject=_("Join the team of %(company)s at %(fair)s") % names,
                title=_("Join the team of %(company)s at %(fair)s") % names,
                sender=fair.name,
                colour=fair.brand_colour,
                text=who_invites(invitation, names),
                button=Link(_("See what it is about"), address),
                facts=[(_("Good until"), f"{until} ({fair.time_zone})")],
                why=_(
                    "The invitation is for this address only, and works once. If you do not know what this is about, "
                    "do nothing: without your click nothing happens."
                ),
            )
        )
    if invitation.invited_by:
        mail.reply_to = [invitation.invited_by.email]
    mail.send()


def who_invites(invitation: TeamInvitation, names: dict[str, str]) -> str:
    """Who it comes from, while his account is there."""
    if invitation.invited_by is None:
        return _("You are invited to speak for %(company)s at %(fair)s.") % names
    by = {"name": str(invitation.invited_by)}
    return _("%(name)s invites you to speak for %(company)s at %(fair)s.") % (names | by)


def send_exhibitor_invitation_mail(invitation: ExhibitorInvitation, *, secret: str) -> None:
    """The invited address has the mail, in the language of the account that it belongs to, or of who invites."""
    invited = User.objects.filter(email=invitation.email).first()
    reader = invited or invitation.invited_by
    fair = invitation.fair
    address = settings.SITE_URL + reverse("exhibitors:accept-exhibitor-invitation", args=[invitation.pk, secret])
    with translation.override(reader.language if reader else None), timezone.override(fair.zone):
        until = date_format(localtime(invitation.expires_at), "j F Y, H:i")
        days = " – ".join(date_format(day, "j F Y") for day in (fair.starts_on, fair.ends_on))
        names = {"company": invitation.company_name, "fair": fair.name}
        title = _("Exhibit at %(fair)s") % names
        text = (
            _("The organiser of %(fair)s invites %(company)s to come with a stand.") % names
            if invitation.company_name
            else _("The organiser of %(fair)s invites you to come with a stand.") % names
        )
        mail = letters.write(
            Letter(
                key=f"{invitation.pk}.{secret[:8]}.invitation",
                to=invitation.email,
                subject=title,
                title=title,
                sender=fair.name,
                colour=fair.brand_colour,
                text=text,
                button=Link(_("See what it is about"), address),
                facts=[(_("The fair"), days), (_("Good until"), f"{until} ({fair.time_zone})")],
                why=_(
                    "If you do not know what this is about, do nothing: without your click nothing happens, and nobody "
                    "writes to you again by himself."
                ),
            )
        )
    if invitation.invited_by:
        mail.reply_to = [invitation.invited_by.email]
    mail.send()
