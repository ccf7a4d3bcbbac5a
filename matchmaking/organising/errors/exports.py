"""Why a list is not written."""

from django.utils.translation import gettext_lazy as _


class ExportUnderWay(Exception):
    """The same person has the same list written already."""

    code = "under_way"
    message = _("This list is being written for you already.")

    def __str__(self) -> str:
        return str(self.message)
