"""Who works for a company. Owners decide; anybody may leave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matchmaking.companies.access import companies_editable_by, companies_owned_by
from matchmaking.companies.actions import people as acting
from matchmaking.companies.errors import CompanyRefused
from matchmaking.companies.forms import RoleForm
from matchmaking.companies.models import Company, Membership
from matchmaking.companies.views import desk


@login_required
def list_people(request: HttpRequest, slug: str) -> HttpResponse:
    return _people(request, get_object_or_404(companies_owned_by(request.user), slug=slug))


@login_required
@require_POST
def change_role(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    company = get_object_or_404(companies_owned_by(request.user), slug=slug)
    membership = get_object_or_404(company.memberships.all(), pk=membership_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        acting.change_role(
            company_id=company.pk, membership_id=membership.pk, role=Membership.Role(form.cleaned_data["role"])
        )
    except CompanyRefused as refusal:
        return _people(request, company, refusal)
    messages.success(request, _("The role is changed."))
    # Who has just made himself a member may not see the people any more.
    still_owner = companies_owned_by(request.user).filter(pk=company.pk).exists()
    return redirect("companies:list-people" if still_owner else "companies:edit-company", company.slug)


@login_required
@require_POST
def remove_member(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    company = get_object_or_404(companies_owned_by(request.user), slug=slug)
    membership = get_object_or_404(company.memberships.select_related("user"), pk=membership_id)
    try:
        acting.remove_member(company_id=company.pk, membership_id=membership.pk)
    except CompanyRefused as refusal:
        return _people(request, company, refusal)
    messages.success(
        request,
        _("%(person)s does not work for %(company)s any more.") % {"person": membership.user, "company": company.name},
    )
    if membership.user == request.user:
        return redirect("companies:mine")
    return redirect("companies:list-people", company.slug)


@login_required
def leave_company(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked on a page of its own first: there is no way back but an invitation."""
    company = get_object_or_404(
        companies_editable_by(request.user).filter(memberships__user=request.user.pk), slug=slug
    )
    if request.method != "POST":
        return desk.show(request, "companies/leave_company.html", company)
    try:
        acting.leave_company(company_id=company.pk, user_id=request.user.pk or 0)
    except CompanyRefused as refusal:
        return desk.show(request, "companies/leave_company.html", company, refusal=refusal, status=409)
    messages.success(request, _("You have left %(company)s.") % {"company": company.name})
    return redirect("companies:mine")


def _people(request: HttpRequest, company: Company, refusal: CompanyRefused | None = None) -> HttpResponse:
    memberships = company.memberships.select_related("user")
    status = 409 if refusal else 200
    return desk.show(
        request, "companies/list_people.html", company, memberships=memberships, refusal=refusal, status=status
    )
