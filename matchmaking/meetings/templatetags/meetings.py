"""What a template would say a hundred times on one page, said at once."""

from collections.abc import Collection
from uuid import UUID

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from matchmaking.meetings.choosing import Choice

register = template.Library()


@register.simple_tag
def slot_choice(choice: Choice, chosen: Collection[UUID]) -> SafeString:
    """One time of the grid, to be ticked: large the reader's clock, small the other side's, the rest in words.

    A fair has a hundred and more of them, and as a template they took longer than all the rest of the page.
    """
    days = "" if not choice.days_later else f" +{choice.days_later}" if choice.days_later > 0 else " −1"
    return format_html(
        '<label class="slot slot--{}" for="slot-{}">'
        '<input type="checkbox" name="slot" id="slot-{}" value="{}"{}{}>'
        '<span class="slot__time">{}</span><span class="slot__there">{}{}</span>'
        '<span class="visually-hidden">{}</span></label>',
        choice.both.discomfort if choice.is_free else "shut",
        choice.slot.pk,
        choice.slot.pk,
        choice.slot.pk,
        " checked" if choice.slot.pk in chosen else "",
        "" if choice.is_free else " disabled",
        f"{choice.here:%H:%M}",
        f"{choice.there:%H:%M}",
        days,
        choice.comfort if choice.is_free else choice.why_not,
    )
