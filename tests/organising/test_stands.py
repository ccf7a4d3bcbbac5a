"""The organiser's list of stands: who waits, who is where."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.exhibitors.models import Exhibitor
from tests import make
from tests.organising.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    organiser = make.organiser()
    client.force_login(organiser.user)
    return organiser.fair


def test_the_organiser_approves_declines_and_places(client, desk):
    hall = make.hall(fair=desk)
    stand = make.exhibitor(fair=desk, status=Exhibitor.Status.APPLIED, decided_at=None)
    decide = page("decide-stand", desk, stand.pk)
    client.post(decide, {"decision": "approved"})
    stand.refresh_from_db()
    assert stand.status == Exhibitor.Status.APPROVED
    client.post(page("place-stand", desk, stand.pk), {"hall": hall.pk, "stand_number": "C03"})
    stand.refresh_from_db()
    assert (stand.hall, stand.stand_number) == (hall, "C03")
    client.post(decide, {"decision": "declined"})
    stand.refresh_from_db()
    assert stand.status == Exhibitor.Status.DECLINED


def test_placing_refuses_a_hall_of_another_fair_and_a_number_that_is_taken(client, desk):
    hall = make.hall(fair=desk)
    make.exhibitor(fair=desk, hall=hall, stand_number="C03")
    place = page("place-stand", desk, make.exhibitor(fair=desk).pk)
    assert client.post(place, {"hall": make.hall().pk, "stand_number": ""}).status_code == 422
    assert client.post(place, {"hall": hall.pk, "stand_number": "not a number"}).status_code == 422
    response = client.post(place, {"hall": hall.pk, "stand_number": "C03"})
    assert (response.status_code, list(response.context["form"].errors)) == (409, ["stand_number"])


def test_the_list_filters_and_takes_the_same_queries_for_one_and_three(client, desk):
    address = page("organise-stands", desk)
    waiting = make.exhibitor(fair=desk, status=Exhibitor.Status.APPLIED, decided_at=None)
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    make.exhibitor(fair=desk)
    make.exhibitor(fair=desk)
    with CaptureQueriesContext(connection) as third:
        client.get(address)
    assert len(third) == len(first)
    assert list(client.get(address, {"status": "applied"}).context["page"]) == [waiting]
    assert list(client.get(address, {"q": waiting.company.name}).context["page"]) == [waiting]
    assert client.get(address, {"status": "nonsense", "page": "abc", "q": "\0"}).status_code == 200


def test_the_list_is_the_organisers_alone(client):
    fair = make.fair()
    stand = make.exhibitor(fair=fair)
    addresses = [page("organise-stands", fair), page("place-stand", fair, stand.pk)]
    assert {client.get(address).status_code for address in addresses} == {302}
    for stranger in (make.user(), make.participant(fair=fair).user, make.organiser().user):
        client.force_login(stranger)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert client.post(page("decide-stand", fair, stand.pk), {"decision": "declined"}).status_code == 404
