"""Accounts from elsewhere, by OpenID Connect with an issuer of our own on a real port."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.urls import reverse

from matchmaking.accounts.models import User
from tests import make
from tests.accounts.mails import last_code

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/linkedin/login/"
CALLBACK = "/accounts/oidc/linkedin/login/callback/"


class Issuer(ThreadingHTTPServer):
    """Says of whoever comes what the test has told it to say."""

    claims: dict[str, object] = {}

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Desk(BaseHTTPRequestHandler):
    def do_GET(self):
        url = self.server.url
        if self.path == "/.well-known/openid-configuration":
            endpoints = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            endpoints |= {"userinfo_endpoint": "userinfo"}
            self.answer({"issuer": url} | {name: f"{url}/{path}" for name, path in endpoints.items()})
        elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer token-of-code-1":
            self.answer(self.server.claims)
        else:
            self.send_error(404)

    def do_POST(self):
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if asked["code"] == ["code-1"] and asked["client_secret"] == ["our-secret"]:
            self.answer({"access_token": "token-of-code-1", "token_type": "Bearer"})
        else:
            self.send_error(400)

    def answer(self, told):
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def issuer(settings):
    with Issuer(("127.0.0.1", 0), Desk) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        app = {"provider_id": "linkedin", "name": "LinkedIn", "client_id": "us", "secret": "our-secret"}
        app["settings"] = {"server_url": server.url, "token_auth_method": "client_secret_post"}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        server.claims = {"sub": "77", "name": "Ana Lopez", "email": "Ana@Example.com", "email_verified": True}
        yield server
        server.shutdown()
        thread.join()


def come(client, process="login", next="", **answer):
    """Goes there and comes back with what the issuer answers."""
    there = client.post(f"{LOGIN}?process={process}", {"next": next} if next else {})
    asked = parse_qs(urlsplit(there.url).query)
    return client.get(CALLBACK, {"state": asked["state"][0]} | (answer or {"code": "code-1"}))


def who(client):
    return client.session.get("_auth_user_id")


def test_no_door_is_shown_without_its_keys(client):
    page = client.get(reverse("account_login")).content.decode()
    assert "LinkedIn" not in page
    assert client.post(LOGIN).status_code == 404
    policy = client.get(reverse("account_login")).headers["Content-Security-Policy"].split("; ")
    assert "form-action 'self'" in policy


def test_the_door_is_a_button_that_leads_there(client, issuer):
    page = client.get(f"{reverse('account_login')}?next=/me/").content.decode()
    assert "Continue with LinkedIn" in page
    response = client.post(LOGIN)
    assert response.url.startswith(f"{issuer.url}/authorize?")


def test_a_newcomer_with_a_confirmed_address_is_inside_at_once(client, issuer):
    client.cookies["zone"] = "America/Lima"
    assert come(client, next="/me/").url == "/me/"
    user = User.objects.get()
    assert (user.name, user.email, user.time_zone) == ("Ana Lopez", "ana@example.com", "America/Lima")
    assert who(client) == str(user.pk)
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified

    client.logout()
    come(client)
    assert who(client) == str(user.pk)
    assert User.objects.count() == 1


def test_an_address_that_is_not_confirmed_there_is_confirmed_here(client, issuer):
    issuer.claims["email_verified"] = False
    assert come(client).url == reverse("account_email_verification_sent")
    assert who(client) is None
    client.post(reverse("account_email_verification_sent"), {"code": last_code("ana@example.com")})
    assert who(client) == str(User.objects.get().pk)


@pytest.mark.parametrize("verified", [True, False])
def test_an_account_here_is_not_opened_by_whoever_claims_its_address(client, issuer, verified):
    make.member(email="ana@example.com")
    issuer.claims["email_verified"] = verified
    assert come(client).url == reverse("account_email_verification_sent")  # as if the address were new
    assert who(client) is None
    assert not SocialAccount.objects.exists()
    assert mail.outbox[-1].subject == "You have an account already"


def test_without_an_address_there_one_is_asked_for_here(client, issuer):
    issuer.claims = {"sub": "77", "name": "Ana Lopez"}
    response = come(client)
    assert response.url == reverse("socialaccount_signup")
    form = client.get(response.url).context["form"]
    assert (list(form.fields), form.initial["name"]) == (["name", "email"], "Ana Lopez")
    client.post(response.url, {"name": "Ana Lopez", "email": "ana@example.com"})
    client.post(reverse("account_email_verification_sent"), {"code": last_code("ana@example.com")})
    assert who(client) == str(User.objects.get().pk)


@pytest.mark.parametrize("name", ["x" * 10_000, "", None])
def test_a_strange_name_from_there_does_no_harm(client, issuer, name):
    issuer.claims["name"] = name
    come(client)
    assert len(User.objects.get().name) <= 120


def test_one_connects_and_disconnects_an_account(client, issuer):
    user = make.member(email="somebody@example.com")
    client.post(reverse("account_login"), {"login": user.email, "password": "secret-enough"})
    client.post(reverse("account_reauthenticate"), {"password": "secret-enough"})
    connections = reverse("socialaccount_connections")
    assert "Connect LinkedIn" in client.get(connections).content.decode()
    assert come(client, process="connect").url == connections
    account = SocialAccount.objects.get()
    assert account.user == user
    assert mail.outbox[-1].subject == "An account was connected"
    page = client.get(connections).content.decode()
    assert "Disconnect LinkedIn" in page

    client.post(connections, {"account": account.pk})
    assert not SocialAccount.objects.exists()
    assert mail.outbox[-1].subject == "An account was disconnected"


def test_who_says_no_there_comes_back_to_a_page_of_ours(client, issuer):
    response = come(client, error="access_denied")
    assert response.url == reverse("socialaccount_login_cancelled")


def test_what_goes_wrong_there_is_told_here(client, issuer):
    response = come(client, code="stolen")
    assert response.status_code == 401
    assert "This did not work" in response.content.decode()


def test_an_answer_that_nobody_asked_for_opens_nothing(client, issuer):
    assert client.get(CALLBACK, {"code": "code-1", "state": "made-up"}).status_code == 401
    assert not User.objects.exists()


def test_coming_back_never_leads_away(client, issuer):
    assert come(client, next="https://evil.example/").url == "/"


def test_the_keys_open_the_doors_and_the_policy():
    keys = {
        f"TRADEFAIR_{name}_{part}": "x" for name in ("GOOGLE", "MICROSOFT", "LINKEDIN") for part in ("ID", "SECRET")
    }
    ask = "from tradefair import settings as s; print(*s.SOCIALACCOUNT_PROVIDERS);"
    ask += "print(*s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    told = subprocess.run(
        [sys.executable, "-c", ask], env=os.environ | keys, capture_output=True, text=True, check=True
    )
    providers, origins = told.stdout.splitlines()
    assert providers.split() == ["google", "microsoft", "openid_connect"]
    assert origins.split() == [
        "'self'",
        "https://accounts.google.com",
        "https://login.microsoftonline.com",
        "https://www.linkedin.com",
    ]


def test_a_key_without_its_secret_is_refused_by_name():
    environment = os.environ | {"TRADEFAIR_GOOGLE_ID": "x"}
    told = subprocess.run(
        [sys.executable, "-c", "import tradefair.settings"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert "TRADEFAIR_GOOGLE_SECRET" in told.stderr
