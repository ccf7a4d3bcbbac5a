"""The page of a lobby, and of the call that it becomes."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_context
from matchmaking.lobbies.access import meetings_entered_by
from matchmaking.meetings import programme
from matchmaking.meetings.access import bookings_open_to
from matchmaking.meetings.models import Attendance


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
    page = {
        **fair_context(request, meeting.booking.fair),
        "meeting": meeting,
        "booking": meeting.booking,
        "is_host": meeting.me is not None and meeting.me.attendance.role == Attendance.Role.HOST,
        "at": at,
    }
    return render(request, "lobbies/room.html", page)
