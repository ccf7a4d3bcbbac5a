"""Duty × address: what each of the four duties opens at the organiser's desk, and what it does not."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import MAY, Right
from tests import make
from tests.architecture.world import address, addresses, build, knock

DESK = {name: parts for name, parts in addresses() if name.startswith("organising:") and "fair" in parts}

MOST_QUERIES = 15

pytestmark = pytest.mark.django_db


def right_of(path: str) -> Right:
    """The right that the page at this address asks for."""
    return resolve(path).func.right


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        made = build()
    yield made
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@pytest.mark.parametrize("name", sorted(DESK))
@pytest.mark.parametrize("duty", Participant.Duty.values)
def test_a_page_of_the_desk_opens_to_those_whose_duty_brings_its_right(world, name, duty):
    path = address(world, name, DESK[name])
    fair = Fair.objects.get(slug=world.arguments["fair"])
    client = Client()
    client.force_login(make.organiser(fair=fair, user=make.member(), duty=duty).user)
    answers = {knock(client, method, path) for method in ("GET", "POST")} - {"M"}
    if right_of(path) in MAY[duty]:
        assert answers != {"4"}, f"{duty} did not reach {name}"
    else:
        assert answers <= {"4"}, f"{duty} reached {name}: {answers}"


@pytest.mark.parametrize("name", sorted(DESK))
def test_a_page_of_the_desk_asks_few_questions(world, name):
    """Not more than fifteen; that there are not more of them for more rows is held where each page is tested."""
    path = address(world, name, DESK[name])
    client = Client()
    client.force_login(make.organiser(fair=Fair.objects.get(slug=world.arguments["fair"]), user=make.member()).user)
    client.post(reverse("account_reauthenticate"), {"password": "secret-enough"})  # some pages ask who one is
    knock(client, "GET", path)
    with CaptureQueriesContext(connection) as asked:
        answer = knock(client, "GET", path)
    assert answer in ("2", "M", "R", "4"), f"{name} answered {answer}"
    assert len(asked) <= MOST_QUERIES


def test_every_right_is_somebodys_and_every_duty_sees_the_desk():
    assert set().union(*MAY.values()) == set(Right)
    assert all(Right.SEE in rights for rights in MAY.values())
    assert MAY[Participant.Duty.OWNER] == set(Right)
