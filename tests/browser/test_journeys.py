"""Two walks through a fair as people take them: a buyer's to a stand, and an exporter's to a furnished one."""

import re

import pytest
from django.core import mail

from matchmaking.companies.models import Product
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.actions.stands import show_products
from matchmaking.exhibitors.models import Exhibitor, Representative, TeamInvitation
from matchmaking.exhibitors.tasks import send_invitation
from matchmaking.visitors.models import VisitorProfile
from tests import make
from tests.accounts.mails import last_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NO_SCROLL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def any_window(request, open_window):
    width, height = request.param
    return open_window(viewport={"width": width, "height": height})


@pytest.fixture
def look(axe):
    """The page is fit to be seen: nothing for axe to find, nothing wider than the window, one heading of the page."""

    def at(page):
        page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished)).then(() => null)")
        assert axe(page) == []
        assert page.evaluate(NO_SCROLL) <= 0
        assert page.locator("h1").count() == 1

    return at


def sign_up(page, address, *, name, email):
    """From the sign-up page, by a mailed code, with nothing but the keyboard."""
    page.goto(address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Confirm your address").wait_for()
    page.get_by_label("Code").fill(last_code(email))
    page.keyboard.press("Enter")


def press(page, name, role="button"):
    """Reach a button or link by its name and press Enter on it: no mouse."""
    page.get_by_role(role, name=name).first.focus()
    page.keyboard.press("Enter")


def test_a_buyer_walks_from_signing_up_to_a_stand(any_window, live_server, look):
    fair = make.fair(name="Wereldmarkt")
    stand = make.exhibitor(fair=fair, company=make.company(name="Valmoulin"))
    product = make.product(company=stand.company, name="Chocolate bars")
    show_products(exhibitor=stand, product_ids=[product.pk], at=make.NOW)
    index_exhibitors([stand.pk], at=make.NOW)
    make.hs_code("1806")

    page = any_window
    join = f"/fairs/{fair.slug}/join/"
    sign_up(page, f"{live_server.url}/accounts/signup/?next={join}", name="Ana Lopez", email="ana@example.com")
    page.wait_for_url(f"**{join}")
    look(page)
    press(page, "Join as a visitor")

    page.get_by_label("What I look for").fill("Chocolate noir, 70 % and more, for forty shops in Lima.")
    look(page)
    page.get_by_label("HS headings").fill("1806")
    press(page, "Save my profile")
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state()
    profile = VisitorProfile.objects.get()
    assert [code.pk for code in profile.headings.all()] == ["1806"]

    page.goto(f"{live_server.url}/fairs/{fair.slug}/exhibitors/")
    page.get_by_role("searchbox").fill("choclate")  # misspelt
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Valmoulin")
    link.wait_for()
    look(page)
    press(page, "Valmoulin", role="link")
    page.wait_for_url(f"**/exhibitors/{stand.slug}/")
    look(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Valmoulin"
    assert page.get_by_role("link", name="Chocolate bars").is_visible()


def test_an_exporter_walks_from_a_company_to_a_furnished_stand(any_window, open_window, live_server, look):
    fair = make.fair(name="Wereldmarkt")
    make.hall(fair=fair, name="Hall 1", slug="hall-1")
    make.hs_code("180632", "Chocolate, in blocks, not filled")

    page, base = any_window, live_server.url
    sign_up(page, f"{base}/accounts/signup/?next=/companies/new/", name="Thibault", email="thibault@example.com")
    page.wait_for_url("**/companies/new/")
    page.get_by_label("Name").fill("Valmoulin")
    page.get_by_label("Country").select_option("BE")
    look(page)
    press(page, "Add the company")
    page.wait_for_url("**/texts/new/")
    look(page)

    page.goto(f"{base}/fairs/{fair.slug}/exhibit/")
    look(page)
    press(page, "Take a stand")
    page.wait_for_url("**/edit/")
    look(page)
    stand = Exhibitor.objects.get()
    assert (stand.stand_number, stand.status) == ("", "approved")

    page.goto(f"{base}/companies/{stand.company.slug}/products/new/")
    look(page)
    page.get_by_label("Name").fill("Tablettes de chocolat noir")
    page.get_by_role("combobox", name="HS code").fill("1806.32")
    press(page, "Add the product")
    page.wait_for_url(lambda url: "/products/new/" not in url)
    product = Product.objects.get()
    assert product.hs_code_id == "180632"

    page.goto(f"{base}/fairs/{fair.slug}/exhibitors/{stand.slug}/products/")
    page.get_by_label("Tablettes de chocolat noir", exact=True).focus()
    page.keyboard.press("Space")
    look(page)
    press(page, "Show these")
    page.get_by_role("status").first.wait_for()
    assert [row.product for row in stand.shown.all()] == [product]

    page.goto(f"{base}/fairs/{fair.slug}/exhibitors/{stand.slug}/team/")
    page.get_by_label("E-mail address of your colleague").fill("maelle@example.com")
    look(page)
    press(page, "Send the invitation")
    page.get_by_text("maelle@example.com").first.wait_for()
    send_invitation(str(TeamInvitation.objects.get().pk))
    (path,) = re.findall(r"https?://[^/]+(/invitations/\S+)", mail.outbox[-1].body)

    colleague = open_window(viewport={"width": 390, "height": 844})
    colleague.goto(base + path)
    look(colleague)
    press(colleague, "Create an account", role="link")
    colleague.get_by_label("E-mail address").wait_for()
    assert colleague.get_by_label("E-mail address").input_value() == "maelle@example.com"
    colleague.get_by_label("Name").fill("Maëlle")
    colleague.keyboard.press("Enter")
    colleague.get_by_role("heading", name="Confirm your address").wait_for()
    colleague.get_by_label("Code").fill(last_code("maelle@example.com"))
    colleague.keyboard.press("Enter")
    colleague.wait_for_url(f"**{path}")
    look(colleague)
    press(colleague, "Accept the invitation")
    colleague.wait_for_url(f"**/exhibitors/{stand.slug}/")
    look(colleague)
    assert Representative.objects.filter(exhibitor=stand).count() == 2
