"""Why there is no report."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReportRefused(Exception):
    """The report is not begun. `message` says why, in the reader's language."""

    code = "report_refused"
    message: str | Promise = _("The report is not made.")

    def __str__(self) -> str:
        return str(self.message)


class ReportUnderWay(ReportRefused):
    code = "report_under_way"
    message = _("A report in this language is being made already. It is listed below as soon as it is there.")


class CannotPrint(ReportRefused):
    code = "cannot_print"
    message = _(
        "This machine cannot make files to print: the library Pango is missing. Tell whoever runs this site; the pages "
        "and the tables are there all the same."
    )
