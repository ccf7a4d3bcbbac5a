"""One's own calendar is entered, entered anew, removed, and wanted to be read once more."""

from datetime import timedelta

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.actions import calendars
from matchmaking.meetings.actions.calendars import enter_calendar, remove_calendar, want_calendar_read
from matchmaking.meetings.models import BusyTime, OwnCalendar
from tests import make
from tests.make import NOW
from tests.meetings.own_calendar.calendars import HOUR, MINUTE, entered, event, ics, read, stretches
from tests.outside import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_out(monkeypatch):
    """What is handed to the workers, instead of the broker."""
    sent = []
    monkeypatch.setattr(
        "matchmaking.meetings.announcements.current_app.send_task", lambda name, args: sent.append((name, args))
    )
    return sent


def test_enter_calendar_has_it_read_at_once(me, handed_out, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        calendar = enter_calendar(user=me.user, address="https://calendar.example/x.ics", at=NOW)
    assert handed_out == [("meetings.read_calendar", [me.user_id])]
    assert calendar.is_being_read
    assert calendar.due_at == NOW + calendars.HANDED_OUT  # if that worker dies, another one reads it


def test_enter_calendar_anew_forgets_what_another_one_said(me):
    entered(me)
    read(me, answer(ics(event(NOW + HOUR, NOW + 2 * HOUR))))
    enter_calendar(user=me.user, address="https://calendar.example/other.ics", at=NOW + HOUR)
    calendar = OwnCalendar.objects.get(user=me.user)
    assert (calendar.read_at, calendar.tried_at, calendar.problem, calendar.entered_at) == (None, None, "", NOW + HOUR)
    assert stretches(me) == []


def test_enter_calendar_with_the_same_address_keeps_what_it_said(me):
    calendar = entered(me)
    read(me, answer(ics(event(NOW + HOUR, NOW + 2 * HOUR))))
    calendar.refresh_from_db()
    enter_calendar(user=me.user, address=calendar.address, at=NOW + HOUR)
    assert len(stretches(me)) == 1


def test_enter_calendar_five_times_an_hour_and_not_once_more(me):
    for n in range(5):
        enter_calendar(user=me.user, address=f"https://calendar.example/{n}.ics", at=NOW)
        remove_calendar(user=me.user, at=NOW)
    with pytest.raises(errors.TooManyAddresses):
        enter_calendar(user=me.user, address="https://calendar.example/6.ics", at=NOW)
    assert not OwnCalendar.objects.exists()
    enter_calendar(user=make.user(), address="https://calendar.example/6.ics", at=NOW)
    enter_calendar(user=me.user, address="https://calendar.example/6.ics", at=NOW + HOUR)


def test_remove_calendar_takes_its_busy_times_along_and_no_others(me):
    other = make.participant(fair=me.fair)
    for who in (me, other):
        entered(who)
        read(who, answer(ics(event(NOW + HOUR, NOW + 2 * HOUR))))
    BusyTime.objects.create(user=me.user, starts_at=NOW, ends_at=NOW + HOUR, title="Lunch")
    remove_calendar(user=me.user, at=NOW)
    remove_calendar(user=me.user, at=NOW)
    assert list(BusyTime.objects.filter(user=me.user).values_list("title", flat=True)) == ["Lunch"]
    assert stretches(other) == [(NOW + HOUR, NOW + 2 * HOUR)]
    assert list(OwnCalendar.objects.values_list("user", flat=True)) == [other.user_id]


def test_want_calendar_read_at_most_once_a_minute(me):
    calendar = entered(me)
    with pytest.raises(errors.ReadJustNow):
        want_calendar_read(user=me.user, at=NOW + 59 * timedelta(seconds=1))
    want_calendar_read(user=me.user, at=NOW + MINUTE)
    calendar.refresh_from_db()
    assert (calendar.wanted_at, calendar.is_being_read) == (NOW + MINUTE, True)
    OwnCalendar.objects.update(tried_at=NOW + 2 * MINUTE)  # by itself
    with pytest.raises(errors.ReadJustNow):
        want_calendar_read(user=me.user, at=NOW + 2.5 * MINUTE)
