"""My times with a mouse and with a keyboard: painted, stretched, saved in place, and not lost by leaving."""

from datetime import timedelta

import pytest

from matchmaking.meetings.models import Availability
from tests import make
from tests.make import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TICKED = "[...document.querySelectorAll('input[name=slot]')].map((box) => Number(box.checked)).join('')"
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
IS_SAVED = "() => document.querySelector('[data-unsaved]').innerText === '' && document.querySelector('.toast')"


@pytest.fixture
def me():
    """Somebody in Brussels with eight times on each of two days, one of them booked, all others closed."""
    me = make.participant(user=make.user(time_zone="Europe/Brussels"))
    make.laid_out(me)
    days = [make.slots(me.fair, 8, first=NOW + timedelta(days=n)) for n in range(2)]
    make.booking(slot=days[1][7], guest=me)
    return me


@pytest.fixture
def open_times(me, live_server, sign_in):
    def opened_in(window):
        sign_in(window, me.user)
        window.goto(f"{live_server.url}/fairs/{me.fair.slug}/availability/")
        return window

    return opened_in


def middle(window, n):
    box = window.locator("label.opening").nth(n).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_mouse_paints_a_stretch_and_the_page_saves_it_in_place(page, open_times, me, axe):
    window = open_times(page)
    window.mouse.move(*middle(window, 1))
    window.mouse.down()
    window.mouse.move(*middle(window, 5), steps=2)
    window.mouse.move(*middle(window, 3), steps=2)  # back a little: what was painted too much is as it was
    window.mouse.up()
    assert window.evaluate(TICKED) == "011100000000000"
    assert window.locator("[data-unsaved]").inner_text() == "Your changes are not saved yet."
    assert window.locator("[data-opened]").first.inner_text() == "3"
    window.mouse.click(*middle(window, 2))
    window.locator("#save-openings").click()
    window.wait_for_function(IS_SAVED)
    assert window.evaluate(TICKED) == "010100000000000"
    assert Availability.objects.filter(participant=me).count() == 2
    assert axe(window) == []


def test_the_keyboard_stretches_over_days_and_saves(page, open_times, me):
    window = open_times(page)
    window.locator("input[name=slot]").nth(6).focus()
    for key in ("Space", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowLeft"):
        window.keyboard.press(key)
    first, last = window.evaluate(TICKED).index("1"), window.evaluate(TICKED).rindex("1")
    assert (first, last > 7) == (6, True)
    assert window.evaluate(TICKED)[first : last + 1] == "1" * (last - first + 1)
    window.keyboard.press("ArrowUp")  # without Shift it only goes
    window.keyboard.press("Enter")
    window.wait_for_function(IS_SAVED)
    assert Availability.objects.filter(participant=me).count() == last - first + 1


def test_each_day_is_one_stop_of_the_tab_key(page, open_times):
    window = open_times(page)
    window.locator("input[name=slot]").first.focus()
    window.keyboard.press("ArrowRight")
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.id").startswith("open-")
    window.keyboard.press("Shift+Tab")
    assert window.evaluate("[...document.querySelectorAll('input[name=slot]')].indexOf(document.activeElement)") == 1


def test_a_day_is_opened_by_a_finger_on_a_phone(open_window, open_times, me, axe):
    phone = open_window(viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark")
    window = open_times(phone)
    assert window.evaluate(OVERHANG) == 0
    window.locator("[id^=open-]").last.tap()
    window.wait_for_function(IS_SAVED)
    assert window.evaluate(TICKED) == "00000000" + "1" * 7  # the eighth is booked
    assert axe(window) == []


def test_without_scripts_the_boxes_and_one_button_do(open_window, open_times, me):
    window = open_times(open_window(java_script_enabled=False))
    window.locator("label.opening").nth(2).click()
    window.locator("#save-openings").click()
    assert window.locator(".toast").inner_text() == "Your times are saved."
    assert Availability.objects.filter(participant=me).count() == 1
