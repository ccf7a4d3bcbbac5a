"""What a mail provider tells of mails that it has sent for us. django-anymail reads every provider's language."""

import re
from typing import Any, cast
from uuid import UUID

from anymail.urls import urlpatterns
from anymail.webhooks.base import AnymailBaseWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from matchmaking.reminders.actions import bouncing
from matchmaking.reminders.models import DeadAddress

# In the library's words for what all providers say.
RETURNED, COMPLAINED = ("bounced", "rejected", "failed"), "complained"
FOR_GOOD = ("bounced", "invalid")
FOR_NOW = re.compile(r"\b4\d\d\b|\b4\.\d+\.\d+\b")  # a mailbox that is full, a server that is busy (RFC 3463, 2)


@csrf_exempt  # it is no browser: the provider says the secret that both know
@require_http_methods(["POST", "HEAD"])
def take_events(request: HttpRequest) -> HttpResponse:
    """What has become of mails is noted. 404 where there is no provider, 400 to whoever does not know the secret."""
    if not settings.MAIL_PROVIDER:
        raise Http404
    view = provider_view(settings.MAIL_PROVIDER)()
    if request.method == "HEAD":
        return HttpResponse()
    view.run_validators(request)
    for event in view.parse_events(request):
        take(event)
    return HttpResponse()


def provider_view(provider: str) -> type[AnymailBaseWebhookView]:
    """The library's reader of this provider's events. It is asked directly: nothing here listens to signals."""
    name = f"{provider}_tracking_webhook"
    found = next(pattern.callback.view_class for pattern in urlpatterns if pattern.name == name)
    return cast(type[AnymailBaseWebhookView], found)


def take(event: Any) -> None:
    """A mail that will never arrive, or was not wanted."""
    at, answer = timezone.now(), event.mta_response or event.description or ""
    complained, returned = event.event_type == COMPLAINED, event.event_type in RETURNED
    is_dead = returned and event.reject_reason in FOR_GOOD and not FOR_NOW.search(answer)
    if event.recipient and (complained or is_dead):
        cause = DeadAddress.Cause.COMPLAINED if complained else DeadAddress.Cause.BOUNCED
        bouncing.bury(address=event.recipient, cause=cause, answer=answer, at=at)
    if returned and (notice_id := notice_of(event)):
        bouncing.note_return(notice_id=notice_id, answer=answer, at=at)


def notice_of(event: Any) -> UUID | None:
    """Which notice it was, as we had written on the mail."""
    try:
        return UUID(str((event.metadata or {}).get("letter")).split(".")[0])
    except ValueError:
        return None
