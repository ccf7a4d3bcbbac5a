import pytest

from matchmaking.discovery.models import Mark
from tests import make
from tests.discovery import people

pytestmark = pytest.mark.django_db


def test_discover_suggests_stands_to_a_visitor_with_reasons_for_both(client):
    fair = make.fair()
    stand = people.stand(fair, markets=["MX"], certificates=["haccp"])
    buyer = people.visitor(fair, looking_for="Chocolat noir", language="fr", certificates=["haccp"])
    people.matched(fair)
    client.force_login(buyer.participant.user)

    response = client.get(f"/fairs/{fair.slug}/discover/")
    page = response.content.decode()

    assert response.status_code == 200
    assert f'id="match-{stand.pk}"' in page
    assert "Holds what you need: HACCP" in page
    assert "They look for customers in your country: Mexico" in page
    assert "You both speak English" in page
    assert f"/fairs/{fair.slug}/exhibitors/{stand.slug}/meet/?order=best" in page


def test_discover_suggests_buyers_to_a_team(client):
    fair = make.fair()
    stand = people.stand(fair, markets=["MX"])
    buyer = people.visitor(fair)
    people.matched(fair)
    client.force_login(stand.representatives.get().participant.user)

    page = client.get(f"/fairs/{fair.slug}/discover/").content.decode()

    assert f'id="match-{buyer.pk}"' in page
    assert "Looks for what you sell: " in page
    assert "From a market you look for: Mexico" in page


def test_why_and_what_was_learnt(client):
    fair = make.fair()
    stand = people.stand(fair)
    buyer = people.visitor(fair, looking_for="Chocolat noir", language="fr")
    people.matched(fair)
    client.force_login(buyer.participant.user)
    assert client.get(f"/fairs/{fair.slug}/discover/visitor/{stand.pk}/why/").status_code == 200
    assert client.get(f"/fairs/{fair.slug}/discover/visitor/learnt/").status_code == 200
    address = f"/fairs/{fair.slug}/discover/visitor/{stand.pk}/mark/"
    response = client.post(address, {"dismiss": "goods"}, HTTP_HX_REQUEST="true")
    assert response.status_code == 200
    assert Mark.objects.get().cause == "goods"
    assert client.get(f"/fairs/{fair.slug}/discover/?q=chocolate").status_code == 200
