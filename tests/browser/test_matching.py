"""Matching on the organiser's open page: a bar that moves by itself, then what was found, and nothing typed is lost."""

import pytest
from django.utils import timezone

from matchmaking.discovery.actions.matching import Progress, carry_out, claim_run
from matchmaking.discovery.models import Run
from tests import make
from tests.discovery import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def fair():
    """Three stands and four visitors, whom nobody has matched."""
    fair = make.fair()
    for _ in range(3):
        people.stand(fair)
    for _ in range(4):
        people.visitor(fair, looking_for="Chocolate")
    return fair


@pytest.fixture
def desk(fair, live_server, sign_in):
    """Signs the organiser of the fair in, and opens his page."""

    def opened(page):
        sign_in(page, make.organiser(fair=fair, user=make.member(time_zone="Europe/Brussels")).user)
        page.goto(f"{live_server.url}/fairs/{fair.slug}/organise/matching/")
        return page

    return opened


def begun(kind):
    """A worker has begun the run, and is a third through."""
    run = claim_run(Run.objects.get(kind=kind).pk, at=timezone.now())
    Progress(run, total=30, now=timezone.now)(10)
    return run


def test_an_open_page_says_how_far_it_is_and_shows_what_was_found(fair, page, desk, axe):
    desk(page).get_by_role("button", name="Match everybody").click()
    page.get_by_text("It waits for its turn.").wait_for()
    assert axe(page) == []
    field = page.get_by_label("Goods that fit")
    field.fill("4.2")
    run = begun("live")
    page.get_by_text("Everybody is being matched.").wait_for()
    bar = page.locator("#matching-bar")
    assert (bar.get_attribute("value"), bar.get_attribute("max")) == ("10", "30")
    carry_out(run, now=timezone.now)
    page.locator("#side-visitors .chart__curve").wait_for()
    assert page.locator("#matching-said").text_content() == "Everybody is matched."
    assert page.locator("#matching-said[role=status]").count() == 1
    assert (field.input_value(), page.evaluate("document.activeElement.name")) == ("4.2", "products")
    assert page.locator("[hx-trigger^=every]").count() == 0
    assert axe(page) == []


def test_a_preview_comes_beside_what_is_and_is_applied(fair, page, desk, axe):
    people.matched(fair)
    desk(page).get_by_label("A common language").fill("0")
    page.get_by_role("button", name="Preview").click()
    page.locator("#preview").get_by_text("It waits for its turn.").wait_for()
    run = begun("preview")
    page.locator("#preview").get_by_text("It is being worked out.").wait_for()
    carry_out(run, now=timezone.now)
    page.get_by_role("button", name="Apply these weights").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Apply these weights").click()
    page.get_by_text("The weights are saved.").wait_for()
    assert fair.weights.languages == 0


def test_without_scripts_a_link_says_how_far_it_is(fair, open_window, desk):
    page = desk(open_window(java_script_enabled=False))
    page.get_by_role("button", name="Match everybody").click()
    page.get_by_text("It waits for its turn.").wait_for()
    carry_out(begun("live"), now=timezone.now)
    page.get_by_role("link", name="See how far it is").click()
    page.locator("#side-stands").wait_for()
