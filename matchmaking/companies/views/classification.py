"""What the picker of HS codes shows while one types."""

from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matchmaking.companies.queries.classification import HsHeading, reader_language
from matchmaking.companies.queries.classification import search_hs as find

KEPT = 300  # seconds; many people type the same beginnings


@require_safe
@login_required
def search_hs(request: HttpRequest) -> HttpResponse:
    """Candidates for a text, as options of a list: headings, or subheadings under their headings."""
    text = " ".join(request.GET.get("q", "")[:240].lower().split())
    language = reader_language()
    key = f"hs:{language}:{sha256(text.encode(errors='replace')).hexdigest()}"
    found: list[HsHeading] | None = cache.get(key)
    if found is None:
        found = find(text, language=language)
        cache.set(key, found, KEPT)
    digits = 4 if request.GET.get("digits") == "4" else 6
    return render(request, "companies/_hs_options.html", {"found": found, "digits": digits})
