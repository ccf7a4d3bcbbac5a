"""The six figures that a chamber of commerce asks first, and the pages that say more."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from matchmaking.fairs.models import Participant
from matchmaking.organising.figures import markets, meetings, people, rooms, travel
from matchmaking.organising.figures.base import Figure, Headline, Page, number, per_cent
from matchmaking.organising.figures.results import Results
from matchmaking.organising.queries.results.base import State
from matchmaking.organising.rules.results import share

Make = Callable[[Results], Figure]
PAGES: dict[str, tuple[Make, ...]] = {
    "people": (people.registrations, people.reached),
    "meetings": (meetings.states, meetings.acceptance, meetings.absences, meetings.liked),
    "rooms": (rooms.halls, rooms.occupancy),
    "markets": (markets.countries, markets.chapters),
    "travel": (travel.avoided,),
}


def page_of(name: str, results: Results) -> Page:
    titles = {
        "people": (_("People"), _("Who registered, in which role and when, and who has met nobody yet.")),
        "meetings": (_("Meetings"), _("What became of meetings and requests, who did not come, and how it was liked.")),
        "rooms": (_("Use of rooms"), _("When the halls were busy, and how full their rooms were.")),
        "markets": (_("Markets"), _("Which countries met, and which goods brought them together.")),
        "travel": (_("Travel avoided"), _("What people did not travel because they met at a distance.")),
    }
    title, lede = titles[name]
    return Page(name, title, lede, tuple(make(results) for make in PAGES[name]))


def all_pages(results: Results) -> list[Page]:
    return [page_of(name, results) for name in PAGES]


def headlines(results: Results, before: Results | None = None) -> list[Headline]:
    """The six, and what they were at the fair before, where there is one."""
    registrations, states = people.registrations(results), meetings.states(results)
    was = values_of(before) if before else ("",) * 6
    figures = (
        (pgettext("after a number", "take part"), _last(registrations), "show-people-results"),
        (pgettext("after a number", "meetings held"), _first(states), "show-meeting-results"),
        (pgettext("after a number", "of requests accepted"), meetings.acceptance(results), "show-meeting-results"),
        (pgettext("after a number", "of meetings failed"), meetings.absences(results), "show-meeting-results"),
        (pgettext("after a number", "countries met"), markets.countries(results), "show-market-results"),
        (pgettext("after a number", "t CO₂e avoided"), travel.avoided(results), "show-travel-results"),
    )
    return [
        Headline(value, unit, figure, view, before=old)
        for value, old, (unit, figure, view) in zip(values_of(results), was, figures, strict=True)
    ]


def values_of(results: Results) -> tuple[str, ...]:
    """The six numbers, as they are written."""
    approved = sum(row.people for row in results.registered if row.status == Participant.Status.APPROVED)
    held, missed = results.in_state(State.HELD), results.in_state(State.MISSED, State.EMPTY)
    answers = results.requests
    return (
        number(approved),
        number(held),
        per_cent(share(answers.with_status("accepted"), answers.ended)),
        per_cent(share(missed, held + missed)),
        number(len(markets.known_countries(results))),
        number(results.saved.tonnes, places=1),
    )


def _first(figure: Figure) -> Figure:
    """The figure with its first picture and its first table only."""
    return Figure(figure.name, figure.title, figure.sentence, figure.drawings[:1], figure.tables[:1])


def _last(figure: Figure) -> Figure:
    """The figure with its last picture, and its first table."""
    return Figure(figure.name, figure.title, figure.sentence, figure.drawings[-1:], figure.tables[:1])
