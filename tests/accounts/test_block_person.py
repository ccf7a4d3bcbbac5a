import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.template import Context, Template
from django.urls import reverse

from matchmaking.accounts.access import blocks_editable_by, people_named_by, reference_to
from matchmaking.accounts.actions import blocking
from matchmaking.accounts.errors import BlocksHimself
from matchmaking.accounts.models import Block
from matchmaking.accounts.queries import is_blocked_between
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
URL = "/me/blocks/block/"


def press(client, person, **data):
    return client.post(URL, {"person": reference_to(person)} | data)


def test_block_person_works_both_ways(client):
    alice, bob, charlie = make.user(), make.user(), make.user()
    client.force_login(alice)
    assert press(client, bob).url == reverse("accounts:list-blocks")
    block = Block.objects.get()
    assert (block.blocker, block.blocked) == (alice, bob)
    assert [is_blocked_between(*pair) for pair in [(alice, bob), (bob, alice), (alice, charlie)]] == [True, True, False]


def test_block_person_twice_is_once(client):
    alice, bob = make.user(), make.user()
    client.force_login(alice)
    press(client, bob)
    press(client, bob)
    assert Block.objects.count() == 1


def test_block_person_goes_back_to_where_the_button_was_but_never_away(client):
    alice, bob = make.user(), make.user()
    client.force_login(alice)
    assert press(client, bob, next="/me/").url == "/me/"
    assert press(client, bob, next="https://evil.example/").url == reverse("accounts:list-blocks")


def test_block_person_refuses_oneself(client):
    alice = make.user()
    client.force_login(alice)
    response = press(client, alice)
    assert response.status_code == 409
    assert str(BlocksHimself.message) in response.content.decode()
    with pytest.raises(BlocksHimself):
        blocking.block_person(person=alice, by=alice)


def test_nobody_blocks_himself_says_the_database():
    alice = make.user()
    with refused_by("nobody_blocks_himself"):
        Block.objects.create(blocker=alice, blocked=alice)


def test_blocked_once_says_the_database():
    alice, bob = make.user(), make.user()
    Block.objects.create(blocker=alice, blocked=bob)
    with refused_by("blocked_once"):
        Block.objects.create(blocker=alice, blocked=bob)


def test_people_are_named_by_us_alone(client):
    alice, bob = make.user(), make.user()
    client.force_login(alice)
    for forged in ("", str(bob.pk), signing.dumps(bob.pk), reference_to(bob) + "x"):
        assert client.post(URL, {"person": forged}).status_code == 404
    assert not Block.objects.exists()


def test_who_has_left_cannot_be_named():
    alice, bob = make.user(), make.user()
    assert people_named_by(reference_to(bob), alice).get() == bob
    bob.name, bob.is_active, bob.left_at = "", False, NOW
    bob.save()
    assert not people_named_by(reference_to(bob), alice).exists()


def test_unblock_person_is_for_who_has_blocked(client):
    alice, bob = make.user(), make.user()
    block = Block.objects.create(blocker=alice, blocked=bob)
    url = reverse("accounts:unblock-person", kwargs={"pk": block.pk})
    assert client.post(url).status_code == 302
    client.force_login(bob)
    assert client.post(url).status_code == 404
    client.force_login(alice)
    assert client.get(url).status_code == 405
    assert client.post(url).url == reverse("accounts:list-blocks")
    assert not Block.objects.exists()
    assert client.post(url).status_code == 404


def test_a_stranger_has_no_blocks_and_names_nobody(client):
    bob = make.user()
    assert not blocks_editable_by(AnonymousUser()).exists()
    assert not people_named_by(reference_to(bob), AnonymousUser()).exists()
    assert press(client, bob).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_blocks_costs_the_same_however_long(client, django_assert_num_queries, count):
    alice = make.user()
    blocks = [Block.objects.create(blocker=alice, blocked=make.user()) for _n in range(count)]
    client.force_login(alice)
    with django_assert_num_queries(2):
        page = client.get(reverse("accounts:list-blocks")).content.decode()
    assert [f'id="block-{block.pk}"' in page for block in blocks] == [True] * count


def test_the_button_names_the_person_and_is_not_for_oneself(rf):
    alice, bob = make.user(), make.user(name="Bob")
    request = rf.get("/")
    request.user = alice
    template = Template("{% load accounts %}{% block_button person %}")
    shown = template.render(Context({"request": request, "person": bob}))
    assert "Block Bob" in shown
    assert "<button" not in template.render(Context({"request": request, "person": alice}))
