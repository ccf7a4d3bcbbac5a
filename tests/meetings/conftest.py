"""Everything here happens while the fair of `make.fair()` is on."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.make import NOW


@pytest.fixture(autouse=True)
def _during_the_fair() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
