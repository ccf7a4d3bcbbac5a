"""Why something could not be told, or is not to be."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NotSent(Exception):
    """It has not gone out. `problem` is a Delivery.Problem, `answer` what the other server said."""

    def __init__(self, problem: str, answer: str = "", *, is_final: bool) -> None:
        super().__init__(answer)
        self.problem, self.answer, self.is_final = problem, answer, is_final


class AnnouncementRefused(Exception):
    """The base of every refusal about an announcement."""

    code = "refused"
    message: str | Promise = _("This is not possible.")
    field: str | None = None

    def __str__(self) -> str:
        return str(self.message)


class SentAlready(AnnouncementRefused):
    code = "sent_already"
    message = _("This announcement has gone out, and stays as it is. Write a new one.")


class ScheduledAlready(AnnouncementRefused):
    code = "scheduled_already"
    message = _("This announcement is scheduled. Take it back first; then you can change it.")


class NotScheduled(AnnouncementRefused):
    code = "not_scheduled"
    message = _("This announcement is a draft: there is nothing to take back.")


class NobodyToTell(AnnouncementRefused):
    code = "nobody_to_tell"
    message = _("Nobody at the fair is meant by this. Widen whom it is for, then send it.")


class InThePast(AnnouncementRefused):
    code = "in_the_past"
    message = _("This moment is over. Choose a later one, or send it now.")
    field = "clock"


class TooFarAhead(AnnouncementRefused):
    code = "too_far_ahead"
    message = _("An announcement can be scheduled a year ahead at the most.")
    field = "day"


class TooManyThatDay(AnnouncementRefused):
    code = "too_many_that_day"
    message = _(
        "Five announcements go out on that day already. More would be read by nobody, and people would turn all news "
        "off. Choose another day, or take one of them back."
    )
    field = "day"


class SaidJustNow(AnnouncementRefused):
    """Once more is possible, if it is meant."""

    code = "said_just_now"
    message = _("The same words go out within half an hour of this. Do you mean to send them twice?")


class TestedJustNow(AnnouncementRefused):
    code = "tested_just_now"
    message = _("A test went to you less than a minute ago. Look into your mails, then try again.")
