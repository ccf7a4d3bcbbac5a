"""Nobody answers at the mail server's door: whoever waits for a mail is told so, and nothing is lost."""

import logging
import socket

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from matchmaking.accounts.models import User
from tests import make
from tests.accounts.mails import last_code

pytestmark = pytest.mark.django_db
NEWCOMER = {"name": "Ana Lopez", "email": "ana@example.com"}


@pytest.fixture
def mail_server(settings):
    """Its door: `mail_server.open()` when somebody is there again; until then a port at which nobody listens."""

    class Door:
        def __init__(self):
            self.kept = settings.EMAIL_BACKEND
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

        def open(self):
            settings.EMAIL_BACKEND = self.kept
            cache.clear()  # the minute has passed

    return Door()


def assert_told(response, caplog):
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "We could not send the mail just now" in response.content.decode()
    told = [record for record in caplog.records if record.name == "matchmaking.accounts.adapter"]
    assert [(record.levelno, record.exc_info[0]) for record in told] == [(logging.ERROR, ConnectionRefusedError)]
    caplog.clear()


def test_who_asks_for_a_code_is_told_and_gets_it_later(client, mail_server, caplog):
    user = make.member()
    ask = reverse("account_request_login_code")
    assert_told(client.post(ask, {"email": user.email}), caplog)
    mail_server.open()
    response = client.post(ask, {"email": user.email})
    assert client.post(response.url, {"code": last_code(user.email)}).url == "/"


def test_a_stranger_is_told_the_same(client, mail_server, caplog):
    """Else one could find out whose address has an account by breaking our mail server."""
    assert_told(client.post(reverse("account_request_login_code"), {"email": "nobody@example.com"}), caplog)
    assert_told(client.post(reverse("account_reset_password"), {"email": "nobody@example.com"}), caplog)


def test_who_signs_up_does_it_again_as_if_for_the_first_time(client, mail_server, caplog):
    sign_up = reverse("account_signup")
    assert_told(client.post(sign_up, NEWCOMER), caplog)
    assert not User.objects.exists()
    assert not User.history.exists()
    mail_server.open()
    response = client.post(sign_up, NEWCOMER)
    assert mail.outbox[-1].subject == "Welcome to Tradefair: your code"
    assert client.post(response.url, {"code": last_code("ana@example.com")}).url == "/"
    assert User.objects.get().name == "Ana Lopez"


def test_an_account_that_waits_for_its_code_stays(client, mail_server, caplog):
    """The password is right, the address is not confirmed yet, and the code cannot be mailed."""
    user = make.user()
    credentials = {"login": user.email, "password": "secret-enough"}
    assert_told(client.post(reverse("account_login"), credentials), caplog)
    assert User.objects.get() == user
    mail_server.open()
    response = client.post(reverse("account_login"), credentials)
    assert client.post(response.url, {"code": last_code(user.email)}).url == "/"


def test_who_resets_his_password_or_changes_his_address_keeps_what_he_has(client, mail_server, caplog):
    user = make.member()
    assert_told(client.post(reverse("account_reset_password"), {"email": user.email}), caplog)
    response = client.post(reverse("account_login"), {"login": user.email, "password": "secret-enough"})
    assert response.url == "/"
    client.post(reverse("account_reauthenticate"), {"password": "secret-enough"})
    new = {"email": "new@example.com", "action_add": ""}
    assert_told(client.post(reverse("account_email"), new), caplog)
    user.refresh_from_db()
    assert EmailAddress.objects.get(primary=True).email == user.email
    assert client.get(reverse("accounts:me")).status_code == 200


def test_what_has_happened_does_not_fail_for_want_of_a_mail_about_it(client, mail_server, caplog):
    user = make.member()
    client.post(reverse("account_login"), {"login": user.email, "password": "secret-enough"})
    new = {"oldpassword": "secret-enough", "password1": "something-else-2030"}
    response = client.post(reverse("account_change_password"), new)
    assert response.url == reverse("mfa_index")
    user.refresh_from_db()
    assert user.check_password("something-else-2030")
    assert [record.name for record in caplog.records] == ["matchmaking.accounts.adapter"]
