"""What every template may ask of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from matchmaking.common.mail import are_mails_here


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's mode and languages, where its source is, and whether its mails can be read in the browser."""
    return {
        "is_local": settings.LOCAL,
        "languages": tuple(settings.LANGUAGES),
        "source_url": settings.SOURCE_URL,
        "are_mails_here": are_mails_here(),
        "stead": getattr(request, "stead", None),  # in whose name one is here, if not in one's own
    }
