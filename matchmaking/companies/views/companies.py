"""My companies, a company's public page, and its facts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matchmaking.accounts.models import User
from matchmaking.common.ways import way_back
from matchmaking.companies import rules
from matchmaking.companies.access import companies_editable_by, companies_open_to, products_open_to
from matchmaking.companies.actions import company as acting
from matchmaking.companies.errors import ChangedMeanwhile, CompanyRefused
from matchmaking.companies.forms import CompanyForm, say_refusal
from matchmaking.companies.models import Company
from matchmaking.companies.queries.companies import with_pictures, with_progress
from matchmaking.companies.views import desk


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    companies = with_progress(companies_editable_by(request.user).filter(memberships__user=request.user.pk))
    rows = [
        {
            "company": company,
            "step": rules.next_step(
                texts=company.text_count, products=company.product_count, has_logo=bool(company.logo)
            ),
        }
        for company in companies
    ]
    return render(request, "companies/mine.html", {"rows": rows})


@login_required
def create_company(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    form = CompanyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            company = acting.create_company(owner=request.user, facts=form.facts(), at=timezone.now())
        except CompanyRefused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("%(company)s is here. Now say what it does.") % {"company": company.name})
            return redirect(way_back(request) or reverse("companies:add-text", args=[company.slug]))
    return render(request, "companies/create_company.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def show_company(request: HttpRequest, slug: str) -> HttpResponse:
    company = get_object_or_404(companies_open_to(request.user).prefetch_related("texts"), slug=slug)
    texts = {text.language: text for text in company.texts.all()}
    page = {
        "company": company,
        "text": texts.get(request.GET.get("in", ""), company.text),
        "texts": list(texts.values()),
        "products": with_pictures(products_open_to(request.user).filter(company=company)),
        "may_edit": companies_editable_by(request.user).filter(pk=company.pk).exists(),
    }
    return render(request, "companies/show_company.html", page)


@login_required
def edit_company(request: HttpRequest, slug: str) -> HttpResponse:
    company = get_object_or_404(companies_editable_by(request.user), slug=slug)
    form = CompanyForm(request.POST or None, request.FILES or None, instance=company)
    if request.method != "POST":
        return desk.show(request, "companies/edit_company.html", company, form=form)
    if form.is_valid():
        try:
            acting.change_company(
                company_id=company.pk,
                version=form.cleaned_data["version"],
                facts=form.facts(),
                at=timezone.now(),
            )
        except ChangedMeanwhile as refusal:
            return _show_both(request, form, refusal)
        except CompanyRefused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("companies:edit-company", company.slug)
    return desk.show(request, "companies/edit_company.html", company, form=form, status=422)


def _show_both(request: HttpRequest, form: CompanyForm, refusal: ChangedMeanwhile) -> HttpResponse:
    """What the other wrote beside what this one typed; saving again is then a decision about the newer version."""
    company = Company.objects.get(pk=form.instance.pk)
    return desk.show(
        request,
        "companies/edit_company.html",
        company,
        form=CompanyForm(desk.over_the_newer(request, company.version), instance=company),
        refusal=refusal,
        differences=desk.differences(form, company),
        file_was_chosen="logo" in request.FILES,
        status=409,
    )
