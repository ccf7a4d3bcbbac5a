"""How a stand's team wants to be met: a page of the stand's workshop."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matchmaking.exhibitors.views.workshop import editable_stand, workshop
from matchmaking.meetings import queries
from matchmaking.meetings.actions.terms import change_stand_terms
from matchmaking.meetings.forms.stands import StandTermsForm
from matchmaking.meetings.models import StandTerms


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_stand_terms(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    """Whether one books directly, how else the team is reached, and who of it can be met how often."""
    place, stand = editable_stand(request, fair, slug)
    terms = StandTerms.objects.filter(exhibitor=stand).first() or StandTerms(exhibitor=stand)
    form = StandTermsForm(request.POST if request.method == "POST" else None, instance=terms)
    if request.method == "POST" and form.is_valid():
        change_stand_terms(exhibitor=stand, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("meetings:edit-stand-terms", place.slug, slug)
    page = {
        **workshop(request, place, stand),
        "form": form,
        "team": queries.team_with_times(stand, at=timezone.now()),
    }
    return render(request, "meetings/stand_terms.html", page, status=422 if form.errors else 200)
