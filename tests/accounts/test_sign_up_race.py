"""Two people, or one with a quick finger, sign up with one address in the same moment."""

import threading
import time

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from matchmaking.accounts.models import User
from tests import make

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
EMAIL = "ana@example.com"


def while_another_signs_up(deed):
    """Does the deed in a thread of its own while the address is taken but not yet committed; gives what came of it."""
    outcome = []

    def run():
        try:
            outcome.append(deed())
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        make.user(email=EMAIL)
        thread = threading.Thread(target=run)
        thread.start()
        wait_for_somebody_who_waits()
    thread.join(10)
    return outcome[0]


def wait_for_somebody_who_waits():
    for _try in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else one transaction sees one state for ever
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("Nobody came to wait: the race was not run.")


def test_the_second_of_two_is_answered_as_if_he_came_later():
    response = while_another_signs_up(lambda: Client().post(reverse("account_signup"), {"name": "Ana", "email": EMAIL}))
    assert (response.status_code, response.url) == (302, reverse("account_email_verification_sent"))
    assert [message.subject for message in mail.outbox] == ["You have an account already"]
    assert User.objects.count() == 1


def test_the_race_is_real():
    """The control: who does not expect the veto runs into it."""
    error = while_another_signs_up(lambda: make.user(email=EMAIL))
    assert isinstance(error, IntegrityError)
