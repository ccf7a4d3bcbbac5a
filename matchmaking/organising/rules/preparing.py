"""The way of a fair from its first day at the desk to its opening, step by step. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.rules import Missing, Preparation


@dataclass(frozen=True)
class Progress:
    """What there is of a fair so far, counted over all apps."""

    preparation: Preparation
    languages: frozenset[str]  # in which it says something of itself
    questions: int
    has_terms: bool
    organisers: int
    exhibitors: int


@dataclass(frozen=True)
class Step:
    """One thing to do, where, and whether it is done."""

    key: str
    title: str | Promise
    sentence: str | Promise
    button: str | Promise
    view: str
    right: Right
    is_done: bool
    is_optional: bool = False


def steps_of(fair: Fair, progress: Progress) -> list[Step]:
    """The way in order, up to the door: what comes after is no preparation any more."""
    counted = progress.preparation
    has_words = bool(fair.languages) and set(fair.languages) <= progress.languages and bool(fair.picture)
    return [
        Step(
            "basics",
            _("Days and time zone"),
            _("When the fair takes place, and by which clock."),
            _("Settings"),
            "change-fair",
            Right.SET_UP,
            True,
        ),
        Step(
            "hours",
            _("Opening hours"),
            _("On which hours of each day the halls are open."),
            _("Set the hours"),
            "set-opening-hours",
            Right.SET_UP,
            counted.hours > 0,
        ),
        Step(
            "halls",
            _("Halls"),
            _("Where the stands are: one hall is enough to begin."),
            _("Add a hall"),
            "arrange-halls",
            Right.SET_UP,
            counted.halls > 0,
        ),
        Step(
            "rooms",
            _("Rooms"),
            _("Where people meet, by video or at a table."),
            _("Add rooms"),
            "arrange-halls",
            Right.SET_UP,
            counted.rooms > 0,
        ),
        Step(
            "times",
            _("Meeting times"),
            _("The timetable is laid out from hours, breaks and the length of a meeting."),
            _("Lay out the times"),
            "arrange-timetable",
            Right.SET_UP,
            counted.slots > 0,
        ),
        Step(
            "words",
            _("Words and picture"),
            _("What the fair says of itself, in each of its languages, and a picture."),
            _("Write the texts"),
            "edit-texts",
            Right.SET_UP,
            has_words,
        ),
        Step(
            "questions",
            _("Questions at registration"),
            _("What you want to know of whoever joins."),
            _("Ask something"),
            "edit-questions",
            Right.SET_UP,
            progress.questions > 0,
            True,
        ),
        Step(
            "terms",
            _("Terms of meetings"),
            _("How long an answer may take, and who may ask whom. Usual terms hold until you set your own."),
            _("See the terms"),
            "edit-terms",
            Right.SET_UP,
            progress.has_terms,
            True,
        ),
        Step(
            "team",
            _("Your team"),
            _("Nobody should organise a fair alone. Invite a colleague."),
            _("Invite somebody"),
            "list-organisers",
            Right.OWN,
            progress.organisers > 1,
            True,
        ),
        Step(
            "exhibitors",
            _("First exhibitors"),
            _("They come once the fair is open for registration: send them its address."),
            _("See the stands"),
            "organise-stands",
            Right.PEOPLE,
            progress.exhibitors > 0,
            True,
        ),
    ]


def next_of(steps: Sequence[Step]) -> Step | None:
    """The first step that the fair cannot do without; None when it can open."""
    return next((step for step in steps if not step.is_done and not step.is_optional), None)


# Where each missing thing is put right.
REMEDIES: dict[str, str] = {
    Missing.HOURS: "set-opening-hours",
    Missing.HALL: "arrange-halls",
    Missing.ROOM: "arrange-halls",
    Missing.TIMETABLE: "arrange-timetable",
}
