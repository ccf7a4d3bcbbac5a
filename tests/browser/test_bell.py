"""The bell in the head of every page: it follows what happens elsewhere, is said politely, and is reached by keys."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Notice
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COUNT = "document.querySelector('[data-bell-count]').textContent"
SAID = "document.querySelector('[data-bell-status]').textContent"
IN_TIME = 2  # seconds
PATIENCE = 5_000  # milliseconds until a line is open


@pytest.fixture
def me():
    fair = make.fair()
    return make.participant(fair=fair, user=make.member())


def told(me):
    """Something has happened elsewhere, and it has been noticed."""
    at = timezone.now()
    asked = make.meeting_request(fair=me.fair, recipient=me, sent_at=at, expires_at=at + timedelta(days=1))
    note_what_is_owed(at=at)
    return asked


def shows(window, number, timeout=PATIENCE):
    window.wait_for_function(f"(number) => {COUNT} === number", arg=number, timeout=timeout)


def test_what_happens_elsewhere_raises_the_count_in_time(server, window_of, me):
    told(me)
    window = window_of(me)
    window.goto(f"{server}/companies/")
    shows(window, "1")
    assert window.evaluate(SAID) == ""  # what was there when the page came is not news
    began = time.monotonic()
    told(me)
    shows(window, "2", timeout=IN_TIME * 1000)
    print(f"in the bell after {time.monotonic() - began:.2f} s")
    assert window.evaluate(SAID) == "Unread notices: 2"
    assert window.get_by_role("link", name="Notices unread: 2").count() == 1


def test_what_is_read_in_one_window_is_read_in_the_other(server, window_of, me):
    told(me)
    one, other = window_of(me), window_of(me)
    for window in (one, other):
        window.goto(f"{server}/notices/")
        shows(window, "1")
    one.get_by_role("button", name="Mark all as read").click()
    for window in (one, other):
        shows(window, "")
        assert window.locator("[data-bell-badge]").is_hidden()
    assert not Notice.objects.filter(read_at=None).exists()


def test_the_bell_and_a_notice_are_reached_and_read_by_keys_alone(server, window_of, keyboard, me):
    asked = told(me)
    window = window_of(me)
    window.goto(f"{server}/companies/")
    shows(window, "1")
    keys = keyboard(window)
    keys.follow("link", "Notices unread: 1")
    keys.skip()
    keys.follow("link", f"{asked.sender.user} would like to meet you")
    assert window.url.endswith(f"/requests/{asked.pk}/")
    shows(window, "")


def test_one_chooses_by_keys_alone_and_hears_what_is_wrong(live_server, page, sign_in, keyboard, axe, me):
    sign_in(page, me.user)
    page.goto(f"{live_server.url}/me/notices/")
    keys = keyboard(page)
    keys.skip()
    keys.choose("Somebody asks for a meeting: e-mail", "in the daily summary")
    keys.reach("link", "When", back=True)
    keys.press("Enter")
    keys.write("Last reminder, minutes before optional", "3", role="spinbutton")
    keys.follow("button", "Save")
    assert page.locator("#id_soon_minutes_error").count() == 1
    assert axe(page) == []
    chosen = page.locator("#id_mail_request_received").input_value()
    assert chosen == "digest"
    keys.write("Last reminder, minutes before optional", "30", role="spinbutton")
    keys.follow("button", "Save")
    assert me.user.notice_wishes.get().mail == "digest"
    assert me.user.habits.soon_minutes == 30
