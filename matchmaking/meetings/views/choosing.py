"""Choosing among the times of two sides: what a page shows of them, and what it sends."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from matchmaking.meetings.choosing import Board

BEST = "best"


def show_times(
    request: HttpRequest,
    template: str,
    page: dict[str, Any],
    board: Board | None,
    chosen: list[UUID],
    status: int = 200,
) -> HttpResponse:
    """The page with these times; or of a page that is open what it asks for: all of them again, or another day."""
    asked_for = request.headers.get("HX-Target", "")
    if board:
        if request.method != "POST" and "order" in request.GET:
            chosen = _ordered(request.GET["order"], board)
        days = board.days(looked_at(request), chosen)
        page |= {"board": board, "chosen": chosen, "days": days, "are_all_taken": bool(days and not board.free)}
        if asked_for == "choices":
            template = "meetings/_choices.html"
        elif asked_for.startswith("times-"):
            page["day"] = next((day for day in page["days"] if f"times-{day.date}" == asked_for and day.is_shown), None)
            if page["day"] is None:
                raise Http404
            template = "meetings/_day.html"
    response = render(request, template, page, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _ordered(order: str, board: Board) -> list[UUID]:
    """What was chosen since the page was opened; or, for whoever comes from a suggestion, what suits both best."""
    if order == BEST:
        return [choice.slot.pk for choice in board.best[:1]]
    return uuids(order.split(","))


def looked_at(request: HttpRequest) -> list[date]:
    """The days that are shown already, and the one that is to be shown as well."""
    data = request.POST if request.method == "POST" else request.GET
    found = []
    for text in [*data.getlist("day"), *data.getlist("look")]:
        with suppress(ValueError):
            found.append(date.fromisoformat(text))
    return found


def is_looking(request: HttpRequest) -> bool:
    """Whether a form is sent only to look at another day, by whoever has no script that asks for it."""
    return request.method == "POST" and "look" in request.POST


def chosen_slots(data: QueryDict, board: Board) -> list[UUID]:
    """The slots that are ticked, in the order in which that was done if the page could tell, else the best first."""
    ticked = list(dict.fromkeys(uuids(data.getlist("slot"))))
    clicks = [pk for pk in uuids(data.get("order", "").split(",")) if pk in ticked]
    return clicks if sorted(clicks) == sorted(ticked) else board.ranked(ticked)


def uuids(texts: Iterable[str]) -> list[UUID]:
    """What a form sends, as far as it can be a number of something."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found
