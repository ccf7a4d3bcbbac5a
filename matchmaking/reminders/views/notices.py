"""What one was told, and what of it one has not looked at."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.reminders import queries, rules, tellings
from matchmaking.reminders.access import notices_open_to
from matchmaking.reminders.actions import reading
from matchmaking.reminders.models import Notice

PER_PAGE = 30


@dataclass(frozen=True)
class Line:
    """A notice with what it says now; None if what it was about is gone."""

    notice: Notice
    said: tellings.Telling | None

    @property
    def day(self) -> date:
        return timezone.localtime(self.notice.owed_at).date()


@login_required
@require_safe
@never_cache
def list_notices(request: HttpRequest) -> HttpResponse:
    """The reader's notices, the newest first, day by day on his clock, in the words that hold now."""
    assert isinstance(request.user, User)
    notices, is_unread = notices_open_to(request.user), request.GET.get("show") == "unread"
    page = Paginator(notices.filter(read_at=None) if is_unread else notices, PER_PAGE).get_page(request.GET.get("page"))
    said = tellings.read(page.object_list, at=timezone.now())
    lines = [Line(notice, said.get(notice.pk)) for notice in page.object_list]
    facts = {
        "page": page,
        "days": [(day, list(its)) for day, its in groupby(lines, key=lambda line: line.day)],
        "is_unread": is_unread,
        "unread": queries.unread(request.user.pk),
        "kept_days": rules.KEPT.days,
    }
    return render(request, "reminders/notices.html", facts)


@login_required
@require_safe
@never_cache
def open_notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The notice is read, and its reader is where it leads.

    Written by a GET, as an exception: so it stays a link, to be opened in another tab and to be sent to oneself. It is
    the reader's own mark and nobody else's, twice is once, and whoever is led here from elsewhere loses nothing.
    """
    assert isinstance(request.user, User)
    notice, at = get_object_or_404(notices_open_to(request.user), pk=pk), timezone.now()
    reading.mark_one_read(notice=notice, at=at)
    said = tellings.read([notice], at=at).get(notice.pk)
    if said is None or not said.path:
        messages.info(request, _("What this was about is not there any more."))
        return redirect("reminders:list")
    return redirect(said.path)


@login_required
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    assert isinstance(request.user, User)
    reading.mark_read(user=request.user, at=timezone.now())
    return redirect("reminders:list")
