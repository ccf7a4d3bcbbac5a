"""The parts of the organiser's desk and the pages of each: what is shown in its two rows of tabs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matchmaking.fairs.rights import Right


@dataclass(frozen=True)
class Tab:
    """One page of the desk; `below` are the views behind it, by their names in `organising`."""

    view: str
    title: str | Promise
    right: Right
    below: tuple[str, ...] = ()

    def leads_to(self, view: str) -> bool:
        return view == self.view or view in self.below


@dataclass(frozen=True)
class Part:
    """Pages that belong together."""

    title: str | Promise
    tabs: tuple[Tab, ...]

    def open_with(self, rights: Iterable[Right]) -> tuple[Tab, ...]:
        return tuple(tab for tab in self.tabs if tab.right in rights)


PARTS = (
    Part(
        pgettext_lazy("organiser's desk", "Overview"),
        (
            Tab(
                "organise",
                pgettext_lazy("organiser's desk", "Overview"),
                Right.SEE,
                ("change-status", "copy-fair", "archive-fair"),
            ),
        ),
    ),
    Part(
        pgettext_lazy("organiser's desk", "Set-up"),
        (
            Tab("change-fair", _("Settings"), Right.SET_UP),
            Tab("edit-texts", _("Texts"), Right.SET_UP),
            Tab(
                "edit-questions",
                _("Questions"),
                Right.SET_UP,
                ("add-question", "change-question", "add-category", "change-category"),
            ),
            Tab("set-opening-hours", _("Hours"), Right.SET_UP, ("set-breaks", "set-hall-hours")),
            Tab(
                "arrange-halls",
                _("Halls and rooms"),
                Right.SET_UP,
                (
                    "arrange-hall",
                    "change-hall",
                    "remove-hall",
                    "add-hall",
                    "order-hall",
                    "add-rooms",
                    "add-rooms-at-once",
                    "change-room",
                    "move-room",
                    "remove-room",
                    "move-rooms",
                    "seat-rooms",
                    "remove-rooms",
                    "reserve-rooms",
                    "release-rooms",
                    "shut-room",
                    "clear-room",
                ),
            ),
            Tab(
                "arrange-timetable",
                _("Meeting times"),
                Right.SET_UP,
                ("change-meeting-length", "lay-out-timetable"),
            ),
            Tab(
                "edit-terms",
                _("Terms of meetings"),
                Right.SET_UP,
                (
                    "show-group",
                    "rename-group",
                    "remove-group",
                    "change-members",
                    "create-group",
                    "add-barrier",
                ),
            ),
            Tab(
                "organise-matching",
                _("Matching"),
                Right.SET_UP,
                ("show-preview", "match-anew", "preview-weights", "apply-weights"),
            ),
        ),
    ),
    Part(
        pgettext_lazy("organiser's desk", "People"),
        (
            Tab(
                "list-participants",
                _("Participants"),
                Right.KNOW,
                (
                    "show-participant",
                    "decide-participants",
                    "change-role",
                    "begin-stead",
                    "show-data",
                    "pack-data",
                    "erase-data",
                ),
            ),
            Tab("organise-stands", _("Stands"), Right.PEOPLE, ("place-stand",)),
            Tab("list-incomplete", _("Incomplete stands"), Right.PEOPLE, ("remind-stands",)),
            Tab("organise-invitations", _("Invitations"), Right.PEOPLE, ("invite-exhibitors",)),
            Tab("list-organisers", _("Team"), Right.OWN, ("change-duty", "remove-organiser")),
            Tab("list-twins", _("Registered twice?"), Right.PEOPLE, ("decide-twins",)),
            Tab(
                "import-table",
                pgettext_lazy("organiser's desk", "Import"),
                Right.PEOPLE,
                ("map-columns", "show-import", "bring-in", "undo-import", "discard-import"),
            ),
            Tab("export-lists", pgettext_lazy("organiser's desk", "Export"), Right.EXPORT),
        ),
    ),
    Part(
        pgettext_lazy("organiser's desk", "News"),
        (
            Tab(
                "organise-news",
                _("Announcements"),
                Right.TELL,
                (
                    "write-announcement",
                    "show-announcement",
                    "edit-announcement",
                    "send-announcement",
                    "test-announcement",
                    "take-back-announcement",
                    "remove-announcement",
                ),
            ),
            Tab("organise-notices", _("Notices"), Right.TELL, ("change-leads",)),
        ),
    ),
    Part(
        pgettext_lazy("organiser's desk", "The day"),
        (
            Tab("show-day", pgettext_lazy("organiser's desk", "Now"), Right.RUN, ("show-meeting", "show-rescue")),
            Tab("organise-check-in", _("Check-in"), Right.RUN, ("check-in-by-badge", "check-in-person")),
            Tab("print-signs", _("Signs to print"), Right.RUN, ("print-schedule",)),
        ),
    ),
    Part(
        pgettext_lazy("organiser's desk", "Results"),
        (
            Tab("show-results", _("Six figures"), Right.RESULTS),
            Tab("show-people-results", _("People"), Right.RESULTS),
            Tab("show-meeting-results", _("Meetings"), Right.RESULTS),
            Tab("show-room-results", _("Use of rooms"), Right.RESULTS),
            Tab("show-market-results", _("Markets"), Right.RESULTS),
            Tab("show-travel-results", _("Travel avoided"), Right.RESULTS),
            Tab("list-reports", _("Report"), Right.RESULTS, ("make-report",)),
            Tab("list-without-meeting", _("Without a meeting"), Right.KNOW),
        ),
    ),
    Part(
        pgettext_lazy("organiser's desk", "Audit"),
        (
            Tab("list-deeds", _("Deeds"), Right.AUDIT, ("export-deeds",)),
            Tab("keep-data", _("Personal data"), Right.OWN),
        ),
    ),
)


@dataclass(frozen=True)
class Here:
    """Where the reader is: the parts that are open to him, the one he is in, and the tabs of that one."""

    parts: list[tuple[Part, Tab]]  # each with the page that it opens with
    part: Part | None
    tabs: tuple[Tab, ...]
    tab: Tab | None


def here(view: str, rights: Iterable[Right]) -> Here:
    """What the rows of tabs show on this page (by its name in `organising`) to somebody with these rights."""
    rights = frozenset(rights)
    parts = [(part, tabs[0]) for part in PARTS if (tabs := part.open_with(rights))]
    for part, _first in parts:
        for tab in part.open_with(rights):
            if tab.leads_to(view):
                return Here(parts, part, part.open_with(rights), tab)
    return Here(parts, None, (), None)
