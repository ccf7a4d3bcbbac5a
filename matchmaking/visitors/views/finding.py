"""Finding visitors: the directory, and one visitor's page. For people who were let in to the fair."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from matchmaking.accounts.models import User
from matchmaking.common.directory import Wanted, groups, tags, wanted_by
from matchmaking.common.finding import look
from matchmaking.common.results import Results, kept_results, key_of, show_results
from matchmaking.common.search import phrase_of
from matchmaking.common.words import words
from matchmaking.companies.naming import chapter_names, name_of
from matchmaking.companies.queries.vocabulary import words_like
from matchmaking.fairs.access import fair_context, fair_page
from matchmaking.visitors import rules
from matchmaking.visitors.access import Viewer, are_still_open_to, entries_open_to, profiles_open_to, viewer_of
from matchmaking.visitors.actions.indexing import country_of
from matchmaking.visitors.directory import FACETS, TITLES, Stamp, cards, drawn, stamp_of
from matchmaking.visitors.queries import with_details

CLASS_OF_ONE = ""


@login_required
@require_safe
def directory(request: HttpRequest, fair: str) -> HttpResponse:
    """Which visitors the reader may find at the fair."""
    assert isinstance(request.user, User)
    here = fair_page(request, fair)
    viewer = viewer_of(request.user, here["fair"], here["participant"])
    if viewer is None:
        return render(request, "visitors/not_yet.html", {**here}, status=409)
    wanted = wanted_by(request.GET, FACETS)
    results = _kept(viewer, wanted, stamp_of(here["fair"]))
    return show_results(request, "visitors/directory.html", {**here, "wanted": wanted, "results": results})


def _kept(viewer: Viewer, wanted: Wanted, stamp: Stamp) -> Results:
    """The results, shared by viewers who find the same people; a viewer of a class of his own shares nothing."""
    if viewer.kind == CLASS_OF_ONE:
        return _results(viewer, wanted)
    key = key_of("visitors", stamp, viewer.kind, sorted(viewer.user.spoken_languages), wanted.address())

    def still_good(kept: Results) -> bool:
        # The key may be older than a decision to hide. So everybody on the page is asked for again.
        return are_still_open_to(viewer, kept.keys)

    return kept_results(key, lambda: _results(viewer, wanted), still_good=still_good)


def _results(viewer: Viewer, wanted: Wanted) -> Results:
    phrase = phrase_of(words(wanted.query), words_like)
    found = look(drawn(entries_open_to(viewer)), FACETS, wanted, phrase)
    chapters = chapter_names()
    facets = groups(found, FACETS, TITLES, lambda facet, value: name_of(facet, value, chapters))
    total = found.counts.total
    return Results(
        html=render_to_string(
            "visitors/_results.html",
            {
                "fair": viewer.fair,
                "path": reverse("visitors:directory", kwargs={"fair": viewer.fair.slug}),
                "found": found,
                "cards": cards(found.lines, chapters, viewer.user.spoken_languages),
                "facets": facets,
                "tags": tags(found, facets),
                "suggestion": found.wanted.asking(found.suggestion),
            },
        ),
        count=ngettext("%(n)s visitor", "%(n)s visitors", total) % {"n": total},
        address=found.wanted.address(),
        keys=[line.pk for line in found.lines],
    )


@login_required
@require_safe
def show_visitor(request: HttpRequest, fair: str, pk: UUID) -> HttpResponse:
    """One visitor: what he looks for, and when he can be met."""
    profile = get_object_or_404(with_details(profiles_open_to(request.user)), pk=pk, participant__fair__slug=fair)
    context = {
        **fair_context(request, profile.participant.fair),
        "profile": profile,
        "person": profile.participant.user,
        "country": country_of(profile),
        "certificates": [name_of("certificate", code, {}) for code in profile.certificates],
        "day": rules.day_to_show(
            timezone.localdate(timezone=profile.participant.fair.zone),
            first=profile.participant.fair.starts_on,
            last=profile.participant.fair.ends_on,
        ),
        "is_own": profile.participant.user_id == request.user.pk,
    }
    return render(request, "visitors/show_visitor.html", context)
