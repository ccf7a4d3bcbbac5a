"""The page of a lobby, and of the call that it becomes."""

from uuid import UUID

from babel import Locale
from babel.numbers import list_currencies
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_context
from matchmaking.lobbies import rules
from matchmaking.lobbies.access import meetings_entered_by
from matchmaking.lobbies.models import NumbersCard
from matchmaking.meetings import programme
from matchmaking.meetings.access import bookings_editable_by, bookings_open_to

UNITS = ["kg", "t", "l", "m", "m²", "m³", "pcs", "box", "pallet", "20′", "40′"]
COMMON_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY", "CNY")  # the shares in the world's payments, by SWIFT


@login_required
@require_safe
@never_cache
def enter_room(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The lobby of a meeting that stands. Of one that is over, or was called off, one reads what became of it."""
    assert isinstance(request.user, User)
    at = timezone.now()
    found = programme.read(meetings_entered_by(request.user, at=at).filter(pk=pk), request.user, [])
    if not found:
        booking = get_object_or_404(bookings_open_to(request.user), pk=pk)
        messages.info(request, _("The room of this meeting is closed."))
        return redirect("meetings:show-booking", booking.pk)
    meeting = found[0]
    role = meeting.me.attendance.role if meeting.me else ""
    page = {
        **fair_context(request, meeting.booking.fair),
        "meeting": meeting,
        "booking": meeting.booking,
        "side": role if role in programme.PARTIES else "",
        "shared": shared_languages(meeting),
        "units": UNITS,
        "currencies": currency_names(request.user.language),
        "incoterms": NumbersCard.Incoterm.choices,
        "at": at,
    }
    return render(request, "lobbies/room.html", page)


def shared_languages(meeting: programme.Meeting) -> list[str]:
    """The languages that the reader and everybody whom he meets speak."""
    if meeting.me is None:
        return []
    return [code for code in meeting.me.languages if all(code in each.languages for each in meeting.others)]


def currency_names(language: str) -> list[tuple[str, str]]:
    """What is money today, the most used first, with its name in that language."""
    names = Locale.parse(language.replace("-", "_")).currencies
    today = set(list_currencies()) & rules.currencies()
    return [(code, names.get(code, code)) for code in (*COMMON_CURRENCIES, *sorted(today - set(COMMON_CURRENCIES)))]


@login_required
@require_safe
@never_cache
def offer_time(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For whoever waits alone: the best other time at which everybody is free, one press away."""
    assert isinstance(request.user, User)
    at = timezone.now()
    door = meetings_entered_by(request.user, at=at) & bookings_editable_by(request.user)
    meeting = next(iter(programme.read(door.filter(pk=pk), request.user)), None)
    if meeting is None:
        raise Http404
    page = {
        "meeting": meeting,
        "booking": meeting.booking,
        "best": next(iter(programme.alternatives_of(meeting, at)), None),
        "was_called": hasattr(meeting.booking, "lobby") and meeting.booking.lobby.absent_called_at is not None,
    }
    return render(request, "lobbies/_other_time.html", page)
