"""Files that a stand hands out: the team's list, and the only way to a file."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.exhibitors.access import documents_open_to
from matchmaking.exhibitors.actions import documents
from matchmaking.exhibitors.errors import ExhibitorRefused
from matchmaking.exhibitors.forms import DocumentFactsForm, DocumentForm, say_refusal
from matchmaking.exhibitors.models import Document
from matchmaking.exhibitors.views.workshop import editable_stand, workshop


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def list_documents(request: HttpRequest, fair: str, slug: str) -> HttpResponse:
    """The stand's documents; a POST adds one."""
    place, stand = editable_stand(request, fair, slug)
    initial = {"language": stand.language}
    form, status = DocumentForm(request.POST or None, request.FILES or None, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            facts = dict(form.cleaned_data)
            try:
                documents.add_document(exhibitor=stand, media_type=facts["file"].content_type, **facts)
            except ExhibitorRefused as refusal:
                say_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, _("The document is there."))
                return redirect("exhibitors:list-documents", place.slug, slug)
    page = {**workshop(request, place, stand), "form": form, "documents": stand.documents.all()}
    return render(request, "exhibitors/list_documents.html", page, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_document(request: HttpRequest, fair: str, slug: str, pk: UUID) -> HttpResponse:
    place, stand = editable_stand(request, fair, slug)
    document = get_object_or_404(Document, exhibitor=stand, pk=pk)
    initial = {"title": document.title, "language": document.language, "audience": document.audience}
    form = DocumentFactsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        documents.change_document(document=document, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("exhibitors:list-documents", place.slug, slug)
    page = {**workshop(request, place, stand), "form": form, "document": document}
    return render(request, "exhibitors/change_document.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_document(request: HttpRequest, fair: str, slug: str, pk: UUID) -> HttpResponse:
    place, stand = editable_stand(request, fair, slug)
    documents.remove_document(document=get_object_or_404(Document, exhibitor=stand, pk=pk))
    messages.success(request, _("The document is gone."))
    return redirect("exhibitors:list-documents", place.slug, slug)


@require_safe
def download_document(request: HttpRequest, pk: UUID) -> FileResponse:
    """The file, as an attachment that no cache keeps. Absent and forbidden look alike."""
    document = get_object_or_404(documents_open_to(request.user), pk=pk)
    try:
        content = document.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    suffix = document.file.name.rpartition(".")[2]
    name = f"{slugify(document.title, allow_unicode=True) or 'document'}.{suffix}"
    response = FileResponse(content, as_attachment=True, filename=name, content_type=document.media_type)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
