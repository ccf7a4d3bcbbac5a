"""Refusals of this app: what is the case, for machines (`code`) and for people (`message`)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class VisitorRefused(Exception):
    """The base of every refusal here. Views catch this one."""

    code = "refused"
    message: str | Promise = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class NotAVisitor(VisitorRefused):
    code = "not_a_visitor"
    message = _("Only people registered at this fair as visitors have a profile here.")


class NotAtTheFair(VisitorRefused):
    code = "not_at_the_fair"
    message = _("You have left this fair, or the organiser has declined your registration.")


class ProfileChanged(VisitorRefused):
    code = "profile_changed"
    message = _("Your profile was saved elsewhere in the meantime, perhaps in another tab.")


class WorkingDayBackwards(VisitorRefused):
    code = "working_day_backwards"
    message = _("The working day ends before it begins.")


class NotAHeading(VisitorRefused):
    code = "not_a_heading"
    message = _("Choose headings of four digits from the list.")
