"""What pages of other apps show of lobbies."""

from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import number_format

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.lobbies import queries, rules
from matchmaking.lobbies.access import stands_received_at_by
from matchmaking.lobbies.models import DeviceCheck
from matchmaking.meetings.models import Booking

register = template.Library()


@register.filter
def as_written(number: Decimal) -> str:
    """The number as the reader's language writes it, without zeros at its end."""
    return number_format(number.normalize(), force_grouping=True)


@register.filter
def is_weak(check: DeviceCheck) -> bool:
    """The line was measured, and is not enough for pictures."""
    return rules.is_weak(check)


@register.simple_tag
def people_at(stand: Exhibitor) -> int:
    """How many of the stand's team are there now. One query."""
    return queries.team_there(stand.pk, at=timezone.now()).count()


@register.simple_tag
def receives_at(user: User, stand: Exhibitor) -> bool:
    """Whether the user receives whoever walks up to the stand. One query."""
    return stands_received_at_by(user).filter(pk=stand.pk).exists()


@register.inclusion_tag("lobbies/_minutes.html")
def minutes_of(booking: Booking) -> dict[str, object]:
    """What was noted and said in the room of the meeting. Two queries."""
    return {
        "booking": booking,
        "cards": queries.cards_of(booking.pk),
        "remarks": queries.last_remarks(booking.pk),
    }
