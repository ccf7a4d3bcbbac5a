"""The page on which devices and line are tried, days before the first meeting."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_page
from matchmaking.lobbies import rules, video
from matchmaking.lobbies.actions.checking import keep_check
from matchmaking.lobbies.models import DeviceCheck


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_devices(request: HttpRequest, fair: str) -> HttpResponse:
    """For whoever takes part, at an address that stays. What his page has found is kept, and shown as it is kept."""
    assert isinstance(request.user, User)
    here, at = fair_page(request, fair), timezone.now()
    if here["participant"] is None or not here["participant"].is_approved:
        return render(request, "meetings/no_agenda.html", {**here}, status=409)
    if request.method == "POST":
        found = told(request.POST.get("found", ""))
        if found is None:
            return HttpResponse(status=422)
        check = keep_check(user=request.user, found=found, at=at)
        return render(request, "lobbies/_last_check.html", {**here, "check": check, "is_good": is_good(check)})
    last = DeviceCheck.objects.filter(user=request.user).first()
    page = {
        **here,
        "check": last,
        "is_good": last is not None and is_good(last),
        "servers": json.dumps(video.servers_for(request.user, at=at)),
    }
    return render(request, "lobbies/check_devices.html", page)


def told(text: str) -> dict[str, Any] | None:
    """What the page says, if it is anything."""
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()  # half a character cannot be stored
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def is_good(check: DeviceCheck) -> bool:
    """Everything was tried, and does."""
    return bool(check.microphone and check.camera and check.hears and check.path) and not rules.is_weak(check)
