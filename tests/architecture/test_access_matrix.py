"""Every address × seven people: the table of matrix.py holds, and no address is missing from it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from matchmaking.fairs.models import Fair
from tests.architecture.matrix import ADMINISTRATION, MATRIX
from tests.architecture.world import PEOPLE, address, addresses, build, knock

ADDRESSES = dict(addresses())
# Google posts here itself; allauth compares a token of Google's own. A mail reader posts here by itself (RFC 8058); the
# link is signed, and ends mails to one person and nothing else.
OWN_TOKEN = {"google_login_by_token", "reminders:mail-events", "reminders:stop"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The one world of all these tests: what any of them changes is undone."""
    with django_db_blocker.unblock():
        made = build()
    yield made
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened afterwards."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def test_the_table_names_every_address_and_no_other():
    assert sorted(MATRIX) == sorted(ADDRESSES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(MATRIX) & set(ADDRESSES)))
def test_the_door_says_to_each_what_the_table_says(world, name):
    """Each of the seven knocks in a world in which nobody has done anything."""
    path = address(world, name, ADDRESSES[name])
    told = {"GET": [], "POST": []}
    for method, answers in told.items():
        for who in PEOPLE:
            client = Client()
            if who != "anonymous":
                client.force_login(world.users[who])
            with undone():
                answers.append(knock(client, method, path))
    assert (" ".join(told["GET"]), " ".join(told["POST"])) == MATRIX[name]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(MATRIX) & set(ADDRESSES) - OWN_TOKEN))
def test_nothing_is_taken_from_a_page_of_another_site(world, name):
    """A POST without the token of the page is refused to everybody whom it would otherwise reach."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["admin"])
    answer = knock(client, "POST", address(world, name, ADDRESSES[name]))
    assert answer in "3M", f"{name} took a POST from elsewhere: {answer}"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ADMINISTRATION)
def test_the_administration_opens_to_staff_alone(world, name):
    path = reverse(name, args=[Fair.objects.get(slug=world.arguments["fair"]).pk] if name.endswith("_change") else [])
    told = []
    for who in PEOPLE:
        client = Client()
        if who != "anonymous":
            client.force_login(world.users[who])
        told.append(knock(client, "GET", path))
    assert " ".join(told) == ADMINISTRATION[name]
