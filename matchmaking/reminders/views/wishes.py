"""How one wants to be told: chosen on a page, or ended by a link from a mail."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from matchmaking.reminders import stopping
from matchmaking.reminders.actions import wishing
from matchmaking.reminders.models import Notice


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    return render(request, "reminders/choose.html", {})


@csrf_exempt  # a mail reader posts by itself when its button is pressed (RFC 8058); the link is signed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Mails of this kind end when the button is pressed, here or in the mail reader. Looking at it changes nothing."""
    found = stopping.read(signed)
    if found is None:
        raise Http404
    user, kind = found
    if request.method == "POST":
        wishing.stop_mails(user=user, kind=kind)
    with translation.override(user.language):
        page = {"person": user, "kind": Notice.Kind(kind).label, "is_done": request.method == "POST"}
        return render(request, "reminders/stop.html", page)
