"""Two walks through a fair with nothing but a keyboard: a buyer's to a stand, and an exporter's to a furnished one.

Each begins at the front page; from there on every page is reached by a link or a button of the one before it, and the
colleague comes by the link in a mail. They walk through one world with the whole classification in it.
"""

import re
from threading import Thread

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from matchmaking.companies.models import Product
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.actions.stands import show_products
from matchmaking.exhibitors.models import Exhibitor, Representative
from matchmaking.exhibitors.tasks import send_due_invitations
from matchmaking.visitors.models import VisitorProfile
from tests import make
from tests.accounts.mails import last_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # their world is built before, and committed
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def house(whole_system, django_db_blocker):
    """Where the product answers: a fair with two stands, and the whole classification."""
    with django_db_blocker.unblock():
        try:
            fair = make.fair(name="Wereldmarkt")
            make.hall(fair=fair, name="Hall 1")
            goods = {"Valmoulin": ("Chocolate bars", "180632"), "Brasserie du Pré": ("Blond beer", "220300")}
            for company, (product, code) in goods.items():
                stand = make.exhibitor(fair=fair, company=make.company(name=company))
                made = make.product(company=stand.company, name=product, hs_code=make.hs_code(code))
                show_products(exhibitor=stand, product_ids=[made.pk], at=make.NOW)
                index_exhibitors([stand.pk], at=make.NOW)
            server = LiveServer("127.0.0.1")
            yield server.url
            server.stop()
        finally:
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def any_window(request, open_window):
    width, height = request.param
    return open_window(viewport={"width": width, "height": height}, reduced_motion="reduce")


@pytest.fixture
def look(axe):
    """The page has this heading and is fit to be seen: nothing for axe to find, nothing wider than the window."""

    def at(page, heading):
        assert page.locator("h1").all_inner_texts() == [heading]
        assert axe(page) == []
        assert page.evaluate(OVERHANG) <= 0

    return at


def sign_up(page, keys, look, *, name, email=""):
    """From the sign-up page, by a mailed code. Who follows an invitation finds the address filled in."""
    look(page, "Create an account")
    keys.write("Name", name)
    if email:
        keys.write("E-mail address", email)
    keys.arrive()
    look(page, "Confirm your address")
    keys.write("Code", last_code(*mail.outbox[-1].to))
    keys.arrive()


def let_workers_work():
    """What waits for a worker is done by one, on a connection of its own."""

    def work():
        send_due_invitations()
        connection.close()

    worker = Thread(target=work)
    worker.start()
    worker.join()


def test_a_buyer_walks_from_signing_up_to_a_stand(any_window, keyboard, house, look):
    page, keys = any_window, keyboard(any_window)
    email = f"ana.{page.viewport_size['width']}@example.com"
    page.goto(house)
    look(page, "Meet the partner worth an hour, wherever they are")
    keys.follow("link", "Create an account")
    sign_up(page, keys, look, name="Ana Lopez", email=email)

    look(page, "My fairs")
    keys.follow("link", "Join Wereldmarkt")
    look(page, "How do you come to the fair?")
    keys.follow("button", "Join as a visitor")

    look(page, "My profile")
    keys.write("What I look for optional", "Dark chocolate, 70 % and more, for forty shops in Lima.")
    keys.pick("HS headings optional", "chocolat noir", "1806 Chocolate and other food preparations containing cocoa")
    keys.follow("button", "Save my profile")
    look(page, "Ana Lopez")
    profile = VisitorProfile.objects.get(participant__user__email=email)
    assert [code.pk for code in profile.headings.all()] == ["1806"]

    keys.follow("link", "Exhibitors")
    look(page, "Exhibitors")
    keys.reach("searchbox", "Search exhibitors and products")
    keys.swap(text="choclate")  # misspelt
    assert page.locator("#directory-count").inner_text() == "1 exhibitor"
    look(page, "Exhibitors")
    keys.follow("link", "Valmoulin")
    look(page, "Valmoulin")
    assert page.get_by_role("link", name="Chocolate bars").is_visible()


def test_an_exporter_walks_from_a_company_to_a_furnished_stand(any_window, keyboard, open_window, house, look):
    page, keys = any_window, keyboard(any_window)
    width = page.viewport_size["width"]
    email, invited = f"thibault.{width}@example.com", f"maelle.{width}@example.com"
    page.goto(house)
    keys.follow("link", "Create an account")
    sign_up(page, keys, look, name="Thibault", email=email)

    keys.follow("link", "My companies")
    look(page, "My companies")
    keys.follow("link", "Add a company")
    look(page, "Add a company")
    keys.write("Name", "Atelier Brun")
    keys.choose("Country", "Belgium")
    keys.follow("button", "Add the company")
    look(page, "Atelier Brun")

    keys.follow("link", "Fairs")
    keys.follow("link", "Join Wereldmarkt")
    keys.follow("button", "Join as an exhibitor")
    look(page, "Exhibit at Wereldmarkt")
    keys.follow("button", "Take a stand")
    look(page, "Atelier Brun")
    stand = Exhibitor.objects.get(company__memberships__user__email=email)
    assert stand.status == Exhibitor.Status.APPROVED

    keys.follow("link", "Products")
    look(page, "Atelier Brun")
    keys.follow("link", "Add a product")
    look(page, "Atelier Brun")
    keys.write("Name", "Tablettes de chocolat noir")
    keys.pick("HS code optional", "tablettes de chocolat noir", "1806.32 Not filled")
    look(page, "Atelier Brun")
    keys.follow("button", "Add the product")
    look(page, "Atelier Brun")
    product = Product.objects.get(company=stand.company)
    assert product.hs_code_id == "180632"

    keys.tick("Tablettes de chocolat noir")
    keys.follow("button", "Show these")
    look(page, "Atelier Brun")
    assert [row.product for row in stand.shown.all()] == [product]

    keys.follow("link", "Team")
    look(page, "Atelier Brun")
    keys.write("E-mail address of your colleague", invited)
    keys.follow("button", "Send the invitation")
    look(page, "Atelier Brun")
    assert page.get_by_role("button", name=f"Take back {invited}").is_visible()

    let_workers_work()
    (path,) = re.findall(r"https?://[^/]+(/invitations/\S+)", mail.outbox[-1].body)
    colleague = open_window(viewport=page.viewport_size, reduced_motion="reduce")
    keys = keyboard(colleague)
    colleague.goto(house + path)
    look(colleague, "Join the team of Atelier Brun")
    keys.skip()  # the link in the content knows the address that was invited
    keys.follow("link", "Create an account")
    sign_up(colleague, keys, look, name="Maëlle")
    look(colleague, "Join the team of Atelier Brun")
    keys.follow("button", "Accept the invitation")
    look(colleague, "Atelier Brun")
    assert Representative.objects.filter(exhibitor=stand).count() == 2
