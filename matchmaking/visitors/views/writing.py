"""Writing one's own profile."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matchmaking.companies.access import companies_editable_by
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Participant
from matchmaking.visitors import rules
from matchmaking.visitors.access import participants_with_a_profile_of, profiles_editable_by
from matchmaking.visitors.actions.profiles import FIELDS, write_profile
from matchmaking.visitors.errors import ProfileChanged, VisitorRefused
from matchmaking.visitors.forms import ProfileForm
from matchmaking.visitors.models import VisitorProfile
from matchmaking.visitors.queries import filled_fields, with_details


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: HttpRequest, fair: str) -> HttpResponse:
    """What I look for, when I work, and who may see me."""
    participant = get_object_or_404(
        participants_with_a_profile_of(request.user).select_related("fair", "user"), fair__slug=fair
    )
    profile = with_details(profiles_editable_by(request.user)).filter(participant=participant).first()
    companies = companies_editable_by(request.user)
    if request.method != "POST":
        return _show(
            request, participant, profile, ProfileForm(initial=_said(participant, profile), companies=companies)
        )
    form = ProfileForm(request.POST, companies=companies)
    if not form.is_valid():
        return _show(request, participant, profile, form, status=422)
    words = dict(form.cleaned_data)
    try:
        saved = write_profile(
            participant=participant,
            version=words.pop("version"),
            headings=words.pop("headings"),
            services=words.pop("services"),
            words=words,
            at=timezone.now(),
        )
    except ProfileChanged as refusal:
        # What the other tab wrote stands beside what was typed here; saving again means this one.
        theirs = with_details(profiles_editable_by(request.user)).get(participant=participant)
        typed = request.POST.copy()
        typed["version"] = str(theirs.version)
        mine = ProfileForm(typed, initial=_said(participant, theirs), companies=companies)
        mine.is_valid()
        return _show(request, participant, theirs, mine, status=409, refusal=refusal)
    except VisitorRefused as refusal:
        return _show(request, participant, profile, form, status=409, refusal=refusal)
    messages.success(request, _("Your profile is saved."))
    return redirect("visitors:show-visitor", fair=fair, pk=saved.pk)


def _show(
    request: HttpRequest,
    participant: Participant,
    profile: VisitorProfile | None,
    form: ProfileForm,
    *,
    status: int = 200,
    refusal: VisitorRefused | None = None,
) -> HttpResponse:
    filled = filled_fields(profile) if profile else set()
    context = {
        **fair_context(request, participant.fair),
        "profile": profile,
        "form": form,
        "refusal": refusal,
        "differences": _differences(form) if isinstance(refusal, ProfileChanged) else [],
        "day": rules.day_to_show(
            timezone.localdate(timezone=participant.fair.zone),
            first=participant.fair.starts_on,
            last=participant.fair.ends_on,
        ),
        "missing": rules.missing(filled),
        "completeness": rules.completeness(filled),
    }
    return render(request, "visitors/edit_profile.html", context, status=status)


def _said(participant: Participant, profile: VisitorProfile | None) -> dict[str, Any]:
    """What the form begins with: the profile, or for a new one what the account knows already."""
    if profile is None:
        user = participant.user
        return {
            "version": 0,
            "country": user.country,
            "language": user.language[:2],
            "languages": user.spoken_languages,
            "time_zone": user.time_zone,
            "works_from": VisitorProfile.works_from.field.default,
            "works_to": VisitorProfile.works_to.field.default,
            "visibility": VisitorProfile.Visibility.EVERYBODY,
        }
    said = {name: getattr(profile, name) for name in FIELDS}
    said |= {"version": profile.version, "services": list(profile.services.all())}
    said["headings"] = list(profile.headings.all())
    return said


def _differences(form: ProfileForm) -> list[dict[str, Any]]:
    """Field by field, what the other wrote where it is not what was typed here. The form's initial is theirs."""
    return [
        {
            "label": form.fields[name].label,
            "theirs": form.in_words(name, form.initial.get(name)),
            "mine": form.in_words(name, form.cleaned_data.get(name)),
        }
        for name in form.changed_data
        if name != "version"
    ]
