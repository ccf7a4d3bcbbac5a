from datetime import date, time

import pytest

from matchmaking.fairs import rules
from matchmaking.fairs.actions.calendar import set_breaks, set_opening_hours
from matchmaking.fairs.errors import (
    BreakEndsBeforeItBegins,
    ChangedMeanwhile,
    HoursEndBeforeTheyBegin,
    HoursOutsideFair,
    HoursOverlap,
)
from matchmaking.fairs.models import Break, OpeningHours
from matchmaking.fairs.queries import fingerprint
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2030, 5, 14)


def hours(opens, closes, day=DAY):
    return OpeningHours(day=day, opens_at=time(opens), closes_at=time(closes))


def test_set_opening_hours_replaces_all():
    fair = make.fair()
    make.opening_hours(fair=fair)
    other = make.opening_hours()
    seen = fingerprint(fair.opening_hours.all())
    set_opening_hours(fair=fair, hours=[hours(9, 12), hours(12, 15), hours(9, 12, day=date(2030, 5, 16))], seen=seen)
    assert [str(row) for row in fair.opening_hours.all()] == [
        "2030-05-14 09:00–12:00",
        "2030-05-14 12:00–15:00",
        "2030-05-16 09:00–12:00",
    ]
    assert list(other.fair.opening_hours.all()) == [other]


FAULTS = [
    ([hours(9, 12), hours(11, 13)], HoursOverlap, "opening_hours_of_a_fair_do_not_overlap"),
    ([hours(12, 9)], HoursEndBeforeTheyBegin, "opening_hours_end_after_they_begin"),
    ([hours(9, 12, day=date(2030, 5, 17))], HoursOutsideFair, "opening_hours_lie_inside_their_fair"),
]


@pytest.mark.parametrize(("wrong", "refusal", "constraint"), FAULTS)
def test_set_opening_hours_refuses_and_leaves_all_as_it_was(wrong, refusal, constraint):
    row = make.opening_hours()
    with pytest.raises(refusal):
        set_opening_hours(fair=row.fair, hours=wrong, seen=fingerprint([row]))
    assert list(row.fair.opening_hours.all()) == [row]


@pytest.mark.parametrize(("wrong", "refusal", "constraint"), FAULTS)
def test_set_opening_hours_understands_the_veto(wrong, refusal, constraint, monkeypatch):
    monkeypatch.setattr(rules, "faults_in_hours", lambda *a: {})
    with pytest.raises(refusal) as refused:
        set_opening_hours(fair=make.fair(), hours=wrong, seen=fingerprint([]))
    assert refused.value.__cause__.__cause__.diag.constraint_name == constraint


def test_set_opening_hours_tells_the_later_of_two():
    fair = make.fair()
    seen = fingerprint([])
    set_opening_hours(fair=fair, hours=[hours(9, 12)], seen=seen)
    with pytest.raises(ChangedMeanwhile):
        set_opening_hours(fair=fair, hours=[hours(10, 12)], seen=seen)
    assert [str(row) for row in fair.opening_hours.all()] == ["2030-05-14 09:00–12:00"]


def pause(starts, ends):
    return Break(name="Lunch", starts_at=time(starts), ends_at=time(ends))


def test_set_breaks_replaces_all():
    fair = make.fair()
    set_breaks(fair=fair, breaks=[pause(12, 13)], seen=fingerprint([]))
    set_breaks(fair=fair, breaks=[pause(13, 14), pause(9, 10)], seen=fingerprint(fair.breaks.all()))
    assert [str(row) for row in fair.breaks.all()] == ["Lunch 09:00–10:00", "Lunch 13:00–14:00"]


def test_set_breaks_refuses_a_break_that_ends_before_it_begins(monkeypatch):
    fair = make.fair()
    with pytest.raises(BreakEndsBeforeItBegins):
        set_breaks(fair=fair, breaks=[pause(13, 12)], seen=fingerprint([]))
    monkeypatch.setattr(rules, "faults_in_breaks", lambda *a: {})
    with pytest.raises(BreakEndsBeforeItBegins) as refused:
        set_breaks(fair=fair, breaks=[pause(13, 12)], seen=fingerprint([]))
    assert refused.value.__cause__.__cause__.diag.constraint_name == "break_ends_after_it_begins"


def test_set_breaks_tells_the_later_of_two():
    fair = make.fair()
    set_breaks(fair=fair, breaks=[pause(12, 13)], seen=fingerprint([]))
    with pytest.raises(ChangedMeanwhile):
        set_breaks(fair=fair, breaks=[], seen=fingerprint([]))
