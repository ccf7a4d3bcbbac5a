"""What every test stands on: a clean cache, no network, and the builders of tests/make.py."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """Rate limits and cached pages of one test are not the next one's."""
    cache.clear()


def pytest_collection_modifyitems(items):
    """The report names the browser tests, so that `make test` can tell whether they ran."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.user_properties.append(("browser", "yes"))
