"""Who is reading: his language and his clock are active while his page is made."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

ZONE_COOKIE = "zone"  # written by static/js/zone.js with the browser's IANA time zone


class ReaderMiddleware:
    """Activates the reader's language and time zone: the account's, or the browser's for somebody unknown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = request.COOKIES.get(ZONE_COOKIE, "")
        zone = seen if seen in available_timezones() else "UTC"
        if request.user.is_authenticated:
            user = request.user
            if user.is_time_zone_chosen or zone == "UTC":
                zone = user.time_zone
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language() or "en"
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)
