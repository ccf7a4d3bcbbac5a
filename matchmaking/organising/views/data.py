"""Somebody's data: handed out to himself, to an organiser for one fair, and erased from one fair."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.actions.erasing import erase_person
from matchmaking.organising.actions.parcels import want_parcel
from matchmaking.organising.errors.day import DeskRefused
from matchmaking.organising.forms.erasing import EraseForm
from matchmaking.organising.models import Parcel
from matchmaking.organising.queries.erasing import erasure_of
from matchmaking.organising.views.doors import desk

MOST = 10  # parcels that are shown


def handed_out(parcel: Parcel) -> FileResponse:
    """The file, as an attachment that no cache keeps."""
    try:
        content = parcel.file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename="tradefair-data.zip", content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


# One's own ----------------------------------------------------------------


def own_parcels(request: SignedInRequest) -> QuerySet[Parcel]:
    """What was packed for oneself, of everything. What organisers have packed for a fair is theirs to fetch."""
    return Parcel.objects.filter(person=request.user, fair=None)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def own_data(request: Any) -> HttpResponse:
    """What has been packed; a POST has it packed anew. For an open page that asks how far it is, the list alone."""
    page: dict[str, Any] = {"parcels": own_parcels(request)[:MOST]}
    if request.method == "POST":
        try:
            want_parcel(person=request.user, fair=None, by=request.user, at=timezone.now())
        except DeskRefused as refusal:
            return render(request, "organising/own_data.html", {**page, "refusal": refusal}, status=409)
        return redirect("organising:own-data")
    template = "organising/_parcels.html" if request.htmx else "organising/own_data.html"
    return render(request, template, page)


@login_required
@never_cache
@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]
def own_parcel(request: Any, pk: UUID) -> FileResponse:
    return handed_out(get_object_or_404(own_parcels(request), pk=pk, status=Parcel.Status.DONE))


# At the desk ----------------------------------------------------------------


def person_of(fair: Fair, participant: int) -> Participant:
    return get_object_or_404(fair.participants.select_related("user"), pk=participant)


def page_of(request: Any, fair: Fair, person: Participant, **typed: Any) -> dict[str, Any]:
    return {
        **fair_context(request, fair),
        "person": person,
        "parcels": Parcel.objects.filter(person=person.user, fair=fair)[:MOST],
        "goes": erasure_of(person, at=timezone.now()),
        "form": EraseForm(),
        **typed,
    }


@require_safe
@never_cache
@desk(Right.OWN)
def show_data(request: Any, fair: Fair, participant: int) -> HttpResponse:
    """What can be done with the data of this person at this fair."""
    person = person_of(fair, participant)
    if request.htmx:
        parcels = Parcel.objects.filter(person=person.user, fair=fair)[:MOST]
        return render(request, "organising/_parcels.html", {"parcels": parcels, "fair": fair, "person": person})
    return render(request, "organising/data.html", page_of(request, fair, person))


@require_POST
@desk(Right.OWN)
def pack_data(request: SignedInRequest, fair: Fair, participant: int) -> HttpResponse:
    """What the fair holds about the person will be packed."""
    person = person_of(fair, participant)
    try:
        want_parcel(person=person.user, fair=fair, by=request.user, at=timezone.now())
    except DeskRefused as refusal:
        page = page_of(request, fair, person, refusal=refusal)
        return render(request, "organising/data.html", page, status=409)
    return redirect("organising:show-data", fair.slug, participant)


@require_safe
@never_cache
@desk(Right.OWN, hands_out=True)
@reauthentication_required  # type: ignore[untyped-decorator]
def take_data(request: HttpRequest, fair: Fair, participant: int, parcel: UUID) -> HttpResponse:
    person = person_of(fair, participant)
    packed = Parcel.objects.filter(person=person.user, fair=fair, status=Parcel.Status.DONE)
    return handed_out(get_object_or_404(packed, pk=parcel))  # type: ignore[return-value]  # the door asks its status


@require_POST
@desk(Right.OWN)
@reauthentication_required  # type: ignore[untyped-decorator]
def erase_data(request: SignedInRequest, fair: Fair, participant: int) -> HttpResponse:
    """The person is erased from this fair, if his address was typed."""
    person, form = person_of(fair, participant), EraseForm(request.POST)
    if not form.is_valid():
        return render(request, "organising/data.html", page_of(request, fair, person, form=form), status=422)
    try:
        erase_person(participant=person, by=request.user, typed=form.cleaned_data["typed"], at=timezone.now())
    except DeskRefused as refusal:
        if field := getattr(refusal, "field", ""):
            form.add_error(field, str(refusal.message))
            return render(request, "organising/data.html", page_of(request, fair, person, form=form), status=422)
        page = page_of(request, fair, person, refusal=refusal)
        return render(request, "organising/data.html", page, status=409)
    messages.success(request, _("The person is erased from this fair."))
    return redirect("organising:list-participants", fair.slug)
