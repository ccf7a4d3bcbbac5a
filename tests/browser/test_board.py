"""The board of halls and rooms, by keyboard alone, by mouse, and without scripts: a room goes from hall to hall."""

import pytest

from matchmaking.fairs.models import Hall
from tests import make
from tests.browser.keyboard import Stop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = "document.getElementById('board-said').textContent"


@pytest.fixture
def ground():
    """Three halls; two rooms in the first, one in the last."""
    fair = make.fair()
    food, _wine, steel = (
        make.hall(fair=fair, name=name, slug=name.lower(), position=at)
        for at, name in enumerate(("Food", "Wine", "Steel"))
    )
    for name, hall in (("A 01", food), ("A 02", food), ("C 01", steel)):
        make.room(hall=hall, name=name)
    return fair


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desk", "phone"])
def board(request, ground, open_window, keyboard, live_server, sign_in):
    """The board, its organiser, and the keyboard before it."""
    width, height = request.param
    page = open_window(viewport={"width": width, "height": height}, reduced_motion="reduce")
    sign_in(page, make.organiser(fair=ground).user)
    page.goto(f"{live_server.url}/fairs/{ground.slug}/organise/halls/")
    return page, keyboard(page)


def ground_as_it_is():
    return {hall.name: sorted(hall.rooms.values_list("name", flat=True)) for hall in Hall.objects.order_by("position")}


def test_a_room_is_carried_to_another_hall_by_keyboard(board):
    page, keys = board
    keys.skip()
    keys.reach("button", "Move A 01")
    keys.press("Space")
    assert page.evaluate(SAID).startswith("A 01 is picked up, from Food.")
    keys.press("ArrowRight")
    assert page.evaluate(SAID) == "Wine, 2 of 3"
    keys.press("ArrowRight", "ArrowRight")
    assert page.evaluate(SAID) == "Steel, 3 of 3"
    keys.swap("Space")
    page.wait_for_function(f"() => {SAID} === 'A 01 is in Steel now.'")
    assert keys.focus() == Stop("button", "Move A 01")  # in its new place
    assert ground_as_it_is() == {"Food": ["A 02"], "Wine": [], "Steel": ["A 01", "C 01"]}


def test_escape_leaves_a_room_where_it_was(board):
    page, keys = board
    keys.skip()
    keys.reach("button", "Move A 01")
    keys.press("Enter", "ArrowRight", "Escape")
    assert page.evaluate(SAID) == "A 01 stays in Food."
    keys.press("Space", "ArrowRight", "Tab")
    assert page.evaluate(SAID) == "A 01 stays in Food."
    assert keys.focus() == Stop("checkbox", "A 01")
    assert page.locator(".is-held, .is-over").count() == 0
    assert ground_as_it_is()["Food"] == ["A 01", "A 02"]


def test_rooms_that_are_ticked_go_along(board):
    page, keys = board
    keys.skip()
    keys.tick("A 01")
    keys.tick("A 02")
    keys.reach("button", "Move A 02", back=True)
    keys.press("Space", "ArrowRight")
    keys.swap("Space")
    page.wait_for_function(f"() => {SAID} === '2 rooms are in Wine now.'")
    assert ground_as_it_is() == {"Food": [], "Wine": ["A 01", "A 02"], "Steel": ["C 01"]}


def test_a_refusal_is_said_and_nothing_has_moved(board):
    page, keys = board
    make.room(hall=Hall.objects.get(name="Wine"), name="A 01")
    keys.skip()
    keys.reach("button", "Move A 01")
    keys.press("Space", "ArrowRight")
    keys.swap("Space")
    page.wait_for_function(f"() => {SAID}.includes('two rooms of one name')")
    assert keys.focus() == Stop("button", "Move A 01")
    assert ground_as_it_is() == {"Food": ["A 01", "A 02"], "Wine": ["A 01"], "Steel": ["C 01"]}


def test_halls_change_places_by_keyboard(board):
    page, keys = board
    keys.skip()
    keys.reach("button", "Put Food one place later")
    keys.swap("Enter")
    assert list(ground_as_it_is()) == ["Wine", "Food", "Steel"]
    assert keys.focus() == Stop("button", "Put Food one place later")
    assert page.locator("[data-told]").inner_text() == "Food is in place 2 now."


def test_a_room_is_dragged_into_another_hall(board):
    page, _keys = board
    page.drag_and_drop("[data-name='A 02'] .board__what", "#hall-wine .board__rooms")
    page.wait_for_function(f"() => {SAID} === 'A 02 is in Wine now.'")
    assert ground_as_it_is() == {"Food": ["A 01"], "Wine": ["A 02"], "Steel": ["C 01"]}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_rooms_are_ticked_and_sent(ground, open_window, live_server, sign_in):
    page = open_window(java_script_enabled=False)
    sign_in(page, make.organiser(fair=ground).user)
    page.goto(f"{live_server.url}/fairs/{ground.slug}/organise/halls/")
    assert page.locator("[data-grip]:visible").count() == 0
    page.get_by_role("checkbox", name="A 01").check()
    page.get_by_label("to the hall").select_option("Steel")
    page.get_by_role("button", name="Move there").click()
    assert ground_as_it_is() == {"Food": ["A 02"], "Wine": [], "Steel": ["A 01", "C 01"]}
    page.get_by_role("button", name="Put Steel one place earlier").click()
    assert list(ground_as_it_is()) == ["Food", "Steel", "Wine"]
