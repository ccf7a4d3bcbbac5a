from datetime import date, timedelta

import pytest

from matchmaking.fairs import rules
from matchmaking.fairs.actions.fair import change_fair, change_status
from matchmaking.fairs.errors import (
    ChangedMeanwhile,
    DaysInUse,
    FairEndsBeforeItBegins,
    FairIsOver,
    FairNotReady,
    FairTooLong,
    NoSuchStep,
    PeopleHaveJoined,
    SlotTooShort,
)
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rules import Missing
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
Status = Fair.Status


def test_change_fair_says_what_was_typed():
    fair = make.fair()
    changed = change_fair(fair=fair, version=1, changes={"name": "معرض 🎪", "slot_minutes": 40})
    fair.refresh_from_db()
    assert (fair.name, fair.slot_minutes, fair.version) == ("معرض 🎪", 40, 2)
    assert changed == fair
    assert fair.history.count() == 2


def test_change_fair_tells_the_later_of_two_editors():
    fair = make.fair()
    change_fair(fair=fair, version=1, changes={"name": "First"})
    with pytest.raises(ChangedMeanwhile):
        change_fair(fair=fair, version=1, changes={"name": "Second"})
    fair.refresh_from_db()
    assert (fair.name, fair.version) == ("First", 2)


def test_change_fair_changes_nothing_but_settings():
    with pytest.raises(TypeError):
        change_fair(fair=make.fair(), version=1, changes={"status": Status.CLOSED})


@pytest.mark.parametrize(
    ("changes", "refusal", "constraint"),
    [
        ({"ends_on": date(2030, 5, 13)}, FairEndsBeforeItBegins, "fair_ends_on_or_after_its_first_day"),
        ({"ends_on": date(2030, 6, 15)}, FairTooLong, "fair_lasts_a_month_at_most"),
        ({"slot_minutes": 4}, SlotTooShort, "fair_slots_have_a_length"),
        ({"starts_on": date(2030, 5, 15)}, DaysInUse, "fair_days_hold_its_hours_and_slots"),
    ],
)
def test_change_fair_understands_the_veto(changes, refusal, constraint, monkeypatch):
    fair = make.opening_hours().fair
    monkeypatch.setattr(rules, "check_days", lambda *a: None)
    with pytest.raises(refusal) as refused:
        change_fair(fair=fair, version=1, changes=changes)
    assert refused.value.__cause__.__cause__.diag.constraint_name == constraint
    fair.refresh_from_db()
    assert fair.version == 1


@pytest.mark.parametrize(
    ("ends_on", "refusal"), [(date(2030, 5, 13), FairEndsBeforeItBegins), (date(2030, 6, 15), FairTooLong)]
)
def test_check_days(ends_on, refusal):
    rules.check_days(date(2030, 5, 14), date(2030, 6, 14))
    with pytest.raises(refusal):
        rules.check_days(date(2030, 5, 14), ends_on)


# Status ----------------------------------------------------------------


def prepared(**kw):
    fair = make.fair(**kw)
    make.opening_hours(fair=fair)
    make.room(hall=make.hall(fair=fair))
    make.slot(fair=fair)
    return fair


ALLOWED = {
    (Status.DRAFT, Status.OPEN),
    (Status.OPEN, Status.DRAFT),
    (Status.OPEN, Status.LIVE),
    (Status.OPEN, Status.CLOSED),
    (Status.LIVE, Status.OPEN),
    (Status.LIVE, Status.CLOSED),
    (Status.CLOSED, Status.LIVE),
}


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_change_status_follows_the_table(before, after):
    fair = prepared(status=before)
    if (before, after) in ALLOWED:
        assert change_status(fair=fair, status=after, at=NOW).status == after
        fair.refresh_from_db()
        assert (fair.status, fair.version) == (after, 2)
    else:
        with pytest.raises(NoSuchStep):
            change_status(fair=fair, status=after, at=NOW)


def test_change_status_says_what_is_missing():
    with pytest.raises(FairNotReady) as refused:
        change_status(fair=make.fair(status=Status.DRAFT), status=Status.OPEN, at=NOW)
    assert refused.value.missing == [Missing.HOURS]
    with pytest.raises(FairNotReady) as refused:
        change_status(fair=make.opening_hours(fair=make.fair(status=Status.OPEN)).fair, status=Status.LIVE, at=NOW)
    assert refused.value.missing == [Missing.HALL, Missing.ROOM, Missing.TIMETABLE]


def test_change_status_does_not_open_a_fair_of_the_past():
    with pytest.raises(FairIsOver):
        change_status(fair=prepared(status=Status.OPEN), status=Status.LIVE, at=NOW + timedelta(days=4))


def test_change_status_does_not_hide_a_fair_that_people_have_joined():
    fair = prepared(status=Status.OPEN)
    make.organiser(fair=fair)
    newcomer = make.participant(fair=fair)
    with pytest.raises(PeopleHaveJoined):
        change_status(fair=fair, status=Status.DRAFT, at=NOW)
    newcomer.delete()
    assert change_status(fair=fair, status=Status.DRAFT, at=NOW).status == Status.DRAFT
