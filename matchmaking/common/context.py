"""What every template may ask of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's mode and languages."""
    return {"is_local": settings.LOCAL, "languages": settings.LANGUAGES}
