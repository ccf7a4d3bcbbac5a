"""The keyboard alone, where a page changes beneath it: nothing is lost, and nothing stands in the way."""

import pytest

from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.models import Exhibitor
from tests import make
from tests.browser.keyboard import Stop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COUNT = "document.getElementById('directory-count').innerText"


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def any_window(request, open_window):
    width, height = request.param
    return open_window(viewport={"width": width, "height": height}, reduced_motion="reduce")


@pytest.fixture
def directory(any_window, keyboard, live_server):
    """The exhibitors of a fair on two pages, 20 from Belgium and 10 from Peru, and the keyboard before them."""
    fair = make.fair()
    for n in range(30):
        make.exhibitor(fair=fair, company=make.company(name=f"House {n:02}", country="BE" if n < 20 else "PE"))
    index_exhibitors(Exhibitor.objects.values_list("pk", flat=True), at=make.NOW)
    any_window.goto(f"{live_server.url}/fairs/{fair.slug}/exhibitors/")
    return any_window, keyboard(any_window)


def test_the_first_stop_leads_past_the_head_of_the_page(directory):
    page, keys = directory
    keys.skip()
    assert page.evaluate("scrollY") >= 0
    keys.press("Tab")
    assert keys.focus() == Stop("searchbox", "Search exhibitors and products")


def test_a_filter_keeps_the_focus_when_it_is_chosen_and_when_it_is_not_any_more(directory):
    page, keys = directory
    keys.reach("summary", "Country")
    keys.press("Enter")
    keys.reach("checkbox", "Peru 10")
    for _ in range(2):  # it stands first as soon as it is chosen
        keys.swap("Space")
        assert (keys.focus(), page.evaluate(COUNT)) == (Stop("checkbox", "Peru 10"), "10 exhibitors")
        keys.swap("Space")
        assert (keys.focus(), page.evaluate(COUNT)) == (Stop("checkbox", "Peru 10"), "30 exhibitors")


def test_a_filter_that_is_taken_off_leaves_the_focus_at_the_results(directory):
    page, keys = directory
    keys.reach("summary", "Country")
    keys.press("Enter")
    keys.reach("checkbox", "Belgium 20")
    keys.swap("Space")
    keys.reach("link", "Belgium remove this filter")
    keys.swap("Enter")
    assert page.evaluate("document.activeElement.id") == "directory-results"
    assert page.evaluate(COUNT) == "30 exhibitors"
    keys.press("Tab")
    assert keys.focus() == Stop("link", "House 00")


def test_another_page_of_results_is_read_from_its_beginning(directory):
    page, keys = directory
    keys.skip()
    keys.reach("link", "Page 2")
    keys.swap("Enter")
    assert page.evaluate("document.activeElement.id") == "directory-results"
    keys.press("Tab")
    assert keys.focus() == Stop("link", "House 24")


def test_what_is_typed_is_looked_for_and_the_cursor_stays(directory):
    page, keys = directory
    keys.reach("searchbox", "Search exhibitors and products")
    keys.swap(text="House 07")
    assert keys.focus() == Stop("searchbox", "Search exhibitors and products")
    assert page.evaluate("document.activeElement.value") == "House 07"
    assert page.url.endswith("?q=House+07")


def test_a_menu_opens_closes_and_never_covers_what_has_the_focus(directory):
    page, keys = directory
    keys.reach("summary", "English (language of the pages)")
    keys.press("Enter")
    keys.reach("button", "Français")
    keys.press("Escape")
    assert keys.focus().role == "summary"
    assert page.locator("details.menu[open]").count() == 0
    keys.press("Enter")
    keys.reach("searchbox", "Search exhibitors and products")
    assert page.locator("details.menu[open]").count() == 0


def test_a_dialog_gives_the_focus_back(any_window, keyboard, live_server):
    any_window.goto(f"{live_server.url}/design/")
    keys = keyboard(any_window)
    keys.reach("button", "Open a dialog", at_most=300)
    keys.press("Enter")
    assert any_window.get_by_role("dialog", name="Withdraw the stand?").is_visible()
    keys.press("Escape")
    assert keys.focus() == Stop("button", "Open a dialog")


def test_a_message_is_closed_and_the_focus_goes_to_the_content(any_window, keyboard, live_server, sign_in):
    sign_in(any_window, make.user())
    any_window.goto(f"{live_server.url}/companies/new/")
    keys = keyboard(any_window)
    keys.write("Name", "Atelier Brun")
    keys.choose("Country", "Belgium")
    keys.follow("button", "Add the company")
    keys.reach("button", "Close this message")
    keys.press("Enter")
    assert any_window.locator("[data-toast]").count() == 0
    assert any_window.evaluate("document.activeElement.id") == "main"
