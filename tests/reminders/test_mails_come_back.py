"""A provider tells that a mail has come back, or was called spam; or the other server says it at once."""

import json
from base64 import b64encode
from time import monotonic

import pytest
from django.test import Client
from django.urls import reverse

from matchmaking.reminders.actions import bouncing
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import DeadAddress, Delivery, Notice
from matchmaking.reminders.sending import send_mails
from tests import make
from tests.make import NOW
from tests.reminders.smtp import smtp_server

pytestmark = pytest.mark.django_db
Cause, Status, Problem = DeadAddress.Cause, Delivery.Status, Delivery.Problem
EVENTS = reverse("reminders:mail-events")


@pytest.fixture(autouse=True)
def _provider(settings, monkeypatch):
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "postmark:what-both-know"}
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def sent():
    """The mail of a request that has gone out."""
    fair = make.fair()
    asked = make.meeting_request(fair=fair, wishes=make.slots(fair, 1))
    note_what_is_owed(at=NOW)
    Delivery.objects.update(status=Status.SENT, ended_at=NOW)
    return asked


def say(event, secret="postmark:what-both-know"):
    """As Postmark says it."""
    return Client(enforce_csrf_checks=True).post(
        EVENTS,
        json.dumps(event),
        content_type="application/json",
        headers={"authorization": f"Basic {b64encode(secret.encode()).decode()}"},
    )


def bounce(asked, kind="HardBounce", **more):
    return {
        "RecordType": "Bounce",
        "Type": kind,
        "ID": 42,
        "Email": asked.recipient.user.email.upper(),
        "Details": "550 5.1.1 unknown user",
        "BouncedAt": "2030-05-14T09:00:00Z",
        "Metadata": {"letter": f"{Notice.objects.get().pk}.mail"},
    } | more


def test_a_mail_that_comes_back_for_good_ends_mails_to_its_address(sent):
    assert say(bounce(sent)).status_code == 200
    assert say(bounce(sent)).status_code == 200  # providers say things twice
    dead = DeadAddress.objects.get()
    assert (dead.address, dead.cause, dead.answer) == (
        sent.recipient.user.email,
        Cause.BOUNCED,
        "550 5.1.1 unknown user",
    )
    failed = Delivery.objects.get()
    assert (failed.status, failed.problem, failed.answer) == (Status.FAILED, Problem.REFUSED, "550 5.1.1 unknown user")
    note_what_is_owed(at=NOW)
    assert Notice.objects.get(kind=Notice.Kind.NOT_DELIVERED).recipient == sent.sender.user


def test_a_mailbox_that_is_full_is_not_dead(sent):
    say(bounce(sent, "SoftBounce", Details="452 mailbox full"))
    assert not DeadAddress.objects.exists()
    assert Delivery.objects.get().status == Status.FAILED


def test_who_calls_a_mail_spam_gets_no_more(sent):
    say({"RecordType": "SpamComplaint", "Type": "SpamComplaint", "ID": 7, "Email": sent.recipient.user.email})
    assert DeadAddress.objects.get().cause == Cause.COMPLAINED
    assert Delivery.objects.get().status == Status.SENT


def test_that_a_mail_has_arrived_changes_nothing(sent):
    assert say({"RecordType": "Delivery", "MessageID": "x", "Recipient": sent.recipient.user.email}).status_code == 200
    assert not DeadAddress.objects.exists()


def test_nobody_else_says_such_things(sent, settings):
    assert say(bounce(sent), secret="postmark:guessed").status_code == 400
    assert Client().post(EVENTS, "{}", content_type="application/json").status_code == 400
    assert not DeadAddress.objects.exists()
    settings.MAIL_PROVIDER = ""
    assert say(bounce(sent)).status_code == 404


def test_what_is_not_of_ours_is_passed_over(sent):
    say(bounce(sent, Metadata={"letter": "somebody-else's"}))
    assert Delivery.objects.get().status == Status.SENT


def test_nothing_is_mailed_to_a_dead_address(sent):
    bouncing.bury(address=sent.recipient.user.email, cause=Cause.BOUNCED, at=NOW)
    Delivery.objects.update(status=Status.WAITING, ended_at=None)
    assert send_mails(until=monotonic() + 9) == 0
    assert Delivery.objects.get().problem == Problem.DEAD_ADDRESS


@pytest.mark.parametrize(
    ("answer", "is_dead"), [("550 5.1.1 no such user", True), ("550 5.7.1 we do not like you", False)]
)
def test_a_server_that_knows_no_such_mailbox_is_believed(sent, settings, answer, is_dead):
    Delivery.objects.update(status=Status.WAITING, ended_at=None)
    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.answers[sent.recipient.user.email] = answer
        assert send_mails(until=monotonic() + 9) == 0
    assert DeadAddress.objects.exists() == is_dead
    assert Delivery.objects.get().status == Status.FAILED
