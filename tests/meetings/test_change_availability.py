"""My times: which slots are open, when I am busy elsewhere, and how I want to meet."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from matchmaking.meetings import errors
from matchmaking.meetings.actions.agendas import (
    Wishes,
    add_busy_time,
    change_agenda,
    change_openings,
    lay_out_agendas,
    lay_out_anew,
    remove_busy_time,
)
from matchmaking.meetings.models import Agenda, Availability, BusyTime
from matchmaking.meetings.tasks import lay_out_agendas as lay_out_task
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def me(fair):
    user = make.user(time_zone="Europe/Brussels", country="BE")
    return make.participant(fair=fair, user=user)


@pytest.fixture
def slots(fair):
    """At 11, 15, 17 and 18 o'clock in Brussels."""
    return [make.slot(fair=fair, starts_at=NOW + timedelta(hours=n)) for n in (0, 4, 6, 7)]


def opened(who):
    return set(Availability.objects.filter(participant=who).values_list("slot", flat=True))


# The first time ----------------------------------------------------------------


def test_lay_out_agendas_opens_the_working_hours_of_the_account(me, slots):
    assert lay_out_agendas(participants=[me], at=NOW) == 1
    assert opened(me) == {slot.pk for slot in slots[:3]}
    assert lay_out_agendas(participants=[me], at=NOW) == 0


def test_lay_out_agendas_takes_the_hours_of_the_profile(me, slots):
    make.visitor(participant=me, time_zone="America/Lima", works_from=time(10), works_to=time(12))
    lay_out_agendas(participants=[me], at=NOW)
    agenda = Agenda.objects.get(participant=me)
    assert (agenda.time_zone, agenda.works_from, agenda.works_to) == ("America/Lima", time(10), time(12))
    assert opened(me) == {slots[2].pk, slots[3].pk}  # 17 o'clock in Brussels is 10 in Lima


def test_the_task_lays_out_whoever_can_be_asked(me, slots):
    make.participant(fair=make.fair())  # no timetable there
    make.participant(fair=me.fair, status="applied", decided_at=None)
    assert (lay_out_task(), lay_out_task()) == (1, 0)
    assert list(Agenda.objects.values_list("participant", flat=True)) == [me.pk]


# Opening and closing ----------------------------------------------------------------


def test_change_openings_opens_some_and_closes_some(me, slots):
    make.available(me, slots[0], slots[1])
    change_openings(participant=me, opened=[slots[2].pk], closed=[slots[0].pk], at=NOW)
    assert opened(me) == {slots[1].pk, slots[2].pk}


def test_change_openings_refuses_slots_of_elsewhere(me, slots):
    with pytest.raises(errors.SlotOfAnotherFair):
        change_openings(participant=me, opened=[make.slot().pk], closed=[], at=NOW)


def test_lay_out_anew_leaves_what_is_past(me, slots):
    make.available(me, slots[3])
    past = make.slot(fair=me.fair, starts_at=NOW - timedelta(hours=9))
    make.available(me, past)
    lay_out_anew(participant=me, at=NOW)
    assert opened(me) == {past.pk, slots[0].pk, slots[1].pk, slots[2].pk}


def test_change_agenda_keeps_what_is_open(me, slots):
    lay_out_agendas(participants=[me], at=NOW)
    before = opened(me)
    wishes = Wishes("Asia/Tokyo", time(8), time(16), break_minutes=10, most_per_day=4)
    agenda = change_agenda(participant=me, wishes=wishes, at=NOW)
    assert (agenda.time_zone, agenda.break_minutes, agenda.most_per_day) == ("Asia/Tokyo", 10, 4)
    assert opened(me) == before
    with pytest.raises(errors.DayEndsBeforeItBegins):
        change_agenda(participant=me, wishes=Wishes("UTC", time(9), time(9)), at=NOW)


# Busy elsewhere ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "refusal"),
    [
        (timedelta(0), errors.BusyTimeEndsBeforeItBegins),
        (timedelta(hours=-1), errors.BusyTimeEndsBeforeItBegins),
        (timedelta(days=14, seconds=1), errors.BusyTooLong),
    ],
)
def test_add_busy_time_refuses_what_cannot_be(me, length, refusal):
    with pytest.raises(refusal):
        add_busy_time(user=me.user, starts_at=NOW, ends_at=NOW + length)


def test_add_busy_time_has_an_end(me, monkeypatch):
    monkeypatch.setattr("matchmaking.meetings.actions.agendas.MOST_BUSY", 1)
    add_busy_time(user=me.user, starts_at=NOW, ends_at=NOW + timedelta(hours=1), title="Lunch")
    with pytest.raises(errors.TooManyBusyTimes):
        add_busy_time(user=me.user, starts_at=NOW, ends_at=NOW + timedelta(hours=1))


def test_remove_busy_time_is_of_ones_own_only(me):
    busy = add_busy_time(user=me.user, starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    remove_busy_time(user=make.user(), busy_id=busy.pk)
    assert BusyTime.objects.count() == 1
    for _ in range(2):
        remove_busy_time(user=me.user, busy_id=busy.pk)
    assert BusyTime.objects.count() == 0


# The page ----------------------------------------------------------------


def page(fair, name="edit-availability", *args):
    return reverse(f"meetings:{name}", args=[fair.slug, *args])


@pytest.fixture
def signed_in(client, me):
    make.laid_out(me)
    client.force_login(me.user)
    return client


def test_the_page_saves_only_what_differs_from_what_was_shown(signed_in, fair, me, slots):
    make.available(me, slots[1], slots[2])
    response = signed_in.get(page(fair))
    assert response.context["seen"] == [str(slots[1].pk), str(slots[2].pk)]
    make.available(me, slots[3])  # in another window
    data = {"seen": f"{slots[1].pk} {slots[2].pk}", "slot": [slots[2].pk]}
    assert signed_in.post(page(fair), data).status_code == 302
    assert opened(me) == {slots[2].pk, slots[3].pk}


def test_the_page_answers_a_swap_with_the_same_fragment(signed_in, fair, me, slots):
    response = signed_in.post(page(fair), {"slot": [slots[1].pk]}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert 'id="openings"' in response.content.decode()
    assert opened(me) == {slots[1].pk}


@pytest.mark.parametrize(("do", "count"), [("open:2030-05-14", 3), ("close:2030-05-14", 0), ("open:nonsense", 0)])
def test_a_whole_day_at_once(signed_in, fair, me, slots, do, count):
    signed_in.post(page(fair), {"do": do})
    assert len(opened(me)) == count  # the first has begun


def test_a_booked_time_is_shown_and_not_ours_to_close(signed_in, fair, me, slots):
    make.available(me, slots[1])
    make.booking(slot=slots[1], host=me)
    response = signed_in.get(page(fair))
    (cell,) = [cell for day in response.context["days"] for cell in day.cells if cell.slot == slots[1]]
    assert (cell.state, cell.is_mine_to_say, response.context["seen"]) == ("booked", False, [])


@pytest.mark.parametrize("data", [{"slot": ["nonsense", "\x00"]}, {"seen": "nonsense " * 9}, {"do": "\x00"}])
def test_nonsense_changes_nothing(signed_in, fair, me, slots, data):
    assert signed_in.post(page(fair), data).status_code == 302
    assert opened(me) == set()


def test_a_slot_of_another_fair_is_refused(signed_in, fair, slots):
    assert signed_in.post(page(fair), {"slot": [make.slot().pk]}).status_code == 409


def test_busy_times_are_typed_by_ones_own_clock(signed_in, fair, me, slots):
    Agenda.objects.update(time_zone="America/Lima")
    data = {"starts_at": "2030-05-14T12:00", "ends_at": "2030-05-14T13:00", "title": "Lunch"}
    assert signed_in.post(page(fair, "add-busy-time"), data).status_code == 302
    busy = BusyTime.objects.get()
    assert (busy.starts_at, busy.title) == (NOW.replace(hour=17), "Lunch")
    wrong = signed_in.post(page(fair, "add-busy-time"), {**data, "ends_at": "2030-05-14T11:00", "title": "x" * 81})
    assert (wrong.status_code, set(wrong.context["busy_form"].errors)) == (422, {"title"})
    wrong = signed_in.post(page(fair, "add-busy-time"), {**data, "ends_at": "2030-05-14T11:00"})
    assert set(wrong.context["busy_form"].errors) == {"ends_at"}
    signed_in.post(page(fair, "remove-busy-time", busy.pk))
    assert BusyTime.objects.count() == 0


def test_wishes_are_said_at_their_fields(signed_in, fair, me, slots):
    hours = {"time_zone": "Asia/Tokyo", "works_from": "08:00", "works_to": "16:00"}
    good = {**hours, "break_minutes": "", "most_per_day": "3"}
    assert signed_in.post(page(fair, "change-agenda"), good).status_code == 302
    assert Agenda.objects.get(participant=me).most_per_day == 3
    faults = {"time_zone": "Mars/Olympus", "works_to": "07:00", "break_minutes": "121", "most_per_day": "0"}
    for wrong in ({name: value} for name, value in faults.items()):
        response = signed_in.post(page(fair, "change-agenda"), good | wrong)
        assert (response.status_code, set(response.context["wishes_form"].errors)) == (422, set(wrong))


def test_the_button_opens_exactly_the_working_hours(signed_in, fair, me, slots):
    make.available(me, slots[3])
    signed_in.post(page(fair, "lay-out-anew"))
    assert opened(me) == {slot.pk for slot in slots[:3]}


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(signed_in, fair, number, django_assert_num_queries):
    make.slots(fair, number)
    with django_assert_num_queries(8):
        signed_in.get(page(fair))


def test_strangers_are_told_to_join_first(client, fair):
    client.force_login(make.user())
    assert client.get(page(fair)).status_code == 409
    assert client.post(page(fair, "lay-out-anew")).status_code == 404
