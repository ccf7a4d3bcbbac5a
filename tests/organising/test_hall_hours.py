"""When a hall is open, and the day as it would be laid out: what stands in the way is said with its people."""

from datetime import date, datetime, timedelta

import pytest

from matchmaking.fairs.models import HallHours
from matchmaking.fairs.queries import fingerprint, fingerprint_of_wanted
from tests import make
from tests.fairs.pages import queries_of, words
from tests.make import NOW
from tests.organising.pages import page
from tests.organising.test_desk_pages import hours_form

pytestmark = pytest.mark.django_db
MORNING = ("2030-05-14", "09:00", "12:00")


@pytest.fixture
def hall(fair):
    return make.hall(fair=fair, name="Food", slug="food")


def form(hall, *lines, **more):
    return hours_form(hall.fair, *lines) | {"seen": fingerprint(hall.hours.all())} | more


def stored(hall):
    return [str(row) for row in hall.hours.all()]


def test_a_hall_without_hours_may_begin_with_those_of_the_fair(client, fair, organiser, hall):
    address = page("set-hall-hours", fair, "food")
    assert "it is open whenever the fair is" in words(client.get(address))
    make.opening_hours(fair=fair, opens_at="09:30", closes_at="17:45")
    assert 'value="09:30"' not in words(client.get(address))
    said = words(client.get(address + "?from=fair"))
    assert 'value="09:30"' in said
    assert 'value="17:45"' in said


def test_set_hall_hours(client, fair, organiser, hall):
    address = page("set-hall-hours", fair, "food")
    lines = [MORNING, ("2030-05-14", "14:00", "18:00"), ("2030-05-15", "", "")]
    assert client.post(address, form(hall, *lines)).status_code == 302
    assert stored(hall) == ["2030-05-14 09:00–12:00", "2030-05-14 14:00–18:00"]
    assert client.post(address, form(hall, MORNING, same="1")).status_code == 302
    assert stored(hall) == [f"2030-05-{day} 09:00–12:00" for day in (14, 15, 16)]
    assert client.post(address, {"as_fair": "1", "seen": fingerprint(hall.hours.all())}).status_code == 302
    assert stored(hall) == []


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ([MORNING, ("2030-05-14", "11:00", "13:00")], 'id="id_hours-1-opens_at_error"'),
        ([("2030-05-14", "12:00", "09:00")], 'id="id_hours-0-closes_at_error"'),
        ([("2030-05-19", "09:00", "12:00")], 'id="hours"'),
    ],
)
def test_hours_that_cannot_be_are_refused_at_the_field(client, fair, organiser, hall, lines, where):
    response = client.post(page("set-hall-hours", fair, "food"), form(hall, *lines))
    assert response.status_code == 422
    assert where in words(response)
    assert stored(hall) == []


def test_the_later_of_two_organisers_is_told_and_loses_nothing(client, fair, organiser, hall):
    late = form(hall, ("2030-05-14", "10:00", "12:00"))
    client.post(page("set-hall-hours", fair, "food"), form(hall, MORNING))
    response = client.post(page("set-hall-hours", fair, "food"), late)
    assert response.status_code == 409
    said = words(response)
    assert "Somebody else has changed this" in said
    assert 'value="10:00"' in said
    assert "09:00–12:00" in said
    assert stored(hall) == ["2030-05-14 09:00–12:00"]


def test_hours_outside_which_people_meet_are_refused_with_their_names(client, fair, organiser, hall):
    anna = make.participant(fair=fair, user=make.user(name="Anna Berg"))
    outside = make.slot(fair=fair, starts_at=NOW + timedelta(hours=2))  # one o'clock in Brussels
    inside = make.slot(fair=fair, starts_at=NOW + timedelta(minutes=30))
    make.booking(slot=outside, room=make.room(hall=hall), host=anna)
    bo = make.participant(fair=fair, user=make.user(name="Bo Ek"))
    make.booking(slot=inside, room=make.room(hall=hall), host=bo)
    response = client.post(page("set-hall-hours", fair, "food"), form(hall, MORNING))
    assert response.status_code == 409
    said = words(response)
    assert "Meetings are booked in this hall outside these hours." in said
    assert "Anna Berg" in said
    assert "Bo Ek" not in said
    assert 'value="12:00"' in said
    assert stored(hall) == []


def test_the_page_asks_the_same_number_of_questions_for_one_and_three(client, fair, organiser, hall):
    make.hall_hours(hall=hall)
    address = page("set-hall-hours", fair, "food")
    few = queries_of(client, address)
    for day in (15, 16):
        make.hall_hours(hall=hall, day=date(2030, 5, day))
        make.opening_hours(fair=fair, day=date(2030, 5, day))
    assert queries_of(client, address) == few <= 15


def test_strangers_and_organisers_of_another_fair_find_nothing(client, fair, hall):
    other = make.organiser()
    for user in (make.user(), other.user, make.participant(fair=fair).user):
        client.force_login(user)
        address = page("set-hall-hours", fair, "food")
        assert (client.get(address).status_code, client.post(address, form(hall, MORNING)).status_code) == (404, 404)
    client.force_login(other.user)
    assert client.get(page("set-hall-hours", other.fair, "food")).status_code == 404
    assert not HallHours.objects.exists()


# The day as it would be ----------------------------------------------------------------


@pytest.fixture
def laid(fair, hall):
    """From ten to eleven in Brussels there are two slots, and one would go; the hall shuts at half past ten."""
    make.opening_hours(fair=fair, opens_at="12:00", closes_at="13:30")
    make.hall_hours(hall=hall, opens_at="12:00", closes_at="12:30")
    for _ in range(3):
        make.room(hall=hall)
    other = make.hall(fair=fair, name="Steel", slug="steel")
    make.room(hall=other)
    kept = make.slot(fair=fair, starts_at=datetime(2030, 5, 14, 10, tzinfo=NOW.tzinfo))
    going = make.slot(fair=fair, starts_at=datetime(2030, 5, 14, 12, tzinfo=NOW.tzinfo))
    return kept, going


def test_the_day_shows_slots_by_halls(client, fair, organiser, hall, laid):
    kept, _going = laid
    make.booking(slot=kept, room=hall.rooms.first())
    make.closure(room=hall.rooms.last(), starts_at=kept.starts_at)
    context = client.get(page("arrange-timetable", fair)).context
    grid = context["grid"]
    assert [each.name for each in grid.halls] == ["Food", "Steel"]
    found = [
        (f"{row.starts_at:%H:%M}", row.is_new, row.is_going, [(c.is_open, c.rooms, c.booked) for c in row.cells])
        for row in grid.rows
    ]
    assert found == [
        ("10:00", False, False, [(True, 2, 1), (True, 1, 0)]),
        ("10:30", True, False, [(False, 2, 0), (True, 1, 0)]),
        ("11:00", True, False, [(False, 3, 0), (True, 1, 0)]),
        ("12:00", False, True, [(False, 3, 0), (True, 1, 0)]),
    ]


def test_another_day_is_shown_when_asked_for(client, fair, organiser, laid):
    assert client.get(page("arrange-timetable", fair), {"day": "2030-05-15"}).context["grid"].rows == []
    for nonsense in ("x", "2031-01-01", ""):
        response = client.get(page("arrange-timetable", fair), {"day": nonsense})
        assert response.status_code == 200
        assert fair.starts_on <= response.context["day"] <= fair.ends_on


def test_who_is_in_the_way_is_named(client, fair, organiser, hall, laid):
    steel = fair.halls.get(slug="steel").rooms.get()
    make.booking(slot=laid[1], room=steel, host=make.participant(fair=fair, user=make.user(name="Anna Berg")))
    said = words(client.get(page("arrange-timetable", fair)))
    for part in ("Meetings are booked at times that would go", "Anna Berg", "Steel"):
        assert part in said
    assert client.post(page("lay-out-timetable", fair)).status_code == 409
    assert fair.slots.count() == 2


def test_of_two_who_lay_out_the_later_is_told_what_has_changed(client, fair, organiser, laid):
    """He looked at a preview; meanwhile somebody else has put in a break. Nothing is laid out that he has not seen."""
    seen = fingerprint_of_wanted(fair)
    assert f'value="{seen}"' in words(client.get(page("arrange-timetable", fair)))
    fair.breaks.create(name="Lunch", starts_at="12:25", ends_at="13:00")
    response = client.post(page("lay-out-timetable", fair), {"seen": seen})
    assert response.status_code == 409
    assert "Somebody else has changed this" in words(response)
    assert fair.slots.count() == 2
    again = client.post(page("lay-out-timetable", fair), {"seen": fingerprint_of_wanted(fair)})
    assert again.status_code == 302
    assert [f"{slot.starts_at:%H:%M}" for slot in fair.slots.all()] == ["10:00", "11:00"]


def test_the_preview_asks_the_same_number_of_questions_for_one_and_three(client, fair, organiser, hall, laid):
    steel = fair.halls.get(slug="steel").rooms.get()
    make.booking(slot=laid[1], room=steel)
    few = queries_of(client, page("arrange-timetable", fair))
    for n in (1, 2):
        more = make.hall(fair=fair)
        make.hall_hours(hall=more, opens_at="13:00", closes_at="18:00")
        slot = make.slot(fair=fair, starts_at=laid[1].starts_at + timedelta(hours=n))
        make.booking(slot=slot, room=make.room(hall=more))
        make.closure(room=make.room(hall=more), starts_at=slot.starts_at)
    assert queries_of(client, page("arrange-timetable", fair)) == few <= 15


def test_the_page_of_hours_leads_to_those_of_each_hall(client, fair, organiser, hall, laid):
    said = words(client.get(page("set-opening-hours", fair)))
    assert page("set-hall-hours", fair, "food") in said
    assert said.count("own hours") == 1
    few = queries_of(client, page("set-opening-hours", fair))
    make.hall_hours(hall=make.hall(fair=fair))
    assert queries_of(client, page("set-opening-hours", fair)) == few
