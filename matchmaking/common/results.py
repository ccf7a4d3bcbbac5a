"""Rendered results of a directory, kept for a minute under everything that they depend on.

Nothing is ever invalidated: whatever changes a result changes its key, and what a key does not know is a minute old at
most. Nothing personal is kept: a fragment is shared by a class of readers, a whole page only by people unknown to us.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from time import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

KEPT = 60  # seconds
RENEWING = 10  # seconds at most


@dataclass(frozen=True)
class Results:
    """What a directory answers, drawn: the fragment, the sentence that announces it, and its own address."""

    html: str
    count: str
    address: str
    keys: list[Any] = field(default_factory=list)  # of the lines in it


def key_of(*parts: object) -> str:
    """The key of what depends on these parts and on the language."""
    said = "\n".join(map(repr, (get_language(), *parts)))
    return f"results:{hashlib.blake2b(said.encode('utf-8', 'replace'), digest_size=20).hexdigest()}"


def kept_results(key: str, make: Callable[[], Results], *, still_good: Callable[[Results], bool]) -> Results:
    """The results under this key, made anew if there are none or if they are not good any more.

    When their time is up one reader makes them anew, and those who come meanwhile get the old ones once more.
    """
    kept: tuple[float, Results] | None = cache.get(key)
    if kept and still_good(kept[1]):
        made_at, results = kept
        if time() < made_at + KEPT or not cache.add(f"{key}:renewed", 1, RENEWING):
            return results
    results = make()
    if KEPT:
        cache.set(key, (time(), results), KEPT + RENEWING)
    return results


def show_results(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or for htmx only what changes: the `results` in the context, and what announces them."""
    results: Results = context["results"]
    if is_swap(request):
        response = render(request, "common/_results_swap.html", {"results": results})
        response["HX-Push-Url"] = request.path + ("" if results.address == "?" else results.address)
    else:
        response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def show_to_somebody_unknown(
    request: HttpRequest, template: str, address: str, stamp: object, make: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The page for a reader without an account, kept whole: all who read this language and clock get the same.

    There is no token against forged requests in it: nothing that they can send changes anything but their own language.
    """
    key = key_of("page", request.path, address, timezone.get_current_timezone_name(), stamp)
    page: bytes | None = cache.get(key)
    if page is None:
        page = render_to_string(template, make() | {"csrf_token": ""}, request).encode()
        cache.set(key, page, KEPT)
    response = HttpResponse(page)
    patch_vary_headers(response, ["HX-Request", "Cookie", "Accept-Language"])
    return response


def is_swap(request: HttpRequest) -> bool:
    """Whether htmx asks for the part that changes. When it restores a page from history it wants all of it."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request


def may_share_a_page(request: HttpRequest, address: str) -> bool:
    """Whether nothing in the page can be the reader's own: no account, session or message, and the one address."""
    own = (settings.SESSION_COOKIE_NAME, "messages")
    return (
        not request.user.is_authenticated
        and not is_swap(request)
        and not any(name in request.COOKIES for name in own)
        and request.META.get("QUERY_STRING", "") == address.removeprefix("?")
    )
