"""What every test stands on: a clean cache, no network, and the builders of tests/make.py."""

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck, settings

from matchmaking.companies.actions.classification import load_classification
from matchmaking.companies.models import HsCode, HsLabel, HsTerm, HsWord, Service

# How fast a machine draws its examples says nothing about what is tested.
settings.register_profile("tradefair", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tradefair")
CLASSIFICATION = (HsTerm, HsLabel, HsWord, HsCode, Service)


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """Rate limits and cached pages of one test are not the next one's."""
    cache.clear()


@pytest.fixture(scope="module")
def whole_system(django_db_setup, django_db_blocker):
    """The whole Harmonized System, for the modules that search in it: loaded once for a module, and gone after it."""
    with django_db_blocker.unblock():
        load_classification()
        yield
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE " + ", ".join(model._meta.db_table for model in CLASSIFICATION) + " CASCADE")


def pytest_collection_modifyitems(items):
    """The report names the browser tests, so that `make test` can tell whether they ran."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.user_properties.append(("browser", "yes"))
