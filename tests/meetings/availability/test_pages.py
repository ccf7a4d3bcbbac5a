"""The page of my times: every slot in its state, what is ticked, typed and pressed there, and what it refuses."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from matchmaking.meetings.actions.agendas import add_busy_time
from matchmaking.meetings.models import Agenda, BusyTime
from matchmaking.meetings.openings import times_of
from tests import make
from tests.make import NOW
from tests.meetings.availability.times import HOUR, opened, page

pytestmark = pytest.mark.django_db


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
    hours = {"presence": "either", "time_zone": "Asia/Tokyo", "works_from": "08:00", "works_to": "16:00"}
    good = {**hours, "break_minutes": "", "most_per_day": "3"}
    assert signed_in.post(page(fair, "change-agenda"), good).status_code == 302
    agenda = Agenda.objects.select_related("participant").get(participant=me)
    assert (agenda.most_per_day, agenda.participant.presence) == (3, "either")
    faults = {
        "presence": "by pigeon",
        "time_zone": "Mars/Olympus",
        "works_to": "07:00",
        "break_minutes": "121",
        "most_per_day": "0",
    }
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
