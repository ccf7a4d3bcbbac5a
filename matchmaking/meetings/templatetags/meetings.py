"""What a template would say a hundred times on one page, said at once."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from matchmaking.meetings.choosing import Choice

register = template.Library()

_SLOT = (
    '<label class="slot slot--%(look)s" for="slot-%(pk)s">'
    '<input type="checkbox" name="slot" id="slot-%(pk)s" value="%(pk)s"%(ticked)s>'
    '<span class="slot__time">%(here)s</span><span class="slot__there">%(there)s</span>'
    '<span class="visually-hidden">%(words)s</span></label>'
)


@register.simple_tag
def slot_choices(choices: Iterable[Choice], chosen: Collection[UUID]) -> SafeString:
    """Times of the grid, to be ticked: large the reader's clock, small the other side's, the rest in words.

    Only the words are anybody's text, so only they are escaped: as a template, or with every value escaped, the times
    took longer than all the rest of the page.
    """
    return mark_safe("".join(_SLOT % _facts(choice, choice.slot.pk in chosen) for choice in choices))


def _facts(choice: Choice, is_chosen: bool) -> dict[str, object]:
    here, there, later = choice.here, choice.there, choice.days_later
    return {
        "pk": choice.slot.pk,
        "look": choice.both.discomfort if choice.is_free else "shut",
        "ticked": (" checked" if is_chosen else "") + ("" if choice.is_free else " disabled"),
        "here": f"{here.hour:02}:{here.minute:02}",
        "there": f"{there.hour:02}:{there.minute:02}" + (f" +{later}" if later > 0 else " −1" if later else ""),
        "words": escape(choice.comfort if choice.is_free else choice.why_not),
    }
