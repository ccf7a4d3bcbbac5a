"""What has a list is chosen from it, and a picture is judged as everywhere else."""

import pytest
from django.contrib import admin
from django.forms import ChoiceField, TypedMultipleChoiceField

from matchmaking.accounts.models import User
from matchmaking.common.uploads import CleanImageField
from matchmaking.companies.models import Company, Product


def field_of(rf, model, name):
    return admin.site._registry[model].formfield_for_dbfield(model._meta.get_field(name), rf.get("/"))


@pytest.mark.parametrize(
    ("model", "name", "kind", "choice"),
    [
        (Company, "country", ChoiceField, ("BE", "Belgium")),
        (User, "time_zone", ChoiceField, ("America/Lima", "America/Lima")),
        (User, "spoken_languages", TypedMultipleChoiceField, ("fr", "French")),
        (Product, "incoterms", TypedMultipleChoiceField, ("FOB", "FOB, free on board")),
    ],
)
def test_a_column_with_a_list_is_chosen_from(rf, model, name, kind, choice):
    field = field_of(rf, model, name)
    assert type(field) is kind
    assert choice in field.choices


def test_an_optional_country_may_stay_empty(rf):
    field = field_of(rf, User, "country")
    assert field.choices[0] == ("", "—")
    assert not field.required


def test_a_picture_is_judged(rf):
    assert isinstance(field_of(rf, Company, "logo"), CleanImageField)
