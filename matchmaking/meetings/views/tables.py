"""What the code on a table leads to: what is on there now, for whoever may know it."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_context, open_fair
from matchmaking.fairs.models import Fair, Room
from matchmaking.fairs.rights import Right
from matchmaking.meetings import programme
from matchmaking.meetings.access import bookings_open_to, stands_spoken_for_by
from matchmaking.meetings.actions.attending import mark_arrived
from matchmaking.meetings.models import Booking

BEFORE = timedelta(minutes=30)  # so early one may sit down
MOST = 3  # what is on, and what comes next


def coming(room: Room, at: datetime) -> QuerySet[Booking]:
    """What is on in the room at this moment and later, in order."""
    live = Booking.objects.filter(room=room, status=Booking.Status.CONFIRMED, ends_at__gt=at)
    return live.order_by("starts_at")


def place_of(request: HttpRequest, fair: str, room: int) -> tuple[Fair, Room]:
    place = open_fair(request, fair)
    rooms = Room.objects.select_related("hall", "reservation__exhibitor__company")
    return place, get_object_or_404(rooms, hall__fair=place, pk=room)


@require_safe
@never_cache
@login_required
def show_table(request: HttpRequest, fair: str, room: int) -> HttpResponse:
    """His own meetings there to whoever has some, all of them to whoever runs the day, to others the place alone."""
    assert isinstance(request.user, User)
    place, table = place_of(request, fair, room)
    at, context = timezone.now(), fair_context(request, place)
    stands = list(stands_spoken_for_by(request.user).values_list("pk", flat=True))
    own = programme.read(bookings_open_to(request.user).filter(pk__in=coming(table, at)), request.user, stands)
    runs = Right.RUN in context["rights"]
    page = {
        **context,
        "room": table,
        "meetings": sorted(own, key=lambda meeting: meeting.booking.starts_at)[:MOST],
        "everything": coming(table, at).prefetch_related("attendances__user")[:MOST] if runs else [],
        "runs": runs,
        "soon": at + BEFORE,
        "mine": set(
            coming(table, at)
            .filter(attendances__user=request.user, attendances__excused_at=None, attendances__arrived_at=None)
            .values_list("pk", flat=True)
        ),
    }
    return render(request, "meetings/table.html", page)


@require_POST
@login_required
def arrive_at_table(request: HttpRequest, fair: str, room: int) -> HttpResponse:
    """He is at the table of his next meeting there, at most half an hour before it begins."""
    assert isinstance(request.user, User)
    place, table = place_of(request, fair, room)
    at = timezone.now()
    seats = {"attendances__user": request.user, "attendances__excused_at": None}
    mine = coming(table, at).filter(starts_at__lte=at + BEFORE, **seats).first()
    if mine is None:
        messages.error(request, _("You have no meeting at this table in the next half hour."))
    else:
        mark_arrived(booking_id=mine.pk, user_id=request.user.pk, at=at)
        messages.success(request, _("Good. The other side sees that you are here."))
    return redirect("meetings:show-table", place.slug, table.pk)
