"""How one wants to be told: chosen on a page, or ended by a link from a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from matchmaking.accounts.models import User
from matchmaking.reminders import queries, rules, stopping
from matchmaking.reminders.actions import wishing
from matchmaking.reminders.forms.wishes import HabitsForm, WishesForm
from matchmaking.reminders.models import Notice


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Of what, how and when the reader is told: two forms, which are saved together or not at all."""
    assert isinstance(request.user, User)
    me = queries.readers([request.user.pk])[request.user.pk]
    manners: dict[str, rules.Manner] = {kind: rules.wished(kind, me.wishes) for kind in Notice.Kind}
    typed = request.POST if request.method == "POST" else None
    wishes, habits = WishesForm(typed, manners=manners), HabitsForm(typed, instance=me.habits)
    if typed is None or not all([wishes.is_valid(), habits.is_valid()]):
        facts = {"wishes": wishes, "habits": habits}
        return render(request, "reminders/choose.html", facts, status=200 if typed is None else 422)
    wishing.choose(user=request.user, manners=wishes.wanted, habits=habits.instance)
    messages.success(request, _("Saved. From now on you are told so."))
    return redirect("reminders:choose")


@csrf_exempt  # a mail reader posts by itself when its button is pressed (RFC 8058); the link is signed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Mails of this kind end when the button is pressed, here or in the mail reader. Looking at it changes nothing."""
    found = stopping.read(signed)
    if found is None or len(rules.mails_open(found[1])) == 1:  # what has to come by mail cannot be ended
        raise Http404
    user, kind = found
    if request.method == "POST":
        wishing.stop_mails(user=user, kind=kind)
    with translation.override(user.language):
        facts = {"person": user, "kind": Notice.Kind(kind).label, "is_done": not queries.is_mailed(user, kind)}
        page = render(request, "reminders/stop.html", facts)
    page.headers["Content-Language"] = user.language
    page.headers["X-Robots-Tag"] = "noindex"
    return page
