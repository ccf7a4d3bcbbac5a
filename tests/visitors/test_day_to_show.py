from datetime import date, timedelta

import pytest

from matchmaking.visitors.rules import day_to_show

FIRST, LAST = date(2030, 5, 14), date(2030, 5, 16)


@pytest.mark.parametrize(("days", "shown"), [(-30, FIRST), (0, FIRST), (1, date(2030, 5, 15)), (2, LAST), (9, LAST)])
def test_hours_are_compared_on_the_nearest_day_of_the_fair(days, shown):
    assert day_to_show(FIRST + timedelta(days=days), first=FIRST, last=LAST) == shown
