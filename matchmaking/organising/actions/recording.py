"""Deeds are written down, and forgotten when their time is over."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest
from django.urls import resolve

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair
from matchmaking.organising.models import Deed
from matchmaking.organising.rules.recording import browser_of, outcome_of, parts_of


def record_request(
    request: HttpRequest, *, fair: Fair, status: int, right: str = "", kind: str = Deed.Kind.CHANGE, at: datetime
) -> Deed | None:
    """What this request has done at the fair is written down; None if it has done nothing."""
    outcome = outcome_of(status)
    if outcome is None:
        return None
    match = request.resolver_match or resolve(request.path_info)  # allauth resumes a request without it
    stead = getattr(request, "stead", None)
    by = stead.by if stead else request.user
    return record(
        fair=fair,
        by=by if isinstance(by, User) else None,
        as_whom=stead.whom if stead else None,
        kind=Deed.Kind.STEAD if stead else kind,
        right=right,
        view=match.view_name,
        parts=parts_of(match.kwargs, dict(request.POST.lists())),
        outcome=outcome,
        at=at,
        address=address_of(request),
        browser=browser_of(request.headers.get("User-Agent", "")),
    )


def record(*, fair: Fair, by: User | None, view: str, at: datetime, **facts: Any) -> Deed:
    """A deed is written down, with the name that its doer has now."""
    return Deed.objects.create(fair=fair, by=by, by_name=str(by) if by else "", view=view, at=at, **facts)


def address_of(request: HttpRequest) -> str | None:
    """Where the request comes from, as rate limits see it: behind as many proxies as TRADEFAIR_PROXIES says."""
    try:
        said: str | None = get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # that address makes no sense
        return None
    return said


@transaction.atomic
def forget_deeds(*, fair: Fair, before: datetime) -> int:
    """Deeds at the fair from before that moment are gone; how many there were. Nobody else may remove one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL tradefair.forgets_deeds = 'yes'")
        cursor.execute("DELETE FROM organising_deed WHERE fair_id = %s AND at < %s", [fair.pk, before])
        forgotten: int = cursor.rowcount
        cursor.execute("SET LOCAL tradefair.forgets_deeds = 'no'")
    return forgotten
