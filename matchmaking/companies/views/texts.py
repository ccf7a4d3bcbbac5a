"""What a company says of itself, by language."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matchmaking.companies.access import companies_editable_by
from matchmaking.companies.actions import texts as acting
from matchmaking.companies.forms import NewTextForm, TextForm
from matchmaking.companies.views import desk


@login_required
def list_texts(request: HttpRequest, slug: str) -> HttpResponse:
    company = get_object_or_404(companies_editable_by(request.user), slug=slug)
    return desk.show(request, "companies/list_texts.html", company, texts=company.texts.all())


@login_required
def add_text(request: HttpRequest, slug: str) -> HttpResponse:
    company = get_object_or_404(companies_editable_by(request.user), slug=slug)
    taken = set(company.texts.values_list("language", flat=True))
    language = (get_language() or "en")[:2]
    form = NewTextForm(
        request.POST or None, taken=taken, initial={"language": language if language not in taken else None}
    )
    if request.method == "POST" and form.is_valid():
        acting.write_text(company_id=company.pk, **form.cleaned_data)
        messages.success(request, _("The text is saved."))
        return redirect("companies:list-texts", company.slug)
    return desk.show(request, "companies/edit_text.html", company, form=form, status=422 if form.errors else 200)


@login_required
def edit_text(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    company = get_object_or_404(companies_editable_by(request.user), slug=slug)
    text = get_object_or_404(company.texts.all(), language=language)
    form = TextForm(request.POST or None, instance=text)
    if request.method == "POST" and form.is_valid():
        acting.write_text(company_id=company.pk, language=language, **form.cleaned_data)
        messages.success(request, _("The text is saved."))
        return redirect("companies:list-texts", company.slug)
    status = 422 if form.errors else 200
    return desk.show(request, "companies/edit_text.html", company, text=text, form=form, status=status)


@login_required
@require_POST
def remove_text(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    company = get_object_or_404(companies_editable_by(request.user), slug=slug)
    text = get_object_or_404(company.texts.all(), language=language)
    acting.remove_text(company_id=company.pk, language=text.language)
    messages.success(request, _("The text is removed."))
    return redirect("companies:list-texts", company.slug)
