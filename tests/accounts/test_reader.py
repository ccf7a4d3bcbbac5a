"""Whose language and whose clock a page is made in."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone, translation

from matchmaking.accounts.middleware import ReaderMiddleware
from matchmaking.accounts.models import User
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


def read(rf, user, **cookies):
    """The language and the zone that a page sees for that reader."""
    request = rf.get("/")
    request.user = user
    request.COOKIES = cookies
    seen = {}

    def page(request):
        seen.update(zone=timezone.get_current_timezone(), language=translation.get_language())

    with translation.override("en"):
        ReaderMiddleware(page)(request)
    return seen["language"], seen["zone"]


def person(**kw):
    return User(**{"email": "a@example.com", "language": "fr", "time_zone": "Europe/Brussels"} | kw)


@pytest.mark.parametrize(
    ("reader", "cookies", "language", "zone"),
    [
        (None, {}, "en", "UTC"),
        (None, {"zone": "Asia/Tokyo"}, "en", "Asia/Tokyo"),
        (None, {"zone": "Mars/Olympus"}, "en", "UTC"),
        (person(), {}, "fr", "Europe/Brussels"),
        (person(), {"zone": "Asia/Tokyo"}, "fr", "Asia/Tokyo"),
        (person(), {"zone": "UTC"}, "fr", "UTC"),
        (person(), {"zone": "../x"}, "fr", "Europe/Brussels"),
        (person(is_time_zone_chosen=True), {"zone": "Asia/Tokyo"}, "fr", "Europe/Brussels"),
    ],
)
def test_the_reader_is_served_in_his_language_by_his_clock(rf, reader, cookies, language, zone):
    assert read(rf, reader or AnonymousUser(), **cookies) == (language, ZoneInfo(zone))


def test_the_clock_of_one_reader_is_not_the_next_ones(rf):
    read(rf, person())
    assert timezone.get_current_timezone_name() == "UTC"


def test_switching_the_language_is_remembered_by_the_account(client):
    user = make.user(language="en")
    client.force_login(user)
    assert client.post(reverse("set_language"), {"language": "fr", "next": "/me/"}).url == "/me/"
    user.refresh_from_db()
    assert user.language == "fr"
    assert 'lang="fr"' in client.get("/me/").content.decode()


def test_switching_the_language_of_a_stranger_is_a_cookie(client):
    client.post(reverse("set_language"), {"language": "fr"})
    assert client.cookies["django_language"].value == "fr"


@pytest.mark.parametrize("language", ["", "xx", "fr-be\x00", "de"])
def test_a_language_that_we_do_not_have_changes_nothing(client, language):
    user = make.user(language="en")
    client.force_login(user)
    client.post(reverse("set_language"), {"language": language})
    user.refresh_from_db()
    assert user.language == "en"


def test_the_language_is_not_switched_by_a_link(client):
    assert client.get(reverse("set_language")).status_code == 405


def test_a_page_costs_the_reader_two_queries(client, django_assert_num_queries):
    """His session comes from Redis and his row from the database; the rest is the page's."""
    client.force_login(make.user())
    client.get(reverse("accounts:list-blocks"))
    with django_assert_num_queries(2):  # the person, the blocks
        client.get(reverse("accounts:list-blocks"))


def test_a_session_is_noted_every_ten_minutes(client):
    with time_machine.travel(NOW, tick=False) as clock:
        user = make.user()
        client.force_login(user)
        client.get("/me/")
        assert not UserSession.objects.exists()  # just signed in: nothing to note

        clock.shift(timedelta(minutes=11))
        client.get("/me/", headers={"user-agent": "Firefox on Linux"})
        noted = UserSession.objects.get()
        assert (noted.user, noted.last_seen_at, noted.user_agent) == (user, timezone.now(), "Firefox on Linux")

        clock.shift(timedelta(minutes=1))
        client.get("/me/")
        noted.refresh_from_db()
        assert noted.last_seen_at == timezone.now() - timedelta(minutes=1)


def test_a_session_without_a_sign_in_is_noted(client):
    user = make.user()
    client.force_login(user)
    User.objects.update(last_login=None)
    client.get("/me/")
    assert UserSession.objects.get().user == user
