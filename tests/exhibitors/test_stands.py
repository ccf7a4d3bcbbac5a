"""What a stand says of itself and shows: two who edit at once, words of every script, and the pages."""

import uuid

import pytest
from django.urls import reverse

from matchmaking.exhibitors.actions.stands import StandFacts, change_stand, show_products
from matchmaking.exhibitors.errors import ChangedMeanwhile, NotExhibiting, ProductOfAnother
from matchmaking.exhibitors.models import Exhibitor
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
FACTS = {
    "headline": "Chocolate",
    "pitch": "From Liège",
    "language": "fr",
    "markets": ["PE"],
    "website": "",
    "linkedin": "",
}


@pytest.fixture
def seat(client):
    seat = make.representative()
    client.force_login(seat.participant.user)
    return seat


def address(name, stand, *args):
    return reverse(f"exhibitors:{name}", args=[stand.fair.slug, stand.slug, *args])


def test_change_stand_stores_the_facts_and_counts_the_version():
    stand = make.exhibitor()
    facts = StandFacts(headline="Chocolat", pitch="De Liège", language="fr", markets=["PE", "SG"])
    change_stand(exhibitor_id=stand.pk, version=1, facts=facts, at=NOW)
    stand.refresh_from_db()
    assert (stand.headline, stand.pitch, stand.language, stand.markets, stand.version) == (
        "Chocolat",
        "De Liège",
        "fr",
        ["PE", "SG"],
        2,
    )


def test_change_stand_refuses_the_later_of_two():
    stand = make.exhibitor()
    change_stand(exhibitor_id=stand.pk, version=1, facts=StandFacts(headline="Hers"), at=NOW)
    with pytest.raises(ChangedMeanwhile):
        change_stand(exhibitor_id=stand.pk, version=1, facts=StandFacts(headline="His"), at=NOW)
    stand.refresh_from_db()
    assert stand.headline == "Hers"


def test_change_stand_refuses_a_stand_that_is_given_up():
    stand = make.exhibitor(status=Exhibitor.Status.WITHDRAWN)
    with pytest.raises(NotExhibiting):
        change_stand(exhibitor_id=stand.pk, version=1, facts=StandFacts(), at=NOW)


def test_show_products_keeps_the_order_and_drops_the_rest():
    stand = make.exhibitor()
    first, second, third = (make.product(company=stand.company) for _ in range(3))
    show_products(exhibitor=stand, product_ids=[first.pk, third.pk], at=NOW)
    show_products(exhibitor=stand, product_ids=[second.pk, first.pk, second.pk], at=NOW)
    assert [row.product for row in stand.shown.all()] == [second, first]


def test_show_products_refuses_anothers():
    with pytest.raises(ProductOfAnother):
        show_products(exhibitor=make.exhibitor(), product_ids=[make.product().pk], at=NOW)


# Pages ----------------------------------------------------------------


def test_the_later_of_two_owners_sees_both_versions_and_may_save_his(client, seat):
    stand = seat.exhibitor
    change_stand(exhibitor_id=stand.pk, version=1, facts=StandFacts(headline="Her line"), at=NOW)
    response = client.post(address("edit-stand", stand), FACTS | {"version": "1", "headline": "My line"})
    content = response.content.decode()
    assert response.status_code == 409
    assert 'id="refusal"' in content
    assert "Her line" in content
    assert 'value="My line"' in content
    assert 'name="version" value="2"' in content
    client.post(address("edit-stand", stand), FACTS | {"version": "2", "headline": "My line"})
    stand.refresh_from_db()
    assert (stand.headline, stand.version) == ("My line", 3)


@pytest.mark.parametrize("words", ["🍫 Schokolade", "شوكولاتة من لييج", "精品巧克力", "x" * 160])
def test_words_of_every_script_are_kept(client, seat, words):
    response = client.post(address("edit-stand", seat.exhibitor), FACTS | {"version": "1", "headline": words})
    assert response.status_code == 302
    seat.exhibitor.refresh_from_db()
    assert seat.exhibitor.headline == words


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", "x" * 10_000),
        ("headline", "nul\0byte"),
        ("pitch", "x" * 4001),
        ("website", "javascript:alert(1)"),
        ("website", "https://localhost/"),
        ("linkedin", "https://example.com/company/x"),
        ("language", "tlh"),
        ("markets", ["XX"]),
        ("version", "nought"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_field(client, seat, field, value):
    response = client.post(address("edit-stand", seat.exhibitor), FACTS | {"version": "1", field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    seat.exhibitor.refresh_from_db()
    assert seat.exhibitor.headline == ""


def test_the_products_page_orders_by_the_numbers_written(client, seat):
    stand = seat.exhibitor
    first, second = (make.product(company=stand.company) for _ in range(2))
    data = {
        "product": [str(first.pk), str(second.pk), "nonsense"],
        f"position-{first.pk}": "2",
        f"position-{second.pk}": "1",
    }
    assert client.post(address("show-products", stand), data).status_code == 302
    assert [row.product for row in stand.shown.all()] == [second, first]
    assert client.post(address("show-products", stand), {"product": str(uuid.uuid4())}).status_code == 409


def test_the_public_page_shows_the_stand_and_takes_the_same_queries_for_more(client, django_assert_max_num_queries):
    stand = make.exhibitor(pitch="We make chocolate.", language="fr")
    make.representative(exhibitor=stand)
    show_products(exhibitor=stand, product_ids=[make.product(company=stand.company).pk], at=NOW)
    page = address("show-exhibitor", stand)
    client.get(page)
    with django_assert_max_num_queries(14) as first:
        content = client.get(page).content.decode()
    assert "We make chocolate." in content
    assert 'lang="fr"' in content
    for _ in range(2):
        make.representative(exhibitor=stand)
        make.product(company=stand.company)
    show_products(exhibitor=stand, product_ids=stand.company.products.values_list("pk", flat=True), at=NOW)
    with django_assert_max_num_queries(len(first)):
        client.get(page)


def test_a_stand_that_waits_is_shown_to_its_team_alone(client, seat):
    stand = seat.exhibitor
    Exhibitor.objects.filter(pk=stand.pk).update(status=Exhibitor.Status.APPLIED, decided_at=None)
    assert client.get(address("show-exhibitor", stand)).status_code == 200
    client.logout()
    assert client.get(address("show-exhibitor", stand)).status_code == 404


def test_my_stand_leads_to_the_stand_to_a_choice_or_to_taking_one(client):
    fair, user = make.fair(), make.user()
    client.force_login(user)
    mine = reverse("exhibitors:my-stand", args=[fair.slug])
    assert client.get(mine).url == reverse("exhibitors:exhibit", args=[fair.slug])
    first = make.representative(exhibitor=make.exhibitor(fair=fair), user=user).exhibitor
    assert client.get(mine).url == address("edit-stand", first)
    make.representative(exhibitor=make.exhibitor(fair=fair), user=user)
    response = client.get(mine)
    assert (response.status_code, len(response.context["stands"])) == (200, 2)


def test_the_exhibit_page_takes_a_stand(client):
    fair, user = make.fair(), make.user()
    company = make.company(owner=user)
    client.force_login(user)
    page = reverse("exhibitors:exhibit", args=[fair.slug])
    assert 'id="exhibit-form"' in client.get(page).content.decode()
    assert client.post(page, {"company": make.company().pk}).status_code == 422
    response = client.post(page, {"company": company.pk})
    assert response.url == address("edit-stand", Exhibitor.objects.get())
    assert client.post(page, {"company": company.pk}).status_code == 409


def test_giving_the_stand_up_asks_first(client, seat):
    page = address("withdraw", seat.exhibitor)
    assert client.get(page).status_code == 200
    seat.exhibitor.refresh_from_db()
    assert seat.exhibitor.status == Exhibitor.Status.APPROVED
    client.post(page)
    seat.exhibitor.refresh_from_db()
    assert seat.exhibitor.status == Exhibitor.Status.WITHDRAWN


@pytest.mark.parametrize("name", ["edit-stand", "show-products", "list-team", "list-documents", "withdraw"])
def test_the_workshop_is_for_those_who_prepare_the_stand(client, name):
    stand = make.exhibitor()
    page = address(name, stand)
    assert client.get(page).status_code == 302  # to the sign-in page
    for stranger in (make.user(), make.participant(fair=stand.fair).user, make.organiser().user):
        client.force_login(stranger)
        assert client.get(page).status_code == 404
    client.force_login(make.representative(exhibitor=stand).participant.user)
    assert client.get(page).status_code == 200
