"""Why something about matches is refused. Each refusal has a code for machines and a message for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DiscoveryRefused(Exception):
    """The base of every refusal of this app."""

    code = "refused"
    message: str | Promise = _("This is not possible.")
    field: str | None = None

    def __str__(self) -> str:
        return str(self.message)


class CauseMissing(DiscoveryRefused):
    code = "cause_missing"
    message = _("Say why: it is what better suggestions are learnt from.")
    field = "cause"


class NotMetYet(DiscoveryRefused):
    code = "not_met_yet"
    message = _("You can say how a meeting was once it has begun.")
    field = "stars"


class NobodyMatchedYet(DiscoveryRefused):
    code = "nobody_matched_yet"
    message = _("Match everybody first: a preview says what would be otherwise then.")


class UnderWay(DiscoveryRefused):
    code = "under_way"
    message = _("This is being worked out already. Wait until it is done.")
