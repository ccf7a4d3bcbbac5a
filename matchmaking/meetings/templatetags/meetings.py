"""What a template would say a hundred times on one page, said at once."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from matchmaking.common.templatetags.tradefair import short_day, zone_city
from matchmaking.meetings import sides
from matchmaking.meetings.choosing import Choice

register = template.Library()
register.simple_tag(sides.sides_of)

_SLOT = (
    '<label class="slot slot--%(look)s" for="slot-%(pk)s">'
    '<input type="checkbox" name="slot" id="slot-%(pk)s" value="%(pk)s"%(ticked)s>'
    '<span class="slot__time">%(here)s</span><span class="slot__there">%(there)s</span>'
    '<span class="visually-hidden">%(words)s</span></label>'
)
_BEST = (
    '<li class="best__item"><label class="slot slot--best slot--%(look)s" for="best-%(pk)s">'
    '<input type="checkbox" name="slot" id="best-%(pk)s" value="%(pk)s"%(ticked)s>'
    '<span class="slot__time">%(day)s, %(here)s <span class="slot__place">%(city)s</span></span>'
    '<span class="slot__there">%(day_there)s%(clock_there)s <span class="slot__place">%(city_there)s</span></span>'
    '<span class="slot__why">%(words)s</span></label></li>'
)


@register.simple_tag
def best_choices(choices: Iterable[Choice], chosen: Collection[UUID]) -> SafeString:
    """The few that suit both best, large, with their days and both cities."""
    return mark_safe("".join(_BEST % _facts_of_best(choice, choice.slot.pk in chosen) for choice in choices))


@register.simple_tag
def slot_choices(choices: Iterable[Choice], chosen: Collection[UUID]) -> SafeString:
    """Times of the grid, to be ticked: large the reader's clock, small the other side's, the rest in words.

    Only the words are anybody's text, so only they are escaped: as a template, or with every value escaped, the times
    took longer than all the rest of the page.
    """
    return mark_safe("".join(_SLOT % _facts(choice, choice.slot.pk in chosen) for choice in choices))


def _facts(choice: Choice, is_chosen: bool) -> dict[str, object]:
    later = choice.days_later
    return {
        "pk": choice.slot.pk,
        "look": choice.both.discomfort if choice.is_free else "shut",
        "ticked": (" checked" if is_chosen else "") + ("" if choice.is_free else " disabled"),
        "here": _clock(choice.here),
        "there": _clock(choice.there) + (f" +{later}" if later > 0 else " −1" if later else ""),
        "words": escape(choice.comfort if choice.is_free else choice.why_not),
    }


def _facts_of_best(choice: Choice, is_chosen: bool) -> dict[str, object]:
    return _facts(choice, is_chosen) | {
        "day": escape(short_day(choice.here)),
        "city": escape(zone_city(choice.mine.zone)),
        "day_there": f"{escape(short_day(choice.there))}, " if choice.days_later else "",
        "clock_there": _clock(choice.there),
        "city_there": escape(zone_city(choice.theirs.zone)),
    }


def _clock(moment: datetime) -> str:
    return f"{moment.hour:02}:{moment.minute:02}"
