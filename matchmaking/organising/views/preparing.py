"""The organiser's desk: how far the fair is, its settings and its status."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.fairs import rules as fair_rules
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import fair as actions
from matchmaking.fairs.errors import ChangedMeanwhile, FairRefused
from matchmaking.fairs.forms import put_at_field
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.organising.forms.preparing import FairForm, StatusForm
from matchmaking.organising.queries.preparing import progress_of, state_of
from matchmaking.organising.rules import colours
from matchmaking.organising.rules.preparing import REMEDIES, next_of, steps_of
from matchmaking.organising.views.doors import desk


def overview_context(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    """What the desk's first page shows: the way to the opening, or what goes on, and where the fair can go."""
    here, progress = fair_context(request, fair), progress_of(Fair.objects.filter(pk=fair.pk))[fair.pk]
    steps = [step for step in steps_of(fair, progress) if step.right in here["rights"]]
    is_draft = fair.status == Fair.Status.DRAFT
    needed = [step for step in steps if not step.is_optional]
    return {
        **here,
        "preparation": progress.preparation,
        "checklist": steps,
        "next": next_of(steps),
        "needed": len(needed),
        "done": sum(step.is_done for step in needed),
        "is_draft": is_draft,
        "state": None if is_draft else state_of(fair),
        "steps": [] if fair.archived_at else [Fair.Status(status) for status in fair_rules.STEPS[fair.status]],
        "may_set_up": Right.SET_UP in here["rights"],
        "may_own": Right.OWN in here["rights"],
    }


@require_safe
@desk(Right.SEE)
def organise(request: HttpRequest, fair: Fair) -> HttpResponse:
    return render(request, "organising/organise.html", overview_context(request, fair))


@require_POST
@desk(Right.SET_UP)
def change_status(request: HttpRequest, fair: Fair) -> HttpResponse:
    form = StatusForm(request.POST)
    if not form.is_valid():
        return render(request, "organising/organise.html", overview_context(request, fair), status=422)
    try:
        fair = actions.change_status(fair=fair, status=form.cleaned_data["status"], at=timezone.now())
    except FairRefused as refusal:
        missing = [(thing, REMEDIES[thing]) for thing in getattr(refusal, "missing", ())]
        context = {**overview_context(request, fair), "refusal": refusal, "missing": missing}
        return render(request, "organising/organise.html", context, status=409)
    messages.success(request, _("The fair is now: %(status)s.") % {"status": fair.get_status_display()})
    return redirect("organising:organise", fair.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.SET_UP)
def change_fair(request: HttpRequest, fair: Fair) -> HttpResponse:
    """The settings. Who comes second sees what the other wrote beside what he typed, and may save again."""
    context: dict[str, Any] = {**fair_context(request, fair), "contrast": colours.judge(fair.brand_colour)}
    if request.method != "POST":
        form = FairForm(instance=fair, initial={"version": fair.version})
        return render(request, "organising/settings.html", {**context, "form": form})
    form = FairForm(request.POST, request.FILES, instance=Fair.objects.get(pk=fair.pk))
    if form.is_valid():
        try:
            actions.change_fair(fair=fair, version=form.cleaned_data["version"], changes=form.changes)
        except ChangedMeanwhile as refusal:
            context |= {"refusal": refusal, "form": as_of(form, request), "differences": differences(form, fair)}
            return render(request, "organising/settings.html", context, status=409)
        except FairRefused as refusal:
            put_at_field(form, refusal)
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("organising:change-fair", fair.slug)
    return render(request, "organising/settings.html", {**context, "form": form}, status=422)


def as_of(form: FairForm, request: HttpRequest) -> FairForm:
    """What was typed, in a form that knows of the stored version: to save it again is a decision, not an accident."""
    stored = Fair.objects.get(pk=form.instance.pk)
    typed = request.POST.copy()
    typed["version"] = str(stored.version)
    return FairForm(typed, instance=stored)


def differences(form: FairForm, fair: Fair) -> list[dict[str, Any]]:
    """Field by field where what was typed is not what is stored now."""
    return [
        {"label": form.fields[name].label, "stored": getattr(fair, name), "typed": value}
        for name, value in form.changes.items()
    ]
