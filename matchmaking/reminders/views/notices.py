"""What one was told, and what of it one has not looked at."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.reminders import tellings
from matchmaking.reminders.access import notices_open_to
from matchmaking.reminders.actions import reading

PER_PAGE = 30


@login_required
@require_safe
def list_notices(request: HttpRequest) -> HttpResponse:
    """The reader's notices, the newest first, in the words that hold now. To look at them is to have read them."""
    assert isinstance(request.user, User)
    page = Paginator(notices_open_to(request.user), PER_PAGE).get_page(request.GET.get("page"))
    said = tellings.read(page.object_list, at=timezone.now())
    lines = [said[notice.pk] for notice in page.object_list if notice.pk in said]
    return render(request, "reminders/notices.html", {"page": page, "lines": lines})


@login_required
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    assert isinstance(request.user, User)
    reading.mark_read(user=request.user, at=timezone.now())
    return redirect("reminders:list")
