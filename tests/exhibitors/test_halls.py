"""The fair as a place: its home and its halls."""

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
