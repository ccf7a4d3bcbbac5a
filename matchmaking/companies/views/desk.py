"""The pages of a company for those who work for it share a head and tabs, and how they tell the later of two."""

from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.choices import flatten_choices

from matchmaking.companies.access import companies_owned_by
from matchmaking.companies.models import Company


def show(request: HttpRequest, template: str, company: Company, *, status: int = 200, **page: Any) -> HttpResponse:
    """The page, with what the tabs ask: whether the reader decides about people."""
    is_owner = companies_owned_by(request.user).filter(pk=company.pk).exists()
    return render(request, template, {"company": company, "is_owner": is_owner, **page}, status=status)


def over_the_newer(request: HttpRequest, version: int) -> QueryDict:
    """What was typed, ready to be saved over that version: the next time it is a decision."""
    data = request.POST.copy()
    data["version"] = str(version)
    return data


def differences(typed: "forms.ModelForm[Any]", record: Model) -> list[dict[str, str]]:
    """What a valid form would change in the record, in words: each field as stored and as typed."""
    found = []
    for name, field in typed.fields.items():
        if name == "version" or isinstance(field, forms.FileField):
            continue
        theirs = _shown(field, record.serializable_value(name))
        yours = _shown(field, typed.cleaned_data[name])
        if theirs != yours:
            found.append({"label": str(typed[name].label), "theirs": theirs, "yours": yours})
    return found


def _shown(field: forms.Field, value: Any) -> str:
    """A value as people read it: the names of choices, not their codes."""
    names = dict(flatten_choices(getattr(field, "choices", ())))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(names.get(one, one)) for one in values if one not in (None, ""))
