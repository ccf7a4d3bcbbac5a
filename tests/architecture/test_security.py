"""What every answer carries, whatever its kind, and where nobody can be led."""

from urllib.parse import urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from tests import make
from tests.architecture.test_access_matrix import ADDRESSES, undone
from tests.architecture.world import address, build

pytestmark = pytest.mark.django_db
EVIL = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/%09/evil.example",
    "\thttps://evil.example",
    "https://testserver@evil.example",
)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as it may happen to anybody")


urlpatterns = [path("broken/", broken)]


def rules_of(response):
    """The policy's directives by name, each with its sources."""
    rules = (rule.split(" ") for rule in response["Content-Security-Policy"].split("; "))
    return {name: set(sources) for name, *sources in rules}


# A mail as it will look: drawn by its own style attributes, shown inside a page of ours, and shut off from everything.
FRAMED = {"organising:preview-mail"}


def assert_framed(response):
    """Nothing runs there, nothing is sent from there, nobody else frames it; only its style may stand inside it."""
    rules = rules_of(response)
    assert rules.keys() == {"default-src", "style-src", "img-src", "frame-ancestors", "sandbox"}
    assert (rules["default-src"], rules["sandbox"]) == ({"'none'"}, set())
    assert (rules["frame-ancestors"], response["X-Frame-Options"]) == ({"'self'"}, "SAMEORIGIN")


def assert_guarded(response, *, is_administration=False):
    rules = rules_of(response)
    sources = set().union(*rules.values())
    assert "'unsafe-inline'" not in sources
    assert ("'unsafe-eval'" not in sources) or is_administration
    assert not {source for source in sources if source.startswith("http") or source == "*"}
    assert rules["default-src"] == {"'none'"}
    assert rules.get("frame-ancestors") == {"'none'"} or "sandbox" in rules
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def answers(world, who, place, data=None, **headers):
    """What a GET and a POST are told, each in a session of its own, with nothing left behind."""
    for method in ("get", "post"):
        client = Client()
        with undone():
            if who:
                client.force_login(world.users[who])
            response = getattr(client, method)(place, data or {}, headers=headers)
            if response.streaming:
                b"".join(response.streaming_content)  # the client closes the file at its end
            yield response


@pytest.mark.parametrize("who", [None, "admin"])
def test_every_address_answers_with_its_guards(who):
    world = build()
    for name, parts in ADDRESSES.items():
        for response in answers(world, who, address(world, name, parts)):
            if name in FRAMED and response.status_code == 200:
                assert_framed(response)
            elif name not in FRAMED:
                assert_guarded(response)


def test_the_administration_may_evaluate_and_nothing_else():
    client = Client()
    client.force_login(make.user(is_staff=True, is_superuser=True))
    for name in ("admin:index", "admin:accounts_user_changelist"):
        assert_guarded(client.get(reverse(name)), is_administration=True)


def test_what_is_refused_is_guarded_as_well():
    world = build()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["representative"])
    forged = client.post(reverse("accounts:me"), {"name": "x"})
    nowhere = client.get("/nowhere/")
    assert (forged.status_code, nowhere.status_code) == (403, 404)
    assert_guarded(forged)
    assert_guarded(nowhere)


@override_settings(ROOT_URLCONF=__name__)
def test_our_own_mistake_is_guarded_and_tells_nothing():
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    assert "RuntimeError" not in response.content.decode()
    assert_guarded(response)


def test_the_host_is_one_of_ours():
    for host in ("evil.example", "testserver.evil.example", "testserver@evil.example"):
        response = Client().get("/", headers={"host": host})
        assert response.status_code == 400
        assert host not in response.content.decode()


def test_cookies_are_not_for_scripts_nor_for_other_sites():
    client, user = Client(), make.member()
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": user.email, "password": "secret-enough"})
    session = client.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


@pytest.mark.parametrize(("who", "turn"), [(None, 0), ("admin", 4)])
def test_no_address_leads_away(who, turn):
    """Whether `next` is taken or not: no answer sends the reader, or htmx, to another site.

    Each address is tried with some of the ways to write one; signing in and up are tried with all, in tests/accounts.
    """
    world = build()
    places = [address(world, name, parts) for name, parts in ADDRESSES.items()]
    for n, place in enumerate([*places, reverse("admin:login"), reverse("admin:index")]):
        evil = EVIL[(n + turn) % len(EVIL)]
        for response in answers(world, who, place, {"next": evil, "language": "fr"}, referer=evil.strip()):
            assert_stays(response, place)


def assert_stays(response, place):
    for header in ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url"):
        target = response.headers.get(header, "")
        parts = urlsplit(target.replace("\\", "/"))
        assert parts.scheme in ("", "http"), (place, target)
        assert parts.netloc in ("", "testserver"), (place, target)
        assert not target.startswith("//"), (place, target)
