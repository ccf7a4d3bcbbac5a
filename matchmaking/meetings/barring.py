"""Who may ask whom: looked up with the people who could be asked, said in words, and shown as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from matchmaking.fairs.models import Participant
from matchmaking.meetings import errors, rules
from matchmaking.meetings.models import Barrier, Group

Role = Participant.Role
Row = TypeVar("Row", bound=Model)


def with_barriers(rows: QuerySet[Row], *, asking: Participant, person: str = "") -> QuerySet[Row]:
    """People, or rows that name one at the path `person`, each with what `are_kept_apart` wants to know. No query."""
    path = f"{person}__" if person else ""
    memberships = Group.participants.through.objects
    barrier = JSONObject(**{name: name for name in ("asking_role", "asking_group_id", "asked_role", "asked_group_id")})
    annotated: QuerySet[Row] = rows.annotate(
        barriers=ArraySubquery(Barrier.objects.filter(fair=OuterRef(f"{path}fair")).values(as_json=barrier)),
        groups_asking=ArraySubquery(memberships.filter(participant=asking.pk).values("group")),
        groups_asked=ArraySubquery(memberships.filter(participant=OuterRef(f"{path}pk")).values("group")),
        roles_asked=F(f"{path}roles"),
    )
    return annotated


def are_kept_apart(asking: Participant, rows: Sequence[Any]) -> bool:
    """Whether barriers stand between the one and everybody of these rows `with_barriers`."""
    if not rows or not rows[0].barriers:
        return False
    barriers = [Barrier(**barrier) for barrier in rows[0].barriers]
    asked = [rules.Person(row.roles_asked, row.groups_asked) for row in rows]
    try:
        rules.check_barriers(barriers, rules.Person(asking.roles, rows[0].groups_asking), asked)
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
