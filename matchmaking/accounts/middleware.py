"""Who is reading, by which clock, and whether the door to the administration is open to him."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from matchmaking.common.places import known_zones

ZONE_COOKIE = "zone"  # written by static/js/zone.js with the browser's IANA time zone
SEEN_EVERY = timedelta(minutes=10)

Respond = Callable[[HttpRequest], HttpResponse]


def browser_zone(request: HttpRequest) -> str:
    """The time zone that the browser told us, or "" if it told none that we know."""
    zone = request.COOKIES.get(ZONE_COOKIE, "")
    return zone if zone in known_zones() else ""


class ReaderMiddleware:
    """Activates the reader's language and time zone: the account's, or the browser's for somebody unknown.

    Who has not chosen a time zone by hand reads by the browser's, wherever he travels.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = browser_zone(request)
        if request.user.is_authenticated:
            user = request.user
            if user.is_time_zone_chosen or not zone:
                zone = user.time_zone
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        with timezone.override(ZoneInfo(zone or settings.TIME_ZONE)):
            return self.get_response(request)


class SeenMiddleware:
    """Notes when and from where a session was last used, at most every ten minutes.

    allauth's own middleware writes at each request, which would cost every page four queries.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            signed_in_at = request.user.last_login  # the session was noted then
            if not signed_in_at or timezone.now() - signed_in_at > SEEN_EVERY:
                self._note(request)
        return self.get_response(request)

    def _note(self, request: HttpRequest) -> None:
        if cache.add(f"seen:{request.session.session_key}", 1, SEEN_EVERY.total_seconds()):
            UserSession.objects.create_from_request(request)


class AdministrationDoor:
    """The admin's door: strangers sign in where all do, members do not see it, staff come with two factors."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.namespaces[:1] != ["admin"]:
            return None
        if not request.user.is_authenticated:
            asked = request.get_full_path()
            if match.url_name == "login":  # whoever wrote down the admin's own address of signing in
                asked = request.GET.get("next") or reverse("admin:index")
            return redirect_to_login(asked)
        if not request.user.is_staff:
            raise Http404
        if settings.STAFF_NEED_SECOND_FACTOR and not is_mfa_enabled(request.user):
            return redirect("accounts:need-second-factor")
        return None
