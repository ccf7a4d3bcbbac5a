"""The directory of exhibitors: open to everybody who may look at the fair."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from matchmaking.common.directory import Wanted, groups, tags, wanted_by
from matchmaking.common.finding import look
from matchmaking.common.results import (
    Results,
    kept_results,
    key_of,
    may_share_a_page,
    show_results,
    show_to_somebody_unknown,
)
from matchmaking.common.search import phrase_of
from matchmaking.common.words import words
from matchmaking.companies.naming import chapter_names, name_of
from matchmaking.companies.queries.vocabulary import words_like
from matchmaking.exhibitors.directory import FACETS, TITLES, cards, drawn, entries_of, stamp_of
from matchmaking.fairs.access import fair_page
from matchmaking.fairs.models import Fair

PAGE = "exhibitors/directory.html"


@require_safe
def directory(request: HttpRequest, fair: str) -> HttpResponse:
    """Who exhibits at the fair."""
    wanted = wanted_by(request.GET, FACETS)
    spoken = tuple(sorted(request.user.spoken_languages)) if request.user.is_authenticated else ()
    may_share = may_share_a_page(request, wanted.address())
    stamp = stamp_of(fair, hidden_too=not may_share)

    def context() -> dict[str, Any]:
        here = fair_page(request, fair)
        key = key_of("exhibitors", stamp, spoken, wanted.address())
        results = kept_results(key, lambda: _results(here["fair"], wanted, spoken), still_good=lambda kept: True)
        return {**here, "wanted": wanted, "results": results}

    if may_share and stamp:
        return show_to_somebody_unknown(request, PAGE, wanted.address(), stamp, context)
    return show_results(request, PAGE, context())


def _results(fair: Fair, wanted: Wanted, spoken: tuple[str, ...]) -> Results:
    phrase = phrase_of(words(wanted.query), words_like)
    found = look(drawn(entries_of(fair)), FACETS, wanted, phrase)
    chapters = chapter_names()
    facets = groups(found, FACETS, TITLES, lambda facet, value: name_of(facet, value, chapters))
    total = found.counts.total
    return Results(
        html=render_to_string(
            "exhibitors/_results.html",
            {
                "fair": fair,
                "path": reverse("exhibitors:directory", kwargs={"fair": fair.slug}),
                "found": found,
                "cards": cards(found.lines, chapters, spoken),
                "facets": facets,
                "tags": tags(found, facets),
                "suggestion": found.wanted.asking(found.suggestion),
            },
        ),
        count=ngettext("%(n)s exhibitor", "%(n)s exhibitors", total) % {"n": total},
        address=found.wanted.address(),
    )
