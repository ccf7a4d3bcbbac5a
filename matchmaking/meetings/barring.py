"""Who may ask whom: looked up with the people who could be asked, said in words, and shown as a table."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from matchmaking.fairs.models import Participant
from matchmaking.meetings import errors, rules
from matchmaking.meetings.access.asking import Asked
from matchmaking.meetings.models import Barrier, Group

Role = Participant.Role


def are_kept_apart(asked: Asked) -> bool:
    """Whether barriers stand between the one who asks and everybody whom he would ask."""
    if not asked.people:
        return False
    try:
        rules.check_barriers([Barrier(**barrier) for barrier in asked.barriers], asked.asking, asked.asked)
    except errors.BehindABarrier:
        return True
    return False


# In words ----------------------------------------------------------------

# Each phrase in the form that it has in the sentence, for languages in which that makes a difference.
ASKING: dict[str, tuple[Promise, Promise]] = {
    Role.VISITOR: (
        pgettext_lazy("who asks", "Visitors"),
        pgettext_lazy("who asks", "Visitors of the group “%(group)s”"),
    ),
    Role.EXHIBITOR: (
        pgettext_lazy("who asks", "Exhibitors"),
        pgettext_lazy("who asks", "Exhibitors of the group “%(group)s”"),
    ),
    Role.ORGANISER: (
        pgettext_lazy("who asks", "Organisers"),
        pgettext_lazy("who asks", "Organisers of the group “%(group)s”"),
    ),
    Role.SUPPORT: (
        pgettext_lazy("who asks", "Support organisations"),
        pgettext_lazy("who asks", "Support organisations of the group “%(group)s”"),
    ),
    Role.INTERPRETER: (
        pgettext_lazy("who asks", "Interpreters"),
        pgettext_lazy("who asks", "Interpreters of the group “%(group)s”"),
    ),
}
ASKED: dict[str, tuple[Promise, Promise]] = {
    Role.VISITOR: (
        pgettext_lazy("who is asked", "visitors"),
        pgettext_lazy("who is asked", "visitors of the group “%(group)s”"),
    ),
    Role.EXHIBITOR: (
        pgettext_lazy("who is asked", "exhibitors"),
        pgettext_lazy("who is asked", "exhibitors of the group “%(group)s”"),
    ),
    Role.ORGANISER: (
        pgettext_lazy("who is asked", "organisers"),
        pgettext_lazy("who is asked", "organisers of the group “%(group)s”"),
    ),
    Role.SUPPORT: (
        pgettext_lazy("who is asked", "support organisations"),
        pgettext_lazy("who is asked", "support organisations of the group “%(group)s”"),
    ),
    Role.INTERPRETER: (
        pgettext_lazy("who is asked", "interpreters"),
        pgettext_lazy("who is asked", "interpreters of the group “%(group)s”"),
    ),
}
ASKING_GROUP = pgettext_lazy("who asks", "People of the group “%(group)s”")
ASKED_GROUP = pgettext_lazy("who is asked", "people of the group “%(group)s”")


def said(barrier: Barrier) -> str:
    """The barrier as one sentence."""
    asking = _phrase(ASKING, ASKING_GROUP, barrier.asking_role, barrier.asking_group)
    asked = _phrase(ASKED, ASKED_GROUP, barrier.asked_role, barrier.asked_group)
    if not asking:
        return _("Nobody may ask %(asked)s for a meeting.") % {"asked": asked}
    if not asked:
        return _("%(asking)s may not ask anybody for a meeting.") % {"asking": asking}
    return _("%(asking)s may not ask %(asked)s for a meeting.") % {"asking": asking, "asked": asked}


def _phrase(by_role: dict[str, tuple[Promise, Promise]], anybody: Promise, role: str, group: Group | None) -> str:
    """Who is meant on one side; nothing if it is everybody."""
    if group is None:
        return str(by_role[role][0]) if role else ""
    return str(by_role[role][1] if role else anybody) % {"group": group.name}


# As a table ----------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """Whether one role may ask another: freely, not at all, or not if certain groups are concerned."""

    asked: str
    state: str  # yes, part or no

    @property
    def words(self) -> str | Promise:
        return WORDS[self.state]


WORDS = {"yes": gettext_lazy("yes"), "part": gettext_lazy("not everybody"), "no": gettext_lazy("no")}


def table(barriers: Iterable[Barrier]) -> list[tuple[str, list[Cell]]]:
    """Each role, with whether it may ask each role."""
    barriers = list(barriers)
    return [
        (str(asking.label), [Cell(str(asked.label), _state(barriers, asking, asked)) for asked in Role])
        for asking in Role
    ]


def _state(barriers: list[Barrier], asking: str, asked: str) -> str:
    between = [
        barrier for barrier in barriers if barrier.asking_role in ("", asking) and barrier.asked_role in ("", asked)
    ]
    if any(barrier.asking_group_id is None and barrier.asked_group_id is None for barrier in between):
        return "no"
    return "part" if between else "yes"
