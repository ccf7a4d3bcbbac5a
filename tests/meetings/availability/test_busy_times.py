"""When I am busy elsewhere: said once, taken back, and nothing that cannot be."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from matchmaking.meetings import errors
from matchmaking.meetings.actions.agendas import add_busy_time, remove_busy_time
from matchmaking.meetings.forms.availability import BusyForm
from matchmaking.meetings.models import Agenda, BusyTime
from tests import make
from tests.make import NOW
from tests.meetings.availability.times import HOUR, page

pytestmark = pytest.mark.django_db


def test_add_busy_time_is_said_once(me, slots, told):
    stretch = {"user": me.user, "starts_at": slots[1].starts_at, "ends_at": slots[2].starts_at, "title": "Lunch"}
    assert add_busy_time(**stretch, at=NOW) == add_busy_time(**stretch, at=NOW)
    assert BusyTime.objects.count() == 1
    assert told == [(me.fair, date(2030, 5, 14)), [me.user_id]]


@pytest.mark.parametrize(
    ("starts", "length", "refusal"),
    [
        (HOUR, timedelta(0), errors.BusyTimeEndsBeforeItBegins),
        (HOUR, -HOUR, errors.BusyTimeEndsBeforeItBegins),
        (HOUR, timedelta(days=14, seconds=1), errors.BusyTooLong),
        (-2 * HOUR, 2 * HOUR, errors.BusyTimeOver),
        (timedelta(days=731), HOUR, errors.BusyTimeFarAway),
    ],
)
def test_add_busy_time_refuses_what_cannot_be(me, starts, length, refusal):
    with pytest.raises(refusal):
        add_busy_time(user=me.user, starts_at=NOW + starts, ends_at=NOW + starts + length, at=NOW)
    assert BusyTime.objects.count() == 0


def test_add_busy_time_takes_so_many_and_forgets_what_is_over(me, monkeypatch):
    monkeypatch.setattr("matchmaking.meetings.actions.agendas.MOST_BUSY", 1)
    add_busy_time(user=me.user, starts_at=NOW, ends_at=NOW + HOUR, title="Lunch", at=NOW)
    with pytest.raises(errors.TooManyBusyTimes):
        add_busy_time(user=me.user, starts_at=NOW, ends_at=NOW + 2 * HOUR, at=NOW)
    late = NOW + 2 * HOUR
    flight = add_busy_time(user=me.user, starts_at=late, ends_at=late + HOUR, title="Flight", at=late)
    assert list(BusyTime.objects.all()) == [flight]


def test_remove_busy_time_is_of_ones_own_only(me, slots, told):
    busy = add_busy_time(user=me.user, starts_at=NOW + HOUR, ends_at=slots[2].starts_at, at=NOW)
    told.clear()
    remove_busy_time(user=make.user(), busy_id=busy.pk)
    assert (BusyTime.objects.count(), told) == (1, [])
    for _ in range(2):
        remove_busy_time(user=me.user, busy_id=busy.pk)
    assert BusyTime.objects.count() == 0
    assert told == [(me.fair, date(2030, 5, 14)), [me.user_id]]


def test_remove_busy_time_leaves_what_the_own_calendar_says(me):
    busy = BusyTime.objects.create(user=me.user, starts_at=NOW, ends_at=NOW + HOUR, source=BusyTime.Source.CALENDAR)
    remove_busy_time(user=me.user, busy_id=busy.pk)
    assert list(BusyTime.objects.all()) == [busy]


def typed(starts_at, ends_at, zone="Europe/Brussels"):
    return BusyForm({"starts_at": starts_at, "ends_at": ends_at}, zone=ZoneInfo(zone))


def test_an_hour_that_the_clock_leaves_out_is_said_at_its_field():
    form = typed("2030-03-31T02:30", "2030-03-31T04:00")
    assert {name: [e.code for e in found] for name, found in form.errors.as_data().items()} == {
        "starts_at": ["left_out"]
    }


def test_an_hour_that_comes_twice_is_meant_as_widely_as_possible():
    form = typed("2030-10-27T02:30", "2030-10-27T02:30")
    assert form.is_valid()
    assert form.cleaned_data["ends_at"] - form.cleaned_data["starts_at"] == HOUR


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Lima"])
@pytest.mark.parametrize(
    "nonsense", ["0001-01-01T00:00", "9999-12-31T23:59", "2030-02-30T10:00", "\x00", "x" * 10_000, ""]
)
def test_nonsense_is_no_busy_time(me, slots, client, nonsense, zone):
    make.laid_out(me)
    Agenda.objects.update(time_zone=zone)
    client.force_login(me.user)
    for data in ({"starts_at": nonsense, "ends_at": nonsense}, {"starts_at": nonsense, "ends_at": "2030-05-14T12:00"}):
        assert client.post(page(me.fair, "add-busy-time"), data).status_code == 422
    assert client.get(page(me.fair)).status_code == 200


@pytest.mark.parametrize("title", ["x" * 81, "x" * 10_000, "\x00"])
def test_a_title_is_of_eighty_characters_and_has_no_nul(signed_in, fair, title):
    data = {"starts_at": "2030-05-14T12:00", "ends_at": "2030-05-14T13:00", "title": title}
    response = signed_in.post(page(fair, "add-busy-time"), data)
    assert (response.status_code, set(response.context["busy_form"].errors)) == (422, {"title"})
