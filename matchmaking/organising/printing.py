"""A fair's result on paper. Nothing is fetched for it but our own style sheet and the fair's own picture."""

import ctypes
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair
from matchmaking.organising.figures.overview import PAGES, headlines, page_of
from matchmaking.organising.figures.results import Results

# What WeasyPrint cannot do without, by the names that it goes by on Linux, macOS and Windows.
LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
)
SHEETS = Path(settings.BASE_DIR) / "static/css"
PICTURE, LOGO = "picture:fair", "picture:logo"
"""The only addresses that are known while a report is laid out: the fair's own picture and logo."""


@cache
def can_print() -> bool:
    """Whether this machine has the libraries that lay out pages."""
    return all(any(_opens(name) for name in names) for names in LIBRARIES)


def _opens(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


class Refused(ValueError):
    """What would have been fetched from anywhere."""


def print_report(fair: Fair, language: str, *, at: datetime, reader: User | None, told: Callable[[int], None]) -> bytes:
    """The report as a tagged PDF, in that language. `told` hears after how many steps of its work it is."""
    zone = reader.time_zone if reader else fair.time_zone
    with translation.override(language), timezone.override(zone):
        document = written(fair, language, at=at, zone=zone, told=told)
        return laid_out(document, fair, told=told)


def written(fair: Fair, language: str, *, at: datetime, zone: str, told: Callable[[int], None]) -> str:
    """The report as one page of HTML, in the language that is active."""
    results = Results(fair, at)
    pages = []
    for step, name in enumerate(PAGES, 1):
        pages.append(page_of(name, results))
        told(step)
    figures = headlines(results)
    told(len(PAGES) + 1)
    context: dict[str, Any] = {
        "fair": fair,
        "language": language,
        "at": at,
        "zone": zone,
        "pages": pages,
        "headlines": figures,
        "picture": PICTURE if fair.picture else "",
        "logo": LOGO if fair.logo else "",
        "method": pages[-1].figures[0],
        "style": drawing_style(),
        "is_paper": True,
    }
    return render_to_string("organising/results/report.html", context)


def drawing_style() -> SafeString:
    """The colours of pictures, for inside them: a style sheet of the page does not reach there on paper."""
    sheet = (SHEETS / "report-drawings.css").read_text(encoding="utf-8")
    return SafeString("<style>" + sheet + "</style>")


def laid_out(document: str, fair: Fair, *, told: Callable[[int], None]) -> bytes:
    """The pages as a file: tagged for whoever listens, with a table of contents, in fonts that are there."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - a library of the machine, which only workers need
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Knows the fair's picture and logo, and nothing else in the world."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            known = {PICTURE: fair.picture, LOGO: fair.logo}.get(url)
            if not known:
                raise Refused(url)
            with default_storage.open(known.name, "rb") as file:
                return URLFetcherResponse(url, file.read(), {"Content-Type": "image/webp"})

    sheet = (SHEETS / "report.css").read_text(encoding="utf-8").replace("BRAND", fair.brand_colour)
    fetcher = Fetcher()
    page = HTML(string=document, base_url=None, url_fetcher=fetcher)
    drawn = page.render(stylesheets=[CSS(string=sheet, url_fetcher=fetcher)], pdf_variant="pdf/ua-1", pdf_tags=True)
    told(len(PAGES) + 2)
    content: bytes = drawn.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return content
