"""The fair as a place: its home, its halls, and the organiser's list of stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.exhibitors.models import Exhibitor, StandRoom
from matchmaking.exhibitors.views.halls import next_step
from matchmaking.fairs.models import Fair, Participant
from tests import make

pytestmark = pytest.mark.django_db


def page(name, fair, *args):
    return reverse(f"exhibitors:{name}", args=[fair.slug, *args])


def furnish(hall, count):
    """The hall has so many more stands and rooms, one of them reserved."""
    for _ in range(count):
        n = Exhibitor.objects.filter(hall=hall).count() + 1
        stand = make.exhibitor(fair=hall.fair, hall=hall, stand_number=f"A{n:02d}")
        StandRoom.objects.create(room=make.room(hall=hall), exhibitor=stand)
        make.room(hall=hall)


@pytest.mark.parametrize("name", ["show-fair", "list-halls", "show-hall"])
def test_the_pages_take_the_same_queries_for_one_stand_and_three(client, name):
    hall = make.hall()
    address = page(name, hall.fair, *([hall.slug] if name == "show-hall" else []))
    furnish(hall, 1)
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        assert client.get(address).status_code == 200
    furnish(hall, 2)
    with CaptureQueriesContext(connection) as third:
        client.get(address)
    assert len(third) == len(first) <= 12


def test_the_home_says_what_is_on_now_on_two_clocks(client, time_machine):
    fair = make.fair(name="Wereldmarkt")
    make.opening_hours(fair=fair)
    make.slot(fair=fair)
    time_machine.move_to(make.NOW)
    content = client.get(page("show-fair", fair)).content.decode()
    assert 'id="now"' in content
    assert "18:00" in content  # closing time in Brussels
    assert "16:00" in content  # the same in UTC, the clock of somebody unknown


@pytest.mark.parametrize(
    ("status", "roles", "mine", "step"),
    [
        (Participant.Status.APPLIED, ["visitor"], [], "wait"),
        (Participant.Status.DECLINED, ["visitor"], [], "look"),
        (Participant.Status.LEFT, ["visitor"], [], "join"),
        (Participant.Status.APPROVED, ["organiser", "exhibitor"], [], "organise"),
        (Participant.Status.APPROVED, ["exhibitor"], [], "exhibit"),
        (Participant.Status.APPROVED, ["exhibitor"], [object()], "stand"),
        (Participant.Status.APPROVED, ["visitor"], [], "profile"),
        (Participant.Status.APPROVED, ["interpreter"], [], "look"),
    ],
)
def test_there_is_one_next_step(status, roles, mine, step):
    assert next_step(Fair(status="live"), Participant(status=status, roles=roles), mine) == step


def test_strangers_join_while_the_fair_takes_newcomers():
    assert next_step(Fair(status="open"), None, []) == "join"
    assert next_step(Fair(status="closed"), None, []) == "look"


def test_the_hall_finds_by_name_and_number(client):
    hall = make.hall()
    stand = make.exhibitor(
        fair=hall.fair, hall=hall, stand_number="A01", company=make.company(name="Élan", slug="elan")
    )
    make.exhibitor(fair=hall.fair, hall=hall, stand_number="A02")
    for text in ("elan", "ÉLAN", "a01"):
        response = client.get(page("show-hall", hall.fair, hall.slug), {"q": text})
        assert response.context["stands"] == [stand]
    assert client.get(page("show-hall", hall.fair, hall.slug), {"q": "\0" * 200}).status_code == 200


def test_the_plan_leaves_out_stands_that_are_not_approved(client):
    hall = make.hall()
    make.exhibitor(fair=hall.fair, hall=hall, status=Exhibitor.Status.DECLINED)
    assert client.get(page("show-hall", hall.fair, hall.slug)).context["stands"] == []


def test_a_draft_fair_is_not_found_and_neither_is_a_hall_of_another(client):
    draft, hall = make.hall(fair=make.fair(status=Fair.Status.DRAFT)), make.hall()
    for address in (
        page("show-fair", draft.fair),
        page("list-halls", draft.fair),
        page("show-hall", draft.fair, draft.slug),
        page("show-hall", make.fair(), hall.slug),
    ):
        assert client.get(address).status_code == 404


# The organiser's list ----------------------------------------------------------------


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
