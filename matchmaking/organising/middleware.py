"""Somebody who is at a fair in another's name: what he sees, what he may, and that it is written down.

His session stays his own: no session of the other is ever made, and sockets, which ask the session alone, go on knowing
him as himself. Only the request is lent the other's name, and every request asks anew whether it may be.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from matchmaking.accounts.models import User
from matchmaking.meetings.models import Booking
from matchmaking.organising.actions.recording import record_request
from matchmaking.organising.actions.steads import end_those_over
from matchmaking.organising.models import Deed
from matchmaking.organising.queries.steads import stead_of
from matchmaking.organising.rules.steads import END, OF_A_MEETING, is_open

KEY = "organising.stead"
Respond = Callable[[HttpRequest], HttpResponse]


def lend(request: HttpRequest, key: str) -> None:
    """From now on the session stands under this visit, with keys that nobody has seen before."""
    request.session[KEY] = key
    renew(request)


def give_back(request: HttpRequest) -> None:
    """The session is its owner's alone again, with new keys."""
    request.session.pop(KEY, None)
    renew(request)


def renew(request: HttpRequest) -> None:
    """Neither an older key of the session nor a form of an open page is good any more."""
    request.session.cycle_key()
    rotate_token(request)


class SteadMiddleware:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        key = request.session.get(KEY) if isinstance(user, User) else None
        if key is None or not isinstance(user, User):
            return self.get_response(request)
        at = timezone.now()
        stead = stead_of(key, user, at=at)
        if stead is None:
            end_those_over(at=at, by=user)
            give_back(request)
            messages.info(request, _("You are yourself again: your time in somebody else’s name is over."))
            return redirect("fairs:home")
        HistoricalRecords.context.request = copy(request)  # what is changed is changed by the organiser
        request.stead, request.user = stead, stead.whom  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["Cache-Control"] = "private, no-store"
        match = request.resolver_match
        if request.method not in ("GET", "HEAD") and match and match.view_name != END:
            record_request(request, fair=stead.fair, status=response.status_code, kind=Deed.Kind.STEAD, at=at)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Only what is open to somebody in another's name; the way back is always."""
        stead, match = getattr(request, "stead", None), request.resolver_match
        if stead is None or match is None:
            return None
        if match.view_name == END:
            request.user = stead.by
            return None
        open_here = is_open(match.view_name, request.method or "", kwargs, fair=stead.fair.slug)
        if open_here and match.view_name in OF_A_MEETING:
            open_here = Booking.objects.filter(pk=kwargs["pk"], fair=stead.fair_id).exists()
        if open_here:
            return None
        return render(request, "organising/not_in_a_name.html", status=403)
