"""Push messages in this browser: turned on by its script, and off."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from matchmaking.accounts.models import User
from matchmaking.reminders import queries
from matchmaking.reminders.actions import subscribing
from matchmaking.reminders.forms.pushing import EndpointForm, SubscriptionForm


@sensitive_post_parameters()  # whoever knows them can write to the browser
@login_required
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    if not queries.is_push_on():
        raise Http404
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    assert isinstance(request.user, User)
    subscribing.subscribe(user=request.user, at=timezone.now(), **form.cleaned_data)
    return HttpResponse(status=204)


@sensitive_post_parameters()
@login_required
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    assert isinstance(request.user, User)
    subscribing.forget(user=request.user, endpoint=form.cleaned_data["endpoint"])
    return HttpResponse(status=204)
