"""Whatever refers to a person is handed out to him, or it is written down why not."""

import pytest
from django.apps import apps

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Participant
from matchmaking.organising.holdings import HOLDINGS, NOT_HANDED_OUT

# Rights are Django's own; they are said by is_staff and is_superuser, and nobody here has a group of them.
DJANGOS = {"accounts.User_groups", "accounts.User_user_permissions"}


def references():
    """Every field, of whichever app, that points to an account or a registration."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            if getattr(field, "concrete", False) and field.related_model in (User, Participant):
                yield model._meta.label, field.name


REFERENCES = sorted(references())
LABELS = {model._meta.label for model in apps.get_models()}


@pytest.mark.parametrize(("table", "field"), REFERENCES, ids="{0}".format)
def test_every_reference_to_a_person_is_handed_out_or_has_a_reason(table, field):
    ways = {way.split("__")[0] for holding in HOLDINGS if holding.table == table for way in holding.who}
    model, _underscore, many = table.rpartition("_")
    through = {way.split("__")[0] for holding in HOLDINGS if holding.table == model for way in holding.who}
    reasons = {f"{table}.{field}", f"*.{field}"} & NOT_HANDED_OUT.keys()
    assert field in ways or many in through or table in DJANGOS or reasons, f"{table}.{field}"


def test_there_are_references_to_be_seen():
    assert ("meetings.Attendance", "participant") in REFERENCES
    assert len(REFERENCES) > 60


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: holding.table)
def test_every_holding_is_of_a_table_and_each_way_leads_somewhere(holding):
    assert holding.table in LABELS
    assert str(holding.rows(User(pk=0)).query)
    if holding.fair:
        assert str(holding.model._default_manager.filter(**{holding.fair: 0}).query)


def test_every_reason_is_a_sentence():
    assert all(reason.endswith(".") and len(reason) > 40 for reason in NOT_HANDED_OUT.values())
