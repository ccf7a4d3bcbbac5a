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
from matchmaking.companies.errors import ChangedMeanwhile
from matchmaking.companies.forms import NewTextForm, TextForm, say_refusal
from matchmaking.companies.models import Company, CompanyText
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
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_valid():
        try:
            acting.write_text(company_id=company.pk, version=0, **form.cleaned_data)
        except ChangedMeanwhile as refusal:  # a colleague has just written one in the same language
            say_refusal(form, refusal)
            status = 409
        else:
            messages.success(request, _("The text is saved."))
            return redirect("companies:list-texts", company.slug)
    return desk.show(request, "companies/edit_text.html", company, form=form, status=status)


@login_required
def edit_text(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    company = get_object_or_404(companies_editable_by(request.user), slug=slug)
    text = get_object_or_404(company.texts.all(), language=language)
    form = TextForm(request.POST or None, instance=text)
    if request.method == "POST" and form.is_valid():
        try:
            acting.write_text(company_id=company.pk, language=language, **form.cleaned_data)
        except ChangedMeanwhile as refusal:
            return _show_both(request, company, form, refusal)
        messages.success(request, _("The text is saved."))
        return redirect("companies:list-texts", company.slug)
    status = 422 if form.errors else 200
    return desk.show(request, "companies/edit_text.html", company, text=text, form=form, status=status)


def _show_both(request: HttpRequest, company: Company, form: TextForm, refusal: ChangedMeanwhile) -> HttpResponse:
    """What the other wrote beside what this one typed."""
    text = CompanyText.objects.get(pk=form.instance.pk)
    return desk.show(
        request,
        "companies/edit_text.html",
        company,
        text=text,
        form=TextForm(desk.over_the_newer(request, text.version), instance=text),
        refusal=refusal,
        differences=desk.differences(form, text),
        status=409,
    )


@login_required
@require_POST
def remove_text(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    company = get_object_or_404(companies_editable_by(request.user), slug=slug)
    text = get_object_or_404(company.texts.all(), language=language)
    acting.remove_text(company_id=company.pk, language=text.language)
    messages.success(request, _("The text is removed."))
    return redirect("companies:list-texts", company.slug)
