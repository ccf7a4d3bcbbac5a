"""A database that takes only A to Z for letters finds no misspelt word in other scripts: who sets it up is told."""

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection
from django.db.utils import ConnectionHandler

from tradefair.checks import check_letters, knows_letters

NAME = "without_letters"


@pytest.fixture
def without_letters(django_db_setup, django_db_blocker):
    """A database beside the tests' own, made as a careless hand makes one."""
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 LC_CTYPE 'C' LC_COLLATE 'C'")
        careless = ConnectionHandler({"default": connection.settings_dict | {"NAME": NAME}})["default"]
        yield careless
        careless.close()
        cursor.execute(f"DROP DATABASE {NAME}")


@pytest.mark.django_db
def test_ours_knows_the_letters_of_every_script():
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


def test_one_that_does_not_is_named(without_letters, monkeypatch):
    assert knows_letters(without_letters)  # before the first migration there are no trigrams to ask
    with without_letters.cursor() as cursor:
        cursor.execute("CREATE EXTENSION pg_trgm")
    assert not knows_letters(without_letters)
    monkeypatch.setattr("tradefair.checks.connections", {"careless": without_letters})
    assert [told.id for told in check_letters(None, databases=["careless"])] == ["tradefair.W002"]
