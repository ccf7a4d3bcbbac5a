"""The pages of a company for those who work for it share a head and tabs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from matchmaking.companies.access import companies_owned_by
from matchmaking.companies.models import Company


def show(request: HttpRequest, template: str, company: Company, *, status: int = 200, **page: Any) -> HttpResponse:
    """The page, with what the tabs ask: whether the reader decides about people."""
    is_owner = companies_owned_by(request.user).filter(pk=company.pk).exists()
    return render(request, template, {"company": company, "is_owner": is_owner, **page}, status=status)
