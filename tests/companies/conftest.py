"""The whole Harmonized System, for the modules that search in it."""

import pytest
from django.db import connection

from matchmaking.companies.actions.classification import load_classification
from matchmaking.companies.models import HsCode, HsLabel, HsTerm, HsWord, Service

TABLES = (HsTerm, HsLabel, HsWord, HsCode, Service)


@pytest.fixture(scope="module")
def whole_system(django_db_setup, django_db_blocker):
    """Loaded once for a module, and gone after it."""
    with django_db_blocker.unblock():
        load_classification()
        yield
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE " + ", ".join(model._meta.db_table for model in TABLES) + " CASCADE")
