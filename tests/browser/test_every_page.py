"""Every page of the access matrix in a real Chromium: whole, readable, and no wider than the window.

Each page is opened as the person who sees most of it: wide by day, narrow by night, from right to left, and in French.
All of them knock in one world, for a GET changes nothing: a page costs a second, and a failure names it.
"""

from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from matchmaking.accounts.models import User
from matchmaking.companies.models import Company, HsCode, Product, ProductImage
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.actions.stands import show_products
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.visitors.actions.indexing import index_visitors
from matchmaking.visitors.models import VisitorProfile
from tests import make
from tests.architecture.matrix import MATRIX
from tests.architecture.world import PEOPLE, World, address, addresses, build
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import found_by_axe
from tests.companies.pages import picture, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # its world is built before, and committed

PARTS = dict(addresses())
# Who sees most of a page comes first.
BEST_SUITED = ("representative", "visitor", "organiser", "admin", "stranger", "anonymous")
# They answer with something else than a page.
NO_PAGES = {"health", "companies:search-hs", "fairs:brand", "exhibitors:download-document"}
NO_PAGES |= {"common:manifest", "common:worker", "meetings:feed", "meetings:meeting-file", "lobbies:offer-time"}
NO_PAGES |= {
    f"organising:{name}"
    for name in (
        "count-audience",
        "show-contrast",
        "preview-mail",
        "download-export",
        "download-report",
        "download-tables",
        "export-deeds",
        "import-problems",
        "import-template",
    )
}
ELSEWHERE = {"common:design"}  # test_design.py looks at it more closely
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ENGLISH = pytest.mark.parametrize("house", ["en"], indirect=True)
FRENCH = pytest.mark.parametrize("house", ["fr"], indirect=True)

LONG = "Confiserie artisanale des Établissements Vandenbroucke-Schellinkhouterdijk, père, filles et associés"
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FACTS = """
() => ({
    language: document.documentElement.lang,
    title: document.title.trim(),
    headings: [...document.querySelectorAll("h1")].map((each) => each.textContent.trim()),
})
"""


def who_opens(name):
    """The best suited of those whose GET is answered with a page; nobody if it is none."""
    letters = dict(zip(PEOPLE, MATRIX[name][0].split(), strict=True))
    return "" if name in NO_PAGES | ELSEWHERE else next((who for who in BEST_SUITED if letters[who] == "2"), "")


EVERY_PAGE = pytest.mark.parametrize("name", [name for name in sorted(MATRIX) if who_opens(name)])


@dataclass(frozen=True)
class House:
    """A world, the address where it stands, and what opens it to each of its people."""

    world: World
    base: str
    language: str
    sessions: dict[str, str]


@pytest.fixture(scope="module")
def house(request, django_db_setup, django_db_blocker):
    """The one world of all tests in a language, which is the language of everybody there."""
    with django_db_blocker.unblock():
        world = build()
        furnish()
        User.objects.update(language=request.param)
        sessions = {who: signed_in(user).cookies["sessionid"].value for who, user in world.users.items()}
        server = LiveServer("127.0.0.1")
        yield House(world, server.url, request.param, sessions)
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


def furnish():
    """Everything that a page shows is there: pictures, products, who is to be found; and all of it has a long name."""
    Company.objects.update(name=LONG)
    Product.objects.update(name=LONG)
    HsCode.objects.update(description=LONG)
    User.objects.update(name=Concat("name", Value("-Vandenbroucke-Schellinkhouterdijk")))
    for shown in ProductImage.objects.all():
        shown.image.save("bars.png", picture())
    for stand in Exhibitor.objects.all():
        show_products(exhibitor=stand, product_ids=stand.company.products.values_list("pk", flat=True), at=make.NOW)
    index_exhibitors(Exhibitor.objects.values_list("pk", flat=True), at=make.NOW)
    index_visitors(VisitorProfile.objects.values_list("pk", flat=True), at=make.NOW)


class Window:
    """Somebody's window. It lives in the browser's own thread, and remembers what its page complained about."""

    def __init__(self, browser, house, who):
        self.complaints = []
        context = browser.new_context(
            base_url=house.base,
            locale=house.language,
            timezone_id="Europe/Brussels",
            reduced_motion="reduce",
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE)
        if who in house.sessions:
            context.add_cookies([{"name": "sessionid", "value": house.sessions[who], "url": house.base}])
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("console", self.hear)
        self.page.on("requestfailed", self.miss)
        self.page.on("response", self.receive)

    def hear(self, line):
        is_socket = line.text.startswith("WebSocket connection to")  # the server of the tests knows none
        is_worker = line.text == "Service Worker registration blocked by Playwright"
        if line.type in ("error", "warning") and not is_socket and not is_worker:
            self.complaints.append(f"{line.type}: {line.text}")

    def miss(self, request):
        if request.failure != "net::ERR_ABORTED":  # by whoever leaves a page while it asks for something
            self.complaints.append(f"failed: {request.url}: {request.failure}")

    def receive(self, answer):
        if answer.status >= 400:
            self.complaints.append(f"{answer.status}: {answer.url}")

    def open(self, path, size, scheme="light"):
        self.complaints.clear()
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=scheme)
        self.page.goto(path)  # until all it needs is there, modules included

    def too_wide(self):
        overhang = self.page.evaluate(OVERHANG)
        return [f"{overhang} px wider than the window"] if overhang > 0 else []

    def close(self):
        self.page.context.close()


@pytest.fixture(scope="module")
def window(house, driver, chromium):
    """window(who) is that person's window, which stays open from page to page."""
    windows = {}

    def window_of(who):
        if who not in windows:
            windows[who] = driver.call(Window, chromium, house, who)
        return windows[who]

    yield window_of
    for each in windows.values():
        driver.call(each.close)


@pytest.fixture(scope="module")
def titles():
    """What the pages are called, and which page is."""
    return {}


def wide_by_day(window, path):
    """What is wrong with the page on a desk, and its title."""
    window.open(path, WIDE)
    facts = window.page.evaluate(FACTS)
    wrong = found_by_axe(window.page) + window.too_wide()
    if len(facts["headings"]) != 1 or not all(facts["headings"]):
        wrong.append(f"the headings of the page are {facts['headings']}")
    if facts["language"] != "en":
        wrong.append(f"it is said to be in {facts['language']!r}")
    return facts["title"], wrong


def narrow_by_night(window):
    """What is wrong with the same page on a telephone, and for somebody who reads from right to left."""
    window.page.set_viewport_size(NARROW)
    window.page.emulate_media(color_scheme="dark")
    wrong = [f"narrow: {line}" for line in found_by_axe(window.page) + window.too_wide()]
    window.page.evaluate("document.documentElement.dir = 'rtl'")
    return wrong + [f"from right to left: {line}" for line in window.too_wide()]


def narrow(window, path):
    """What is wrong with the width of the page on a telephone, and the language it is said to be in."""
    window.open(path, NARROW)
    return window.page.evaluate(FACTS)["language"], window.too_wide()


@ENGLISH
@EVERY_PAGE
def test_a_page_is_fit_to_be_seen(house, window, driver, titles, name):
    path, its = address(house.world, name, PARTS[name]), window(who_opens(name))
    title, wrong = driver.call(wide_by_day, its, path)
    assert wrong + driver.call(narrow_by_night, its) + its.complaints == []
    assert title
    assert titles.setdefault(title, name) == name, f"both are called {title!r}"


@FRENCH
@EVERY_PAGE
def test_a_page_fits_a_telephone_in_french(house, window, driver, name):
    path = address(house.world, name, PARTS[name])
    assert driver.call(narrow, window(who_opens(name)), path) == ("fr", [])


# The administration looks as its theme does: what axe finds there is for its makers. That the pages work is ours.
# The policy forbids the style attribute that the theme binds to its bar of actions; the bar fills its place without.
FORBIDDEN_THERE = "error: Applying inline style violates"


@ENGLISH
@pytest.mark.parametrize("name", ["index", "fairs_fair_changelist", "fairs_fair_add", "accounts_user_changelist"])
def test_a_page_of_the_administration_works(window, driver, name):
    its = window("admin")
    wrong = driver.call(fits, its, reverse(f"admin:{name}"))
    assert wrong + [line for line in its.complaints if not line.startswith(FORBIDDEN_THERE)] == []


def fits(window, path):
    """What is wrong with the width and the headings of the page, wide and narrow."""
    window.open(path, WIDE)
    headings = len(window.page.evaluate(FACTS)["headings"])
    wrong = window.too_wide() + ([] if headings == 1 else [f"{headings} headings of the page"])
    window.page.set_viewport_size(NARROW)
    return wrong + [f"narrow: {line}" for line in window.too_wide()]
