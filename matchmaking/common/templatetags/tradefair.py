"""The words that templates may use. `{% load tradefair %}`; each is shown on the page /design/."""

import hashlib
from collections.abc import Hashable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import PurePath
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django import template
from django.conf import settings
from django.core.paginator import Page
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.forms import BoundField, ImageField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide as draw_icon

from matchmaking.common import band, calendars, clocks, html, places
from matchmaking.common.uploads import CleanImageField

register = template.Library()

# What stands in a fragment that is kept, where something of the reader's own comes.
TOKEN, ADDRESS = "the-token-of-whoever-reads", "the-address-of-whoever-reads"
WAY_BACK = "the-way-back-of-whoever-reads"

AVATAR_SIZES = {24: "xs", 32: "s", 48: "m", 72: "l", 112: "xl"}  # pixels → class
AVATAR_HUES = 8


@register.simple_tag
@cache
def icon(name: str, size: int = 20) -> SafeString:
    """The drawing beside a word. It says nothing by itself, so it is hidden from those who listen."""
    drawn = draw_icon(name, size=size, **{"class": "icon", "aria_hidden": "true", "focusable": "false"})
    return SafeString(drawn)


@register.simple_tag(takes_context=True)
def kept(context: template.Context, fragment: str, **values: Hashable) -> SafeString:
    """The template of this name, drawn from these values alone and kept by the process for whoever has the same.

    Besides, it knows the place that is asked for (`view_name`, `route`) and, put in when it is handed out, the reader's
    `csrf_token`, his `address` and, as a value within another address, his `way_back`. What is not a plain value is
    refused: a record is the same although it has changed.
    """
    if any(isinstance(value, Model) for value in values.values()):
        raise TypeError(f"{fragment} is kept, so it is drawn from values, not from records.")
    match = getattr(context.get("request"), "resolver_match", None)
    values |= {"view_name": getattr(match, "view_name", ""), "route": getattr(match, "route", "")}
    draw = draw_fragment if settings.DEBUG else _kept_fragment
    drawn = draw(fragment, get_language() or "", tuple(values.items()))
    if TOKEN in drawn:
        address = context["request"].get_full_path()
        drawn = drawn.replace(TOKEN, str(context.get("csrf_token", "")))
        drawn = drawn.replace(ADDRESS, escape(address)).replace(WAY_BACK, quote(address))
    return mark_safe(drawn)


def draw_fragment(fragment: str, language: str, values: tuple[tuple[str, Hashable], ...]) -> str:
    """The template in the language that is active."""
    return render_to_string(fragment, dict(values) | {"csrf_token": TOKEN, "address": ADDRESS, "way_back": WAY_BACK})


_kept_fragment = lru_cache(maxsize=4096)(draw_fragment)


@register.inclusion_tag("common/_avatar.html")
def avatar(name: str, image: FieldFile | str | None = None, size: int = 48) -> dict[str, Any]:
    """The picture (a file, or its address), or the initials on a hue of their own. `size` in pixels, one of five."""
    pixels = min(AVATAR_SIZES, key=lambda known: abs(known - int(size)))
    return {
        "url": image if isinstance(image, str) else picture_url(image),
        "initials": initials(str(name)),
        "hue": hashlib.blake2b(str(name).encode(), digest_size=1).digest()[0] % AVATAR_HUES,
        "size": AVATAR_SIZES[pixels],
        "pixels": pixels,
    }


@register.filter
def picture_url(image: FieldFile | str | None) -> str:
    """The address of a picture; empty where there is none."""
    return image.url if isinstance(image, FieldFile) and image else ""


def initials(name: str) -> str:
    """At most two letters: of the first and the last word, or the first letter of a name of one word."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])]
    return "".join(letters) or "?"


@register.filter
def short_day(day: date, pattern: str = "EEE d MMM") -> str:
    """The day in few words, as the reader's language shortens it: Tue 14 May, mar. 14 mai. The pattern is CLDR's."""
    # A moment is the same in all zones, but not its day: what is kept is kept under the day.
    return _day_in_words(day.date() if isinstance(day, datetime) else day, pattern, places.reader_locale())


_day_in_words = lru_cache(maxsize=4096)(format_date)


@register.inclusion_tag("common/_two_clocks.html")
def two_clocks(
    when: datetime,
    zone: str | ZoneInfo,
    until: datetime | None = None,
    day: bool = False,
    here: str | ZoneInfo = "",
) -> dict[str, Any]:
    """The moment by the reader's clock and by the other one, both named. `day` writes the date as well; `here` is
    the reader's zone unless told otherwise."""
    readings = clocks.two_clocks(
        when,
        ZoneInfo(str(here or timezone.get_current_timezone_name())),
        ZoneInfo(str(zone)),
        language=get_language() or "en",
        until=until,
    )
    return {
        "clocks": [
            {
                "moment": clock.starts.isoformat(),
                "day": short_day(clock.starts) if day and (clock.days_later or not n) else "",
                "time": f"{clock.starts:%H:%M}–{clock.ends:%H:%M}" if clock.ends else f"{clock.starts:%H:%M}",
                "later": 0 if day else clock.days_later,
                "earlier": 0 if day else -clock.days_later,
                "place": _("%(one)s and %(other)s") % dict(zip(("one", "other"), clock.cities, strict=True))
                if len(clock.cities) == 2
                else clock.cities[0],
                "offset": clock.offset,
            }
            for n, clock in enumerate(readings)
        ]
    }


@register.inclusion_tag("common/_clock_band.html")
def clock_band(
    day: date,
    zone: str | ZoneInfo,
    country: str = "",
    works_from: time = time(9),
    works_to: time = time(18),
    here: str | ZoneInfo = "",
    here_country: str = "",
    here_from: time = time(9),
    here_to: time = time(18),
    slot: datetime | None = None,
    until: datetime | None = None,
) -> dict[str, Any]:
    """The reader's day beside the other person's. Countries say who rests when; a zone's own is taken where none is
    given. `slot` and `until` draw a chosen time through both. `here` is the reader's zone unless told otherwise."""
    language = get_language() or "en"
    here_zone, there_zone = ZoneInfo(str(here or timezone.get_current_timezone_name())), ZoneInfo(str(zone))
    drawn = band.make_band(
        day,
        side(here_zone, here_country, here_from, here_to, day, language),
        side(there_zone, country, works_from, works_to, day, language),
        slot=(slot, until or slot + timedelta(minutes=25)) if slot else None,
    )
    return {
        "band": drawn,
        "rows": [row_in_words(row, drawn, language) for row in drawn.rows],
        "here": here_zone,
        "there": there_zone,
        "hours": round(drawn.hours),
        "key": hashlib.blake2b(f"{drawn.starts}{zone}{here}".encode(), digest_size=4).hexdigest(),
    }


def side(zone: ZoneInfo, country: str, works_from: time, works_to: time, day: date, language: str) -> band.Side:
    """One person with the days around `day` on which he rests, each with its reason in words."""
    home = country or calendars.country_of(str(zone))
    around = [day + timedelta(days=n) for n in (-1, 0, 1)]
    reasons = {
        d: calendars.holiday_name(home, d, language) or (_("weekend") if calendars.is_weekend(home, d) else "")
        for d in around
    }
    return band.Side(zone, works_from, works_to, {d: reason for d, reason in reasons.items() if reason})


def row_in_words(row: band.Row, drawn: band.Band, language: str) -> dict[str, Any]:
    """What stands beside a row: whose clock it is, its days, and why somebody rests."""
    return {
        "row": row,
        "city": clocks.city_of(str(row.side.zone), language),
        "offset": " / ".join(
            dict.fromkeys(
                clocks.offset_name(at.astimezone(row.side.zone).utcoffset() or timedelta())
                for at in (drawn.starts, drawn.ends - band.QUARTER)
            )
        ),
        "days": [(short_day(day), row.side.rests.get(day, "")) for day, _left in row.days],
        "works": f"{row.side.works_from:%H:%M}–{row.side.works_to:%H:%M}",
    }


@register.filter
def zone_city(zone: str | ZoneInfo) -> str:
    """The city that names the zone, in the reader's language."""
    return clocks.city_of(str(zone), get_language() or "en")


@register.filter
def country_name(code: str) -> str:
    return places.country_name(code) if code else ""


@register.filter
def language_name(code: str) -> str:
    return places.language_name(code) if code else ""


@register.filter
def rich(text: str) -> SafeString:
    return html.rich_html(text) if text else SafeString("")


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The numbers worth a link: both ends, those around this page, and dots for the rest."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def is_picture(field: BoundField) -> bool:
    """Whether what the field holds can be shown as an image."""
    return isinstance(field.field, ImageField | CleanImageField)


@register.filter
def file_name(file: FieldFile) -> str:
    """The last part of a stored file's name."""
    return PurePath(str(file)).name


@register.simple_tag
def lang_attrs(code: str) -> SafeString:
    """The attributes of an element whose text is in that language."""
    direction = "rtl" if code.split("-")[0] in places.RIGHT_TO_LEFT else "ltr"
    return format_html('lang="{}" dir="{}"', code, direction)


@register.simple_tag(takes_context=True)
def current(context: template.Context, *names: str) -> str:
    """Marks the link to where the reader is: the page itself, or (by any further name) a page below it."""
    view_name = context.get("view_name")
    if view_name is None:
        view_name = getattr(getattr(context.get("request"), "resolver_match", None), "view_name", "")
    if view_name not in names:
        return ""
    return mark_safe(' aria-current="page"' if view_name == names[0] else ' aria-current="true"')
