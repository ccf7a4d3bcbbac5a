"""Pure judgements about a profile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matchmaking.visitors.errors import WorkingDayBackwards


@dataclass(frozen=True)
class Hint:
    """One thing that a profile lacks, and why it helps to add it."""

    field: str
    what: str | Promise
    why: str | Promise


HINTS = (
    Hint("looking_for", _("What you look for"), _("Exhibitors read this first.")),
    Hint("headings", _("Headings or services"), _("They bring you together with those who sell just that.")),
    Hint("markets", _("Countries you buy from"), _("Exhibitors from elsewhere will not disturb you.")),
    Hint("languages", _("Languages you speak"), _("People see whether they can talk with you.")),
    Hint("volume", _("Volumes"), _("A factory and a workshop need different customers.")),
    Hint("organisation", _("Your organisation"), _("A name that can be looked up makes trust.")),
    Hint("job_title", _("Your job title"), _("People want to know whether you decide.")),
)


def missing(filled: Iterable[str]) -> list[Hint]:
    """What a profile lacks, the most useful first. `filled` names the fields that say something."""
    there = set(filled)
    return [hint for hint in HINTS if hint.field not in there]


def completeness(filled: Iterable[str]) -> int:
    """How much of what helps is there, in per cent."""
    return round(100 * (len(HINTS) - len(missing(filled))) / len(HINTS))


def day_to_show(today: date, *, first: date, last: date) -> date:
    """The day of the fair on which two people's hours are compared: today, or the nearest day of the fair."""
    return max(first, min(today, last))


def check_working_day(works_from: time, works_to: time) -> None:
    if works_to <= works_from:
        raise WorkingDayBackwards
