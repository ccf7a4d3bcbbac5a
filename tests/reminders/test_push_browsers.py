"""Which browsers are told: each for one person, so many for each, and none that nobody wants any more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.reminders import queries
from matchmaking.reminders.actions import owing
from matchmaking.reminders.actions.subscribing import MOST_BROWSERS, forget, subscribe
from matchmaking.reminders.models import Notice, PushSubscription
from tests import make
from tests.make import NOW
from tests.reminders.browsers import Browser
from tests.reminders.pushes import ENDPOINT, HOUR, MINUTE, Kind, Way, kept
from tests.vetoes import refused_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key")]


def test_a_browser_is_for_one_person(reader):
    kept(reader)
    with refused_by("browser_is_pushed_for_one_person"):
        kept(make.user())


def test_push_goes_over_https(reader):
    with refused_by("push_goes_over_https"):
        kept(reader, "http://push.example/abc")


def test_a_browser_is_for_whoever_turned_it_on_last(reader):
    first, second, browser = make.user(), reader, Browser()
    for n, user in enumerate((first, second)):
        subscribe(user=user, endpoint=ENDPOINT, p256dh=browser.p256dh, auth=browser.auth, at=NOW + n * MINUTE)
    subscription = PushSubscription.objects.get()
    assert (subscription.user, subscription.created_at) == (second, NOW + MINUTE)


def test_of_more_than_ten_the_one_that_was_of_use_longest_ago_is_forgotten(reader):
    for n in range(MOST_BROWSERS):
        kept(reader, f"{ENDPOINT}/{n}", created_at=NOW + n * MINUTE, last_used_at=NOW + HOUR if n == 0 else None)
    other, browser = kept(make.user(), f"{ENDPOINT}/other"), Browser()
    subscribe(user=reader, endpoint=ENDPOINT, p256dh=browser.p256dh, auth=browser.auth, at=NOW + 2 * HOUR)
    left = set(PushSubscription.objects.values_list("endpoint", flat=True))
    assert left == {f"{ENDPOINT}/{n}" for n in range(MOST_BROWSERS) if n != 1} | {ENDPOINT, other.endpoint}


def test_forget_takes_nobody_elses(reader):
    kept(reader)
    forget(user=make.user(), endpoint=ENDPOINT)
    assert PushSubscription.objects.count() == 1
    forget(user=reader, endpoint=ENDPOINT)
    assert PushSubscription.objects.count() == 0


def test_whoever_deletes_his_account_is_told_in_no_browser(reader):
    kept(reader)
    delete_account(user=reader, typed_email=reader.email, at=timezone.now())
    assert not PushSubscription.objects.exists()


def test_note_waits_for_a_push_only_where_a_browser_takes_it(reader, settings):
    def ways():
        notice = Notice.objects.create(
            recipient=reader, fair=make.fair(), kind=Kind.SOON, due_at=NOW, owed_at=NOW, ends_at=NOW + HOUR
        )
        owing.send_out([notice], at=NOW)
        return {delivery.way for delivery in notice.deliveries.all()}

    assert ways() == {Way.MAIL}
    kept(reader)
    assert ways() == {Way.MAIL, Way.PUSH}
    settings.VAPID_PRIVATE_KEY = ""
    assert ways() == {Way.MAIL}


def test_who_has_push_is_one_question_for_all():
    people = [make.user() for _ in range(3)]
    for n, person in enumerate(people[:2]):
        kept(person, f"{ENDPOINT}/{n}")
    with CaptureQueriesContext(connection) as asked:
        found = queries.readers([person.pk for person in people])
    assert [found[person.pk].has_push for person in people] == [True, True, False]
    assert len(asked) == 4
