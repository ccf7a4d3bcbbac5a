"""Tables that an organiser brings in: uploaded, mapped, checked, imported, undone."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.access.imports import imports_open_to
from matchmaking.organising.actions.exporting import separator_for
from matchmaking.organising.actions.importing import steps
from matchmaking.organising.errors.imports import FileRefused, ImportRefused
from matchmaking.organising.errors.problems import words_of
from matchmaking.organising.forms.imports import ColumnsForm, UploadForm
from matchmaking.organising.models import Import
from matchmaking.organising.queries.imports import imports_of, rows_kept
from matchmaking.organising.rules.importing import has_died
from matchmaking.organising.rules.kinds import FIELDS, missing_fields
from matchmaking.organising.sheets.writing import MEDIA_TYPES, csv_pieces, write_xlsx
from matchmaking.organising.views.doors import desk
from matchmaking.organising.words import kept_because

PROBLEMS_A_PAGE, IMPORTS_A_PAGE = 50, 20
Status = Import.Status


def imports_page(request: HttpRequest, fair: Fair, form: UploadForm) -> dict[str, Any]:
    return {
        **fair_context(request, fair),
        "form": form,
        "page": Paginator(imports_of(fair), IMPORTS_A_PAGE).get_page(request.GET.get("page")),
        "kinds": Import.Kind.choices,
    }


@csrf_exempt  # of a request that is too long nothing is read, not even its token; all others are checked below
@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.PEOPLE)
def import_table(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """The fair's imports; a POST uploads a table. A huge one is refused before it is read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.UPLOAD_MAX_REQUEST_SIZE:
        form = UploadForm(data={}, files={})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", form.fields["file"].widget.attrs["data-too-large"])
        return render(request, "organising/import_table.html", imports_page(request, fair, form), status=422)
    return csrf_protect(_upload)(request, fair)


def _upload(request: SignedInRequest, fair: Fair) -> HttpResponse:
    form, status = UploadForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        form, status = UploadForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                imported = steps.upload(fair=fair, by=request.user, at=timezone.now(), **form.cleaned_data)
            except FileRefused as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                return redirect("organising:map-columns", fair.slug, imported.pk)
    return render(request, "organising/import_table.html", imports_page(request, fair, form), status=status)


def import_of(request: HttpRequest, fair: Fair, pk: UUID) -> Import:
    return get_object_or_404(imports_open_to(request.user).select_related("by"), fair=fair, pk=pk)


def columns_page(request: HttpRequest, fair: Fair, imported: Import, form: ColumnsForm, **more: Any) -> dict[str, Any]:
    missing = missing_fields(imported.kind, imported.mapping)
    required = [field for field in FIELDS[imported.kind] if field.required]
    page = {"imported": imported, "form": form, "required": required, "missing": missing}
    return {**fair_context(request, fair), **page, **more}


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.PEOPLE)
def map_columns(request: HttpRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """What each column means; a POST has the file checked by that."""
    imported = import_of(request, fair, pk)
    if not imported.file or imported.is_under_way:
        return redirect("organising:show-import", fair.slug, pk)
    form = ColumnsForm(request.POST if request.method == "POST" else None, imported=imported)
    if request.method != "POST":
        return render(request, "organising/map_columns.html", columns_page(request, fair, imported, form))
    more, status = {}, 422
    if form.is_valid():
        try:
            steps.check(imported=imported, mapping=form.mapping, at=timezone.now())
        except ImportRefused as refusal:
            more, status = {"refusal": refusal}, 409
        else:
            return redirect("organising:show-import", fair.slug, pk)
    page = columns_page(request, fair, imported, form, **more)
    return render(request, "organising/map_columns.html", page, status=status)


def import_page(request: HttpRequest, fair: Fair, imported: Import, **more: Any) -> dict[str, Any]:
    """What organising/_import.html needs: how far it is, or what was found and what can be done next."""
    problems = Paginator(imported.problems.all(), PROBLEMS_A_PAGE).get_page(request.GET.get("page"))
    kept = Paginator(rows_kept(imported), PROBLEMS_A_PAGE).get_page(request.GET.get("kept"))
    return {
        "fair": fair,
        "imported": imported,
        "is_stuck": has_died(imported.touched_at, timezone.now()),
        "page": problems,
        "problems": [(problem, *words_of(problem.code, problem.params)) for problem in problems],
        "kept": [(row, kept_because(row)) for row in kept] if imported.step == Import.Step.UNDO else [],
        "kept_page": kept,
        **more,
    }


@require_safe
@never_cache
@desk(Right.PEOPLE)
def show_import(request: Any, fair: Fair, pk: UUID) -> HttpResponse:
    """How far the import is, and what came of it; for an open page that asks, that part alone."""
    imported = import_of(request, fair, pk)
    if imported.status == Status.MAPPING:
        return redirect("organising:map-columns", fair.slug, pk)
    page = import_page(request, fair, imported)
    if request.htmx:
        return render(request, "organising/_import.html", page)
    return render(request, "organising/show_import.html", fair_context(request, fair) | page)


def _step(request: HttpRequest, fair: Fair, pk: UUID, deed: Any) -> HttpResponse:
    imported = import_of(request, fair, pk)
    try:
        deed(imported=imported, at=timezone.now())
    except ImportRefused as refusal:
        page = import_page(request, fair, imported, refusal=refusal)
        return render(request, "organising/show_import.html", fair_context(request, fair) | page, status=409)
    return redirect("organising:show-import", fair.slug, pk)


@require_POST
@desk(Right.PEOPLE)
def bring_in(request: HttpRequest, fair: Fair, pk: UUID) -> HttpResponse:
    return _step(request, fair, pk, steps.bring_in)


@require_POST
@desk(Right.PEOPLE)
def undo_import(request: HttpRequest, fair: Fair, pk: UUID) -> HttpResponse:
    return _step(request, fair, pk, steps.undo)


@require_POST
@desk(Right.PEOPLE)
def discard_import(request: HttpRequest, fair: Fair, pk: UUID) -> HttpResponse:
    imported = import_of(request, fair, pk)
    try:
        steps.discard(imported=imported)
    except ImportRefused as refusal:
        page = import_page(request, fair, imported, refusal=refusal)
        return render(request, "organising/show_import.html", fair_context(request, fair) | page, status=409)
    messages.success(request, _("The file is deleted. Nothing of it was imported."))
    return redirect("organising:import-table", fair.slug)


@require_safe
@desk(Right.PEOPLE)
def import_problems(request: HttpRequest, fair: Fair, pk: UUID) -> Any:
    """All that was found, as a table to work off."""
    imported = import_of(request, fair, pk)
    header = [_("Row"), _("Column"), _("Value"), _("What is the matter"), _("What to do")]
    rows = (
        (problem.row, problem.column, problem.value, *words_of(problem.code, problem.params))
        for problem in imported.problems.iterator()
    )
    response = StreamingHttpResponse(
        csv_pieces(header, rows, separator_for(get_language() or "en")), content_type=MEDIA_TYPES["csv"]
    )
    name = _("problems")
    _as_file(response, f"{name}.csv")
    return response


@require_safe
@desk(Right.PEOPLE)
def import_template(request: HttpRequest, fair: Fair, kind: str, form: str) -> HttpResponse:
    """A table to fill in: the columns of this kind, with an example."""
    fields = FIELDS[kind]
    header, row = [str(field.label)[:1].upper() + str(field.label)[1:] for field in fields], [f.example for f in fields]
    response = HttpResponse(content_type=MEDIA_TYPES[form])
    if form == "csv":
        response.writelines(csv_pieces(header, [row], separator_for(get_language() or "en")))
    else:
        write_xlsx(response, str(Import.Kind(kind).label), header, [row])  # type: ignore[arg-type]
    _as_file(response, f"{kind}.{form}")
    return response


def _as_file(response: HttpResponse | StreamingHttpResponse, name: str) -> None:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
