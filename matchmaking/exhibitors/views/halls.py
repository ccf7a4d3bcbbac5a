"""The fair as a place: its home, its halls, and the plan of each."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from matchmaking.common.words import fold
from matchmaking.exhibitors.access import stands_of
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.exhibitors.queries import HallContent, contents_of, halls_with_counts
from matchmaking.fairs.access import fair_context, open_fair
from matchmaking.fairs.models import Fair, Participant, Room
from matchmaking.fairs.plan import Place, Stand, State, lay_out
from matchmaking.fairs.queries import current_and_next_slot
from matchmaking.fairs.rules import opening_state


@require_safe
def show_fair(request: HttpRequest, fair: str) -> HttpResponse:
    """The fair's home: what it is, what is on now, and where to go next."""
    place, at = open_fair(request, fair), timezone.now()
    context = fair_context(request, place)
    mine = list(stands_of(request.user).filter(fair=place).select_related("company"))
    current, following = current_and_next_slot(place, at)
    hours = list(place.opening_hours.all())
    halls = list(halls_with_counts(place))
    spoken_for = {stand.pk for stand in mine}
    page = {
        **context,
        "state": opening_state(place, hours, at),
        "hours": hours,
        "current": current,
        "following": following,
        "plans": [(content.hall, _plan(place, content, mine=spoken_for)) for content in contents_of(halls)],
        "stand_count": sum(cast(Any, hall).stand_count for hall in halls),
        "countries": Exhibitor.objects.filter(fair=place, status=Exhibitor.Status.APPROVED)
        .values("company__country")
        .distinct()
        .count(),
        "mine": mine,
        "step": next_step(place, context["participant"], mine),
    }
    return render(request, "exhibitors/show_fair.html", page)


def next_step(fair: Fair, participant: Participant | None, mine: list[Exhibitor]) -> str:
    """The one clear thing to do next: a key of the template's words."""
    if participant is None or participant.status == Participant.Status.LEFT:
        return "join" if fair.is_open_to_newcomers else "look"
    if participant.status == Participant.Status.APPLIED:
        return "wait"
    if participant.status == Participant.Status.DECLINED:
        return "look"
    if participant.is_organiser:
        return "organise"
    if fair.archived_at:  # where nothing of one's own is changed any more
        return "look"
    if participant.is_exhibitor:
        return "stand" if mine else "exhibit"
    return "profile" if participant.is_visitor else "look"


@require_safe
def list_halls(request: HttpRequest, fair: str) -> HttpResponse:
    """All halls with their plans in small."""
    place = open_fair(request, fair)
    halls = list(halls_with_counts(place))
    mine = set(stands_of(request.user).filter(fair=place).values_list("pk", flat=True))
    plans = [(content.hall, _plan(place, content, mine=mine)) for content in contents_of(halls)]
    return render(request, "exhibitors/list_halls.html", {**fair_context(request, place), "plans": plans})


@require_safe
def show_hall(request: HttpRequest, fair: str, hall: str) -> HttpResponse:
    """One hall: its plan, and its stands in words. `?q=` lights those that it finds; `?stand=` one of them."""
    place = open_fair(request, fair)
    room = get_object_or_404(place.halls, slug=hall)
    mine = set(stands_of(request.user).filter(fair=place).values_list("pk", flat=True))
    (content,) = contents_of([room])
    text = request.GET.get("q", "").replace("\0", "")[:80].strip()
    wanted = fold(text)
    found = {
        stand.pk
        for stand in content.stands
        if (wanted and wanted in fold(f"{stand.company.name} {stand.headline}"))
        or stand.stand_number == (request.GET.get("stand", "") or text).upper()
    }
    page: dict[str, Any] = {
        **fair_context(request, place),
        "hall": room,
        "halls": place.halls.all(),
        "plan": _plan(place, content, mine=mine, found=found),
        "stands": [stand for stand in content.stands if stand.pk in found] if text else content.stands,
        "text": text,
        "mine": mine,
    }
    return render(request, "exhibitors/show_hall.html", page)


def _plan(fair: Fair, content: HallContent, *, mine: set[int], found: set[int] = frozenset()) -> Any:  # type: ignore[assignment]
    """The drawing of a hall's stands and rooms."""
    # One address is built and the rest derived from it: reversing six hundred of them would take longer than drawing.
    pattern = reverse("exhibitors:show-exhibitor", args=[fair.slug, "stand"])
    return lay_out(
        [
            Stand(
                number=stand.stand_number,
                name=stand.company.name,
                href=pattern.replace("/stand/", f"/{stand.slug}/"),
                state=State.MINE if stand.pk in mine else State.TAKEN,
                is_highlighted=stand.pk in found,
            )
            for stand in content.stands
        ],
        [_room(room, mine) for room in content.rooms],
    )


def _room(room: Room, mine: set[int]) -> Place:
    reservation = getattr(room, "reservation", None)
    state = State.FREE
    if reservation is not None:
        state = State.MINE if reservation.exhibitor_id in mine else State.TAKEN
    return Place(
        name=room.name,
        kind=room.kind,
        state=state,
        whose=reservation.exhibitor.company.name if reservation is not None else "",
    )
