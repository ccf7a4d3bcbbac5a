"""The link at the foot of a mail by which such mails end."""

import pytest
from django.test import Client
from django.urls import reverse

from matchmaking.reminders import stopping
from matchmaking.reminders.models import Notice, Wish
from tests import make

pytestmark = pytest.mark.django_db
Kind = Notice.Kind
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def me():
    return make.user(language="fr")


@pytest.fixture
def link(me):
    return stopping.link_to(me, Kind.FOLLOW_UP)


@pytest.fixture
def strict():
    """A client that is held to the token of the page, and has none."""
    return Client(enforce_csrf_checks=True)


def test_stop_changes_nothing_by_being_looked_at(client, link):
    for look in (client.get, client.head):
        assert look(link).status_code == 200
    assert not Wish.objects.exists()


def test_stop_ends_mails_of_one_kind_and_keeps_the_rest(client, link, me):
    page = client.post(link).content.decode()
    wish = Wish.objects.get()
    assert (wish.user, wish.kind, wish.mail, wish.push) == (me, Kind.FOLLOW_UP, "never", False)
    assert reverse("reminders:choose") in page
    assert 'id="stop"' not in page


def test_stop_takes_the_press_of_a_mail_reader(strict, link):
    assert strict.post(link, ONE_CLICK).status_code == 200
    assert strict.post(link, ONE_CLICK).status_code == 200  # some press twice
    assert Wish.objects.get().mail == "never"


def test_stop_says_that_it_is_done_already(client, link):
    client.post(link)
    assert 'id="stop"' not in client.get(link).content.decode()


def test_stop_keeps_what_was_chosen_about_push(client, link, me):
    Wish.objects.create(user=me, kind=Kind.FOLLOW_UP, mail="digest", push=True)
    client.post(link)
    assert Wish.objects.values_list("mail", "push").get() == ("never", True)


def test_stop_speaks_the_language_of_whoever_gets_the_mails(client, link):
    response = client.get(link, headers={"accept-language": "en"})
    assert response["Content-Language"] == "fr"
    assert '<html lang="fr"' in response.content.decode()


def test_stop_is_not_for_search_engines_nor_for_keeping(client, link):
    response = client.get(link)
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("kind", [Kind.REGISTRATION, Kind.NOT_DELIVERED])
def test_stop_is_not_there_for_what_cannot_be_chosen(client, me, kind):
    assert client.post(stopping.link_to(me, kind)).status_code == 404


def test_stop_is_worthless_when_it_is_forged_or_the_address_is_another(client, link, me):
    forged = link[:-3] + ("aa/" if link[-3:] != "aa/" else "bb/")
    assert client.post(forged).status_code == 404
    assert client.post(reverse("reminders:stop", args=["nonsense"])).status_code == 404
    me.email = "new@example.com"
    me.save()
    assert client.post(link).status_code == 404
    assert not Wish.objects.exists()


def test_stop_is_worthless_when_the_person_has_gone(client, link, me):
    me.is_active = False
    me.save()
    assert client.post(link).status_code == 404


def test_stop_does_not_sign_in(client, link):
    client.post(link)
    assert "_auth_user_id" not in client.session
