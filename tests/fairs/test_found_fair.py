"""A fair begins."""

from datetime import date

import pytest
from django.urls import reverse

from matchmaking.fairs.actions.founding import found_fair
from matchmaking.fairs.addresses import address_of
from matchmaking.fairs.errors import AddressNotVerified, FairEndsBeforeItBegins, TooManyDrafts
from matchmaking.fairs.models import Fair
from tests import make
from tests.fairs.pages import words
from tests.make import NOW

pytestmark = pytest.mark.django_db

FACTS = {
    "name": "Salon du Chocolat",
    "starts_on": date(2030, 5, 14),
    "ends_on": date(2030, 5, 16),
    "time_zone": "Europe/Brussels",
    "city": "Bruxelles",
    "languages": ["fr", "en"],
}
TYPED = FACTS | {"starts_on": "2030-05-14", "ends_on": "2030-05-16"}
NEW = "/fairs/new/"


def test_found_fair_makes_a_draft_that_belongs_to_its_maker():
    maker = make.member()
    fair = found_fair(facts=FACTS, by=maker, at=NOW)
    fair.refresh_from_db()
    assert (fair.slug, fair.status, fair.created_at) == ("salon-du-chocolat", "draft", NOW)
    assert {name: getattr(fair, name) for name in FACTS} == FACTS
    owner = fair.participants.get()
    assert (owner.user, owner.roles, owner.duty, owner.status) == (maker, ["organiser"], "owner", "approved")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Salon du Chocolat", "salon-du-chocolat"),
        ("食品展", "shipinzhan"),
        ("🎪", "fair"),
        ("New", "new-2"),
        ("x" * 120, "x" * 70),
    ],
)
def test_the_address_is_made_of_the_name_whatever_its_script(name, address):
    made = address_of(name, ())
    assert address_of(name, {made}) not in ("", made, "new")
    if name == "🎪":
        assert made  # whatever a circus is called
    else:
        assert made == address


def test_two_fairs_of_one_name_have_two_addresses():
    maker = make.member()
    assert [found_fair(facts=FACTS, by=maker, at=NOW).slug for _ in range(3)] == [
        "salon-du-chocolat",
        "salon-du-chocolat-2",
        "salon-du-chocolat-3",
    ]


def test_found_fair_refuses_a_sixth_draft_but_counts_no_other():
    maker = make.member()
    for status in ("open", "live", "closed", *["draft"] * 4):
        make.organiser(user=maker, fair=make.fair(status=status))
    make.organiser(user=maker, fair=make.fair(status="draft"), duty="manager")
    found_fair(facts=FACTS, by=maker, at=NOW)
    with pytest.raises(TooManyDrafts):
        found_fair(facts=FACTS, by=maker, at=NOW)
    assert Fair.objects.filter(name=FACTS["name"]).count() == 1


def test_found_fair_refuses_whoever_cannot_be_reached():
    with pytest.raises(AddressNotVerified):
        found_fair(facts=FACTS, by=make.user(), at=NOW)


def test_found_fair_refuses_days_that_cannot_be():
    with pytest.raises(FairEndsBeforeItBegins):
        found_fair(facts=FACTS | {"ends_on": date(2030, 5, 13)}, by=make.member(), at=NOW)


def test_the_page_begins_in_the_zone_of_the_person_and_leads_to_the_desk(client):
    maker = make.member(time_zone="America/Lima")
    client.force_login(maker)
    assert client.get(NEW).context["form"].initial["time_zone"] == "America/Lima"
    response = client.post(NEW, TYPED)
    assert response.url == reverse("organising:organise", args=["salon-du-chocolat"])
    assert "Only you see it so far." in words(client.get(response.url))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"ends_on": "2030-05-13"}, "ends_on"),
        ({"ends_on": "2030-09-13"}, "ends_on"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"languages": []}, "languages"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_the_page_refuses_at_the_field_and_keeps_what_was_typed(client, wrong, field):
    client.force_login(make.member())
    response = client.post(NEW, TYPED | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert 'value="Bruxelles"' in words(response)
    assert not Fair.objects.exists()


def test_the_page_says_that_there_are_too_many_drafts(client):
    maker = make.member()
    client.force_login(maker)
    for _ in range(5):
        make.organiser(user=maker, fair=make.fair(status="draft"))
    response = client.post(NEW, TYPED)
    assert response.status_code == 409
    assert "five fairs in preparation" in words(response)


def test_the_page_slows_down_whoever_is_in_a_hurry(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "found_fair": "1/h/user"}
    client.force_login(make.member())
    assert client.post(NEW, TYPED).status_code == 302
    response = client.post(NEW, TYPED)
    assert response.status_code == 409
    assert "Wait a little" in words(response)


def test_home_leads_there_without_shouting(client):
    assert NEW in words(client.get("/"))
    client.force_login(make.member())
    assert NEW in words(client.get("/"))
    organiser = make.organiser()
    client.force_login(organiser.user)
    assert NEW not in words(client.get("/"))
    assert reverse("organising:list-fairs") in words(client.get("/"))
