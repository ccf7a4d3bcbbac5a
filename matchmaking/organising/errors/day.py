"""Why something is not done from the organiser's desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DeskRefused(Exception):
    """The base of all refusals of the desk."""

    code = "refused"
    message: str | Promise = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class NobodyToWriteTo(DeskRefused):
    code = "nobody_to_write_to"
    message = _("This person is not expected at the meeting any more. Look again.")
