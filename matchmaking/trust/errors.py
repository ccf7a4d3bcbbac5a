"""Why nobody is endorsed. Each refusal has a code for machines and a message for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class TrustRefused(Exception):
    """The base of every refusal of this app."""

    code = "refused"
    message: str | Promise = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class OwnCompany(TrustRefused):
    code = "own_company"
    message = _("Nobody vouches for his own company.")


class NothingToWithdraw(TrustRefused):
    code = "nothing_to_withdraw"
    message = _("You do not vouch for this stand any more.")
