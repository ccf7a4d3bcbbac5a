"""Whoever tries addresses learns nothing: known and unknown ones are answered alike, to the last letter of the page."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "known@example.com", "newer@example.com"


def walk(url_name, data, email):
    """What a stranger sees from the post to the page that it leads to, without what is random or typed by himself."""
    client = Client()
    answer = client.post(reverse(url_name), data | {"email": email})
    page = client.get(answer.url)
    wrong = client.post(answer.url, {"code": "BCDF-BCDF"})
    seen = [answer.status_code, answer.url, page.status_code, wrong.status_code]
    for response in (answer, page, wrong):
        text = response.content.decode().replace(email, "ADDRESS")
        seen.append(re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", text))
    return seen


@pytest.mark.parametrize(
    ("url_name", "data"),
    [
        ("account_signup", {"name": "Ana"}),
        ("account_request_login_code", {}),
        ("account_reset_password", {}),
    ],
)
def test_a_known_and_an_unknown_address_are_answered_alike(url_name, data):
    make.member(email=KNOWN)
    assert walk(url_name, data, KNOWN) == walk(url_name, data, UNKNOWN)
    assert [message.to for message in mail.outbox] == [[KNOWN], [UNKNOWN]]  # the difference is in the mail alone


def test_who_signs_up_twice_is_told_by_mail_that_he_has_an_account():
    make.member(email=KNOWN)
    Client().post(reverse("account_signup"), {"name": "Ana", "email": KNOWN})
    assert mail.outbox[-1].subject == "You have an account already"
    assert reverse("account_request_login_code") in mail.outbox[-1].body


def test_who_asks_for_a_code_without_an_account_is_told_by_mail():
    Client().post(reverse("account_request_login_code"), {"email": UNKNOWN})
    assert mail.outbox[-1].subject == "There is no account with this address"
    assert reverse("account_signup") in mail.outbox[-1].body


def test_a_wrong_password_and_an_unknown_address_are_answered_alike():
    make.member(email=KNOWN)
    errors = [
        Client()
        .post(reverse("account_login"), {"login": email, "password": "wrong-password"})
        .context["form"]
        .errors.as_json()
        for email in (KNOWN, UNKNOWN)
    ]
    assert errors[0] == errors[1]
