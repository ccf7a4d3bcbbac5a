"""One's own calendar on an open page: it says by itself when it has been read, and takes nothing from who is typing."""

import pytest
from django.utils import timezone

from matchmaking.common.busy import Busy
from matchmaking.meetings.actions.calendars import Look, keep_look
from matchmaking.meetings.models import OwnCalendar
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def me():
    return make.participant(user=make.member(time_zone="Europe/Brussels"))


def test_an_open_page_says_when_the_calendar_has_been_read(me, live_server, page, sign_in, axe):
    slot = make.slot(fair=me.fair)
    sign_in(page, me.user)
    page.goto(f"{live_server.url}/fairs/{me.fair.slug}/availability/")
    address = page.get_by_label("Secret address of my calendar")
    address.fill("http://calendar.example/private/a.ics")
    page.keyboard.press("Enter")
    page.get_by_text("begins with https://").first.wait_for()
    address.fill("webcal://calendar.example/private/a.ics")
    page.keyboard.press("Enter")
    page.get_by_text("It is being read at this moment.").wait_for()
    assert axe(page) == []
    assert "private" not in page.content()
    address.fill("https://half-typed")
    calendar = OwnCalendar.objects.get(user=me.user)
    busy = Busy([(slot.starts_at, slot.ends_at)])
    keep_look(calendar=calendar, look=Look(OwnCalendar.Problem.NONE, busy), at=timezone.now())
    page.get_by_text("1 stretch of it closes times of this fair.").wait_for()
    assert address.input_value() == "https://half-typed"
    assert page.evaluate("document.activeElement.name") == "address"
    page.get_by_role("button", name="Read it now").click()
    page.get_by_text("read less than a minute ago").wait_for()
    assert axe(page) == []


def test_without_scripts_the_page_says_it_when_it_is_loaded_again(me, live_server, open_window, sign_in):
    page = open_window(java_script_enabled=False)
    sign_in(page, me.user)
    page.goto(f"{live_server.url}/fairs/{me.fair.slug}/availability/calendar/")
    page.get_by_label("Secret address of my calendar").fill("https://calendar.example/a.ics")
    page.get_by_role("button", name="Read my calendar").click()
    page.goto(f"{live_server.url}/fairs/{me.fair.slug}/availability/calendar/")
    page.get_by_text("It is being read at this moment.").wait_for()
    calendar = OwnCalendar.objects.get(user=me.user)
    keep_look(calendar=calendar, look=Look(OwnCalendar.Problem.NO_CALENDAR), at=timezone.now())
    page.reload()
    page.get_by_text("is no calendar").wait_for()
