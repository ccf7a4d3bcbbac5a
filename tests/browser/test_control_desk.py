"""The organiser keeps the day: three people, three windows, and nobody loads a page again."""

import re

import pytest

from matchmaking.lobbies.models import Lobby
from matchmaking.meetings.models import Booking
from tests import make
from tests.browser.rooms import OVERHANG, address, both_in
from tests.browser.serving import process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOWEST = """
Math.min(...[...document.querySelectorAll("a.berth, a.figure")].map((each) => each.offsetHeight))
"""  # in one look: a page that hears of something between two looks has other tiles then
AT_ONCE = 3000  # milliseconds, for three windows and a server on a busy machine


@pytest.fixture
def organiser(meeting):
    return make.organiser(fair=meeting.fair, user=make.member(name="Olga Keeper"))


@pytest.fixture
def day(window_of, server, organiser, meeting):
    """The organiser's window: it is live, and knows whether it is loaded again."""
    window = window_of(organiser)
    window.goto(f"{server}/fairs/{meeting.fair.slug}/organise/day/")
    window.locator("[data-day-live]").wait_for()
    window.evaluate("window.isTheSamePage = true")
    return window


def tile(window, meeting, state):
    """The tile of its room, once it is in this state."""
    found = window.locator(f'#room-{meeting.room_id}[data-state="{state}"]')
    found.wait_for(timeout=AT_ONCE)
    return found


def test_what_two_people_do_in_a_room_is_seen_as_it_happens(day, window_of, server, meeting, axe):
    tile(day, meeting, "soon")
    guest, host = (window_of(meeting.people[role]) for role in ("guest", "host"))
    guest.goto(address(server, meeting))
    tile(day, meeting, "waiting")
    both_in([host, guest], server, meeting)
    assert "in a call" in tile(day, meeting, "on").inner_text()
    assert day.locator("#number-on strong").inner_text() == "1"
    guest.get_by_role("button", name="Ask the organiser to come in").click()
    tile(day, meeting, "help")
    care = day.locator(f"#care-{meeting.pk}")
    assert "asks for help" in care.inner_text()
    assert care.get_by_role("link", name="Go in and help").is_visible()
    assert axe(day) == []
    assert day.evaluate("window.isTheSamePage")


def test_with_the_keyboard_alone_he_finds_the_meeting_writes_and_moves_it(day, window_of, server, meeting, keyboard):
    free = make.room(hall=meeting.room.hall, name="Free room")
    guest = window_of(meeting.people["guest"])
    guest.goto(address(server, meeting))
    tile(day, meeting, "waiting")
    keys = keyboard(day)
    keys.follow("link", re.compile(meeting.room.name))
    keys.write("What you write", "The technician is on his way")
    keys.follow("button", "Send")
    assert day.get_by_text("Sent. They read it").is_visible()
    said = guest.locator(".remark")
    said.wait_for()
    assert said.locator(".remark__text").inner_text() == "The technician is on his way"
    assert said.locator(".remark__who strong").inner_text() == f"Olga Keeper, {meeting.fair.name}"
    keys.follow("button", "Move the meeting there")
    assert day.get_by_text("The meeting is in Free room now.").is_visible()
    assert Booking.objects.get(pk=meeting.pk).room == free


def test_whoever_is_on_a_tile_stays_on_it_while_it_changes(day, window_of, server, meeting):
    day.locator(f"#room-{meeting.room_id}").focus()
    guest = window_of(meeting.people["guest"])
    guest.goto(address(server, meeting))
    tile(day, meeting, "waiting")
    assert day.evaluate("document.activeElement.id") == f"room-{meeting.room_id}"


def test_a_page_that_has_lost_its_line_says_so_and_knows_everything_when_it_is_back(
    open_window, day, server_process, meeting, window_of
):
    url, running = server_process
    port = int(url.rsplit(":", 1)[1])
    running.terminate()
    running.wait(30)
    day.locator("[data-day-lost]").wait_for()
    Lobby.objects.create(booking=meeting, closed_at=meeting.starts_at)
    with process(port):
        tile_of = day.locator(f'#room-{meeting.room_id}[data-state="closed"]')
        tile_of.wait_for()
        day.locator("[data-day-live]").wait_for()
    assert day.evaluate("window.isTheSamePage")


@pytest.mark.parametrize("width", [390, 768, 1024, 1280])
def test_it_fits_every_screen_and_fingers(window_of, server, meeting, organiser, width, axe):
    hall = meeting.room.hall
    for n in range(40):
        make.room(hall=hall, name=f"Room with a long name {n}")
    window = window_of(organiser, viewport={"width": width, "height": 900}, has_touch=True)
    window.goto(f"{server}/fairs/{meeting.fair.slug}/organise/day/")
    assert window.evaluate(OVERHANG) <= 0
    assert window.evaluate(LOWEST) >= 44
    assert axe(window) == []


def test_without_scripts_it_is_a_page_that_one_looks_at_again(window_of, server, meeting, organiser):
    window = window_of(organiser, java_script_enabled=False)
    window.goto(f"{server}/fairs/{meeting.fair.slug}/organise/day/?state=empty")
    assert not window.locator("[data-day-live]").is_visible()
    Lobby.objects.create(booking=meeting, closed_at=meeting.starts_at)
    window.wait_for_timeout(400)
    window.get_by_role("link", name="Look again").click()
    assert window.url.endswith("?state=empty")
    window.locator(f'#room-{meeting.room_id}[data-state="closed"]').wait_for()
