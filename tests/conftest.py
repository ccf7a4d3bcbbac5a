"""What every test stands on: a clean cache, no network, and the builders of tests/make.py."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """Rate limits and cached pages of one test are not the next one's."""
    cache.clear()
