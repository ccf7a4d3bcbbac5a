"""My times: which slots are open, when I am busy elsewhere, and how I want to meet."""

import re
from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

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
    make_agendas,
    remove_busy_time,
)
from matchmaking.meetings.forms.availability import BusyForm
from matchmaking.meetings.models import Agenda, Availability, BusyTime
from matchmaking.meetings.openings import times_of
from matchmaking.meetings.tasks import lay_out_agendas as lay_out_task
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


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


@pytest.fixture
def told(monkeypatch):
    """The fairs, days and people of which open pages are told."""
    heard = []
    place = "matchmaking.meetings.actions.agendas."
    monkeypatch.setattr(place + "announce_day", lambda fair, day: heard.append((fair, day)))
    monkeypatch.setattr(place + "announce_people", lambda users: heard.append(users))
    return heard


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


def test_lay_out_agendas_fills_nothing_that_somebody_else_has_made_meanwhile(me, slots):
    make.laid_out(me)  # and its owner has closed everything
    assert make_agendas([Agenda(participant=me, time_zone="UTC")]) == set()
    other = make.participant(fair=me.fair)
    assert make_agendas([Agenda(participant=who, time_zone="UTC") for who in (other, me)]) == {other.pk}
    assert Agenda.objects.get(participant=me).time_zone == "Europe/Brussels"


def test_lay_out_agendas_opens_what_comes_into_the_timetable_later(me, told):
    assert lay_out_agendas(participants=[me], at=NOW) == 1
    early, late = (make.slot(fair=me.fair, starts_at=NOW + n * HOUR, added_at=NOW + HOUR) for n in (2, 9))
    old = make.slot(fair=me.fair, starts_at=NOW + 3 * HOUR, added_at=NOW - HOUR)  # closed by himself
    past = make.slot(fair=me.fair, starts_at=NOW, added_at=NOW + HOUR)
    assert [lay_out_agendas(participants=[me], at=NOW) for _ in range(2)] == [1, 0]
    assert opened(me) == {early.pk}
    assert {late.pk, old.pk, past.pk} & opened(me) == set()
    assert told == [(me.fair, date(2030, 5, 14))]


def test_what_was_closed_stays_so_when_more_comes(me, slots):
    lay_out_agendas(participants=[me], at=NOW)
    change_openings(participant=me, opened=[], closed=[slots[1].pk], at=NOW)
    more = make.slot(fair=me.fair, starts_at=NOW + 5 * HOUR, added_at=NOW + HOUR)
    lay_out_agendas(participants=[me], at=NOW + HOUR)
    assert opened(me) == {slots[0].pk, slots[2].pk, more.pk}


def test_the_task_lays_out_whoever_can_be_asked(me, slots):
    make.participant(fair=make.fair())  # no timetable there
    make.participant(fair=me.fair, status="applied", decided_at=None)
    assert (lay_out_task(), lay_out_task()) == (1, 0)
    assert list(Agenda.objects.values_list("participant", flat=True)) == [me.pk]


def test_the_task_takes_many_in_batches_and_those_whose_timetable_grows(me, slots, monkeypatch):
    monkeypatch.setattr("matchmaking.meetings.tasks.AT_ONCE", 2)
    people = [me, *(make.participant(fair=me.fair) for _ in range(2))]
    assert (lay_out_task(), lay_out_task()) == (3, 0)
    more = make.slot(fair=me.fair, starts_at=NOW + 5 * HOUR, added_at=NOW + HOUR)
    assert (lay_out_task(), lay_out_task()) == (3, 0)
    assert all(more.pk in opened(who) for who in people)


# Opening and closing ----------------------------------------------------------------


def test_change_openings_opens_some_and_closes_some(me, slots):
    make.available(me, slots[1], slots[2])
    assert change_openings(participant=me, opened=[slots[3].pk], closed=[slots[1].pk], at=NOW) == []
    assert opened(me) == {slots[2].pk, slots[3].pk}


def test_change_openings_tells_the_days_and_the_persons_own_pages(me, slots, told):
    late = make.slot(fair=me.fair, starts_at=NOW + timedelta(hours=14))  # one o'clock of the next day in Brussels
    change_openings(participant=me, opened=[slots[1].pk, slots[2].pk, late.pk], closed=[], at=NOW)
    assert told == [(me.fair, date(2030, 5, 14)), (me.fair, date(2030, 5, 15)), [me.user_id]]


@pytest.mark.parametrize("side", ["opened", "closed"])
def test_change_openings_refuses_slots_of_another_fair(me, slots, side):
    wanted = {"opened": [slots[1].pk], "closed": []}
    wanted[side] = [*wanted[side], make.slot().pk]
    with pytest.raises(errors.SlotOfAnotherFair):
        change_openings(participant=me, **wanted, at=NOW)
    assert opened(me) == set()


def test_change_openings_refuses_to_open_what_is_gone_and_lets_it_be_closed(me, slots):
    with pytest.raises(errors.SlotOfAnotherFair):
        change_openings(participant=me, opened=[uuid4()], closed=[], at=NOW)
    make.available(me, slots[1])
    change_openings(participant=me, opened=[], closed=[uuid4(), slots[1].pk], at=NOW)
    assert opened(me) == set()


def test_change_openings_leaves_what_has_begun(me, slots):
    make.available(me, slots[0])
    change_openings(participant=me, opened=[slots[1].pk], closed=[slots[0].pk], at=slots[1].starts_at)
    assert opened(me) == {slots[0].pk}


def test_change_openings_keeps_open_what_is_booked_and_closes_around_it(me, slots):
    make.available(me, *slots[1:])
    make.booking(slot=slots[2], guest=me)
    kept = change_openings(participant=me, opened=[], closed=[slot.pk for slot in slots[1:]], at=NOW)
    assert (kept, opened(me)) == ([slots[2]], {slots[2].pk})


def test_change_openings_keeps_open_what_is_booked_at_another_fair(me, slots):
    make.available(me, slots[2])
    elsewhere = make.participant(user=me.user)
    make.booking(slot=make.slot(fair=elsewhere.fair, starts_at=slots[2].starts_at), host=elsewhere)
    assert change_openings(participant=me, opened=[], closed=[slots[2].pk], at=NOW) == [slots[2]]


@pytest.mark.parametrize("what", ["cancelled", "excused", "of a colleague"])
def test_change_openings_closes_where_nobody_is_met_any_more(me, slots, what):
    make.available(me, slots[2])
    booking = make.booking(slot=slots[2], host=None if what == "of a colleague" else me)
    if what == "cancelled":
        booking.status, booking.cancelled_at = "cancelled", NOW
        booking.save()
    if what == "excused":
        booking.attendances.filter(participant=me).update(excused_at=NOW)
    assert change_openings(participant=me, opened=[], closed=[slots[2].pk], at=NOW) == []
    assert opened(me) == set()


def test_lay_out_anew_leaves_what_is_past(me, slots):
    make.laid_out(me)
    make.available(me, slots[3])
    past = make.slot(fair=me.fair, starts_at=NOW - timedelta(hours=9))
    make.available(me, past)
    lay_out_anew(participant=me, at=NOW)
    assert opened(me) == {past.pk, slots[1].pk, slots[2].pk}  # the first has begun, and was closed


def test_lay_out_anew_keeps_a_meeting_in_the_evening(me, slots):
    make.laid_out(me)
    make.available(me, slots[3])
    make.booking(slot=slots[3], host=me)
    assert lay_out_anew(participant=me, at=NOW) == [slots[3]]
    assert opened(me) == {slot.pk for slot in slots[1:]}


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


# The page ----------------------------------------------------------------


def page(fair, name="edit-availability", *args):
    return reverse(f"meetings:{name}", args=[fair.slug, *args])


@pytest.fixture
def signed_in(client, me):
    make.laid_out(me)
    client.force_login(me.user)
    return client


def shown(response):
    """Each time that the page shows, in their order."""
    return [cell for day in response.context["times"].days for cell in day.cells]


def test_the_page_saves_only_what_differs_from_what_was_shown(signed_in, fair, me, slots):
    make.available(me, slots[1], slots[2])
    response = signed_in.get(page(fair))
    assert response.context["times"].seen == [slots[1].pk, slots[2].pk]
    make.available(me, slots[3])  # in another window
    data = {"seen": f"{slots[1].pk} {slots[2].pk}", "slot": [slots[2].pk]}
    assert signed_in.post(page(fair), data).status_code == 302
    assert opened(me) == {slots[2].pk, slots[3].pk}


def test_the_page_answers_a_swap_with_the_same_fragment(signed_in, fair, me, slots):
    response = signed_in.post(page(fair), {"slot": [slots[1].pk]}, headers={"HX-Request": "true"})
    assert (response.status_code, opened(me)) == (200, {slots[1].pk})
    first, told = response.content.decode().split("</form>")
    assert "Your times are saved." in told
    assert without_token(first) in without_token(signed_in.get(page(fair)).content.decode())


def without_token(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.strip())


def test_every_time_says_its_state_in_words(signed_in, fair, me, slots):
    morning, night = make.slot(fair=fair, starts_at=NOW - HOUR), make.slot(fair=fair, starts_at=NOW + 13 * HOUR)
    make.available(me, *slots)
    booking = make.booking(slot=slots[1], host=me)
    add_busy_time(user=me.user, starts_at=slots[2].starts_at, ends_at=slots[2].ends_at, title="Flight <b>", at=NOW)
    response = signed_in.get(page(fair))
    found = {cell.slot: (str(cell.state), cell.meeting, cell.title, cell.is_at_night) for cell in shown(response)}
    assert found == {
        morning: ("past", None, "", False),
        slots[0]: ("past", None, "", False),
        slots[1]: ("booked", booking.pk, "", False),
        slots[2]: ("busy", None, "Flight <b>", False),
        slots[3]: ("open", None, "", False),
        night: ("closed", None, "", True),
    }
    html = response.content.decode()
    assert reverse("meetings:show-booking", args=[booking.pk]) in html
    assert html.count('<input type="checkbox" name="slot"') == 2
    assert "Flight &lt;b&gt;" in html
    assert response.context["times"].seen == [slots[3].pk]


def test_days_of_rest_are_named_by_the_persons_own_calendar():
    fair = make.fair(ends_on=date(2030, 5, 31))
    me = make.participant(fair=fair, user=make.user(time_zone="Europe/Brussels", country="BE"))
    make.laid_out(me)
    for day in (14, 30, 18):  # a Tuesday, Ascension Day, a Saturday
        make.slot(fair=fair, starts_at=datetime(2030, 5, day, 10, tzinfo=ZoneInfo("UTC")))
    found = times_of(me, at=NOW).days
    assert [(day.date.day, bool(day.rest)) for day in found] == [(14, False), (18, True), (30, True)]
    me.user.country = ""
    Agenda.objects.update(time_zone="Asia/Dubai")
    assert [day.rest for day in times_of(me, at=NOW).days][:2] == ["", "weekend"]


def test_both_clocks_are_shown_and_the_other_day_is_said(signed_in, fair, me):
    Agenda.objects.update(time_zone="Asia/Tokyo")
    make.slot(fair=fair, starts_at=NOW.replace(hour=20))  # 22:00 in Brussels, 5:00 of the next day in Tokyo
    (cell,) = shown(signed_in.get(page(fair)))
    assert (f"{cell.here:%d %H:%M}", f"{cell.there:%d %H:%M}", cell.days_later) == ("15 05:00", "14 22:00", -1)


@pytest.mark.parametrize(
    ("do", "stretch", "indexes"),
    [
        ("open:2030-05-14", "", {1, 2, 3}),
        ("open:2030-05-15", "", set()),
        ("open:", "work", {1, 2}),
        ("open:", "all", {1, 2, 3}),
        ("open:", "17", {2}),
        ("open:18", "17", {3}),
        ("open:nonsense", "", set()),
        ("open:", "\x00", set()),
        ("nonsense:all", "", set()),
    ],
)
def test_a_stretch_is_opened_at_once(signed_in, fair, me, slots, do, stretch, indexes):
    signed_in.post(page(fair), {"do": do, "stretch": stretch})
    assert opened(me) == {slots[n].pk for n in indexes}  # the first has begun


def test_a_stretch_is_closed_at_once_and_what_is_ticked_beside_it_saved(signed_in, fair, me, slots):
    make.available(me, slots[1], slots[2])
    data = {
        "seen": f"{slots[1].pk} {slots[2].pk}",
        "slot": [slot.pk for slot in slots[1:]],
        "do": "close:",
        "stretch": "17",
    }
    signed_in.post(page(fair), data)
    assert opened(me) == {slots[1].pk, slots[3].pk}


def test_a_booked_time_stays_open_and_that_is_said(signed_in, fair, me, slots):
    make.available(me, *slots[1:])
    make.booking(slot=slots[1], host=me)
    data = {"seen": " ".join(str(slot.pk) for slot in slots[1:])}  # as it was shown before it was booked
    response = signed_in.post(page(fair), data, follow=True)
    assert opened(me) == {slots[1].pk}
    assert [str(each) for each in response.context["messages"]] == [
        "Your times are saved.",
        "1 time stays open: you meet somebody then.",
    ]


@pytest.mark.parametrize(
    "data", [{"slot": ["nonsense", "\x00"]}, {"seen": "nonsense " * 9}, {"do": "\x00"}, {"slot": ["x" * 10_000]}]
)
def test_nonsense_changes_nothing(signed_in, fair, me, slots, data):
    assert signed_in.post(page(fair), data).status_code == 302
    assert opened(me) == set()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_slot_of_another_fair_is_refused_and_nothing_typed_is_lost(signed_in, fair, me, slots, headers):
    data = {"slot": [make.slot().pk, slots[1].pk]}
    response = signed_in.post(page(fair), data, headers=headers)
    assert (response.status_code, opened(me)) == (409, set())
    assert [cell.slot for cell in shown(response) if cell.state == "open"] == [slots[1]]
    assert response.context["times"].seen == []
    assert ("<html" in response.content.decode()) == (not headers)


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


def test_a_meeting_in_busy_hours_stands_and_that_is_said(signed_in, fair, me, slots):
    make.booking(slot=slots[1], host=me)  # at 15 o'clock
    data = {"starts_at": "2030-05-14T14:00", "ends_at": "2030-05-14T15:10"}
    response = signed_in.post(page(fair, "add-busy-time"), data, follow=True)
    assert [each.level_tag for each in response.context["messages"]] == ["success", "warning"]
    assert shown(response)[1].state == "booked"


def test_nobody_removes_what_another_is_busy_with(signed_in, fair):
    other = make.user()
    busy = add_busy_time(user=other, starts_at=NOW, ends_at=NOW + HOUR, at=NOW)
    for pk in (busy.pk, 10**30):
        assert signed_in.post(page(fair, "remove-busy-time", pk)).status_code == 302
    assert list(BusyTime.objects.all()) == [busy]


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
    assert opened(me) == {slot.pk for slot in slots[1:3]}


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(signed_in, fair, me, number, django_assert_num_queries):
    found = make.slots(fair, 2 * number)
    for slot in found[:number]:
        make.booking(slot=slot, host=me)
        add_busy_time(user=me.user, starts_at=slot.ends_at, ends_at=slot.ends_at + timedelta(minutes=5), at=NOW)
    with django_assert_num_queries(9):
        signed_in.get(page(fair))


def test_a_fair_without_a_timetable_has_a_page(signed_in, fair):
    response = signed_in.get(page(fair))
    assert response.status_code == 200
    assert 'id="openings"' not in response.content.decode()


def test_strangers_are_told_to_join_first(client, fair):
    client.force_login(make.user())
    assert client.get(page(fair)).status_code == 409
    assert client.post(page(fair, "lay-out-anew")).status_code == 404
