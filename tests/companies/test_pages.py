"""Who reaches which page, and what the pages show."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, reverse

from matchmaking.companies import urls
from tests import make
from tests.companies.pages import at, picture, signed_in
from tests.companies.test_images import add

pytestmark = pytest.mark.django_db

PUBLIC = {"show-company", "show-product"}
POSTED = {"remove-text", "change-role", "remove-member", "add-image", "describe-image", "move-image", "remove-image"}
OWNERS = {"list-people", "change-role", "remove-member"}
OWN = {"mine", "create-company"}  # everybody's who is signed in
ELSEWHERE = {"search-hs"}  # has its own tests


def addresses(patterns, above=()):
    """(name, names of its arguments) of every address below."""
    for pattern in patterns:
        arguments = (*above, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, arguments)
        else:
            yield pattern.name, arguments


ADDRESSES = {name: arguments for name, arguments in addresses(urls.urlpatterns) if name not in ELSEWHERE}


@pytest.fixture
def place():
    """A company with an owner, a member, a text, a product and its picture, and the arguments of every address."""
    owner = make.user()
    company = make.company(owner=owner)
    member = make.membership(company=company)
    make.company_text(company=company)
    product = make.product(company=company)
    [image] = add(product, "a")
    arguments = {"language": "en", "membership_id": member.pk, "product_id": product.pk, "image_id": image.pk}
    return {"owner": owner, "member": member.user, "company": company} | {
        "arguments": arguments | {"slug": company.slug}
    }


def status(client, verb, place):
    address = reverse(f"companies:{verb}", kwargs={name: place["arguments"][name] for name in ADDRESSES[verb]})
    sent = {"role": "member", "to": "later"}
    return (client.post(address, sent) if verb in POSTED else client.get(address)).status_code


@pytest.mark.parametrize("verb", ADDRESSES)
def test_who_reaches_which_page(verb, place):
    other = make.user()
    make.company(owner=other)
    found = {
        "anonymous": status(Client(), verb, place),
        "a stranger": status(signed_in(other), verb, place),
        "a member": status(signed_in(place["member"]), verb, place),
    }
    done = 422 if verb in {"add-image"} else 302 if verb in POSTED else 200
    if verb in PUBLIC:
        assert found == {"anonymous": 200, "a stranger": 200, "a member": 200}
    elif verb in OWN:
        assert found == {"anonymous": 302, "a stranger": 200, "a member": 200}
    else:
        assert found == {"anonymous": 302, "a stranger": 404, "a member": 404 if verb in OWNERS else done}
    if verb in OWNERS:
        assert status(signed_in(place["owner"]), verb, place) == done


def test_anonymous_is_led_to_the_sign_in_page(client, place):
    response = client.get(at("edit-company", place["company"].slug))
    assert response.url.startswith("/accounts/login/?next=/companies/")


@pytest.mark.parametrize("verb", ["list-people", "edit-company"])
def test_an_administrator_works_for_all_companies(verb, place):
    admin = make.user(is_superuser=True)
    assert status(signed_in(admin), verb, place) == 200
    assert status(signed_in(admin), "leave-company", place) == 404


# What the pages show ----------------------------------------------------------------


def test_my_companies_with_the_next_step_of_each():
    alice = make.user()
    make.company(name="Not mine")
    bare = make.company(owner=alice, name="A")
    told = make.company(owner=alice, name="B")
    make.company_text(company=told)
    page = signed_in(alice).get(at("mine"))
    assert [(row["company"].name, row["step"]) for row in page.context["rows"]] == [("A", "describe"), ("B", "sell")]
    content = page.content.decode()
    assert at("add-text", bare.slug) in content
    assert at("add-product", told.slug) in content


def test_who_works_for_no_company_is_invited_to_add_one():
    content = signed_in(make.user()).get(at("mine")).content.decode()
    assert "You work for no company yet" in content
    assert at("create-company") in content


def test_the_public_page_speaks_the_readers_language(client):
    company = make.company()
    for language, headline in (("en", "Tea"), ("fr", "Thé"), ("ar", "شاي")):
        make.company_text(company=company, language=language, headline=headline)
    address = at("show-company", company.slug)
    assert (
        '<p class="lede" lang="fr" dir="ltr">Thé</p>'
        in client.get(address, headers={"accept-language": "fr"}).content.decode()
    )
    assert '<p class="lede" lang="ar" dir="rtl">شاي</p>' in client.get(f"{address}?in=ar").content.decode()
    content = client.get(f"{address}?in=<script>").content.decode()
    assert '<p class="lede" lang="en" dir="ltr">Tea</p>' in content
    assert [f'href="?in={language}"' in content for language in ("en", "fr", "ar")] == [True] * 3


def test_the_public_page_hides_the_numbers_and_the_pencil(client):
    company = make.company(vat_number="BE0428759497", registration_number="0428759497")
    content = client.get(at("show-company", company.slug)).content.decode()
    assert "0428759497" not in content
    assert at("edit-company", company.slug) not in content


def test_what_people_write_is_never_markup(client):
    company = make.company(name="<script>alert(1)</script>")
    make.company_text(company=company, headline="<b>x</b>", description="<img src=x onerror=alert(1)>")
    content = client.get(at("show-company", company.slug)).content.decode()
    assert not any(markup in content for markup in ("<script>alert", "<b>x", "<img src=x"))


def fill(company, number):
    for _ in range(number):
        make.company_text(company=company, language=["en", "fr", "ar"][company.texts.count()])
        add(make.product(company=company), "a")
        make.membership(company=company)


@pytest.mark.parametrize("verb", ["show-company", "list-products", "list-texts", "list-people"])
def test_a_page_asks_as_often_for_three_as_for_one(verb):
    alice, counts = make.user(), []
    client = signed_in(alice)
    for number in (1, 3):
        company = make.company(owner=alice)
        fill(company, number)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at(verb, company.slug)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_my_companies_are_asked_as_often_for_three_as_for_one():
    counts = []
    for number in (1, 3):
        alice = make.user()
        for _ in range(number):
            fill(make.company(owner=alice), 2)
        client = signed_in(alice)
        with CaptureQueriesContext(connection) as captured:
            client.get(at("mine"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_logo_is_shown(client):
    company = make.company()
    company.logo.save("logo.png", picture())
    assert company.logo.url in client.get(at("show-company", company.slug)).content.decode()
