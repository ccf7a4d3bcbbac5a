"""Lists that an organiser takes out: at once, or written meanwhile and fetched from here."""

from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.access.imports import exports_open_to
from matchmaking.organising.actions import exporting
from matchmaking.organising.errors.exports import ExportUnderWay
from matchmaking.organising.forms.exports import ExportForm
from matchmaking.organising.models import Export
from matchmaking.organising.queries.lists import LISTS
from matchmaking.organising.rules.exporting import FORMS, MOST_AT_ONCE
from matchmaking.organising.sheets.writing import MEDIA_TYPES
from matchmaking.organising.views.doors import desk

SHOWN = 20


def exports_page(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    """What organising/_exports.html needs."""
    exports = list(exports_open_to(request.user).filter(fair=fair, by=request.user.pk)[:SHOWN])
    return {
        "fair": fair,
        "exports": [(export, LISTS[export.what].title, FORMS[export.form]) for export in exports],
        "is_under_way": any(export.status == Export.Status.RUNNING for export in exports),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.EXPORT)
def export_lists(request: Any, fair: Fair) -> Any:
    """The lists, and those that were written for the reader; a POST asks for one of them."""
    if request.method == "POST":
        return _export(request, fair)
    if request.htmx:
        return render(request, "organising/_exports.html", exports_page(request, fair))
    return render(request, "organising/export_lists.html", _page(request, fair))


def _page(request: HttpRequest, fair: Fair, **more: Any) -> dict[str, Any]:
    lists = [(name, chosen.title, chosen.about) for name, chosen in LISTS.items()]
    return {
        **fair_context(request, fair),
        **exports_page(request, fair),
        "lists": lists,
        "forms": FORMS.items(),
        **more,
    }


def _export(request: SignedInRequest, fair: Fair) -> HttpResponse | FileResponse:
    form = ExportForm(request.POST)
    if not form.is_valid():
        return render(request, "organising/export_lists.html", _page(request, fair, is_unknown=True), status=422)
    what, kind, language = form.cleaned_data["what"], form.cleaned_data["form"], get_language() or "en"
    chosen = LISTS[what]
    if chosen.count(fair) > MOST_AT_ONCE:
        try:
            exporting.want_export(
                fair=fair, what=what, form=kind, language=language, by=request.user, at=timezone.now()
            )
        except ExportUnderWay as refusal:
            return render(request, "organising/export_lists.html", _page(request, fair, refusal=refusal), status=409)
        return redirect("organising:export-lists", fair.slug)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it at its end
    exporting.write_list(file, chosen, chosen.rows(fair), form=kind, language=language)
    file.seek(0)
    return _as_download(file, f"{fair.slug}-{what}.{kind}", kind)


@require_safe
@desk(Right.EXPORT)
def download_export(request: HttpRequest, fair: Fair, pk: UUID) -> Any:
    """A list that was written by a worker, as an attachment that no cache keeps."""
    export = get_object_or_404(exports_open_to(request.user), fair=fair, pk=pk, status=Export.Status.DONE)
    try:
        content = export.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return _as_download(content, f"{fair.slug}-{export.what}.{export.form}", export.form)


def _as_download(content: Any, name: str, form: str) -> FileResponse:
    response = FileResponse(content, as_attachment=True, filename=name, content_type=MEDIA_TYPES[form])
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
