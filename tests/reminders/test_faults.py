"""What befalls whoever tells people: real workers and beats, a broker that is emptied or gone, a server that fails.

Only time is helped along: what a dead worker had claimed is as old as it would be two minutes later.
"""

import os
import time
from contextlib import ExitStack, suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread
from urllib.parse import urlsplit

import pytest
import redis
from django.db import connection
from django.db.models import F
from django.utils import timezone

from matchmaking.reminders import due
from matchmaking.reminders.actions import owing
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Delivery, Notice
from tests import make
from tests.browser.valkey import valkey
from tests.make import NOW
from tests.reminders import crew
from tests.reminders.smtp import smtp_server

PATIENCE = 120  # seconds, on a busy machine
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
Status, Problem = Delivery.Status, Delivery.Problem


class House:
    """A broker and a mail server of the test's own, and the processes that it starts."""

    def __init__(self, stack, broker, server):
        self.stack, self.broker, self.server = stack, broker, server
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        self.to = crew.speaking_to(smtp=server.port, database=database.geturl(), broker=broker.url)

    def worker(self):
        return self.stack.enter_context(crew.worker(self.to))

    def kept_worker(self):
        self.stack.enter_context(crew.kept_worker(self.to))

    def beat(self):
        return self.stack.enter_context(crew.beat(self.to))

    @property
    def queue(self):
        return redis.Redis.from_url(self.broker.url)


@pytest.fixture
def house(tmp_path, transactional_db):
    """All that it started is gone before the database is emptied."""
    with valkey(tmp_path) as broker, smtp_server() as server, ExitStack() as stack:
        yield House(stack, broker, server)


@pytest.fixture
def asked(transactional_db):
    """Three people who are asked for a meeting, for real: they have not slept, and their time has not come yet."""
    return ask(3)


def ask(number):
    now = timezone.now()
    fair = make.fair(starts_on=now.date(), ends_on=(now + timedelta(days=9)).date())
    wishes = make.slots(fair, 2, first=now.replace(microsecond=0) + timedelta(days=5))
    facts = {"fair": fair, "wishes": wishes, "sent_at": now, "expires_at": now + timedelta(days=2)}
    return [make.meeting_request(**facts).recipient.user for _ in range(number)]


def note():
    """They have their notices, and nobody is let sleep, wherever the machine's clock stands."""
    note_what_is_owed(at=timezone.now())
    be_awake()


def be_awake():
    Delivery.objects.filter(status=Status.WAITING).update(due_at=timezone.now() - MINUTE)


def wait_until(true, what):
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, what()
        time.sleep(0.1)


def states():
    return sorted(Delivery.objects.values_list("status", "problem"))


def all_are_sent():
    wait_until(lambda: not Delivery.objects.exclude(status=Status.SENT).exists(), states)


def names(server):
    return sorted(str(mail["Message-ID"]) for mail in server.mails)


def two_minutes_pass():
    Delivery.objects.filter(status=Status.WAITING).update(
        claimed_at=F("claimed_at") - 3 * MINUTE, due_at=F("due_at") - 3 * MINUTE
    )


# Workers that are killed -----------------------------------------------------------


def test_a_worker_killed_before_it_has_sent_loses_nothing_and_repeats_nothing(house, asked):
    for person in asked:
        house.server.hangs[person.email] = 60
    note()
    first = house.worker()
    house.beat()
    wait_until(lambda: Delivery.objects.filter(claimed_at__isnull=False).count() == 3, states)
    first.kill()
    first.wait(30)
    assert house.server.mails == []
    house.server.hangs.clear()
    two_minutes_pass()
    house.worker()
    all_are_sent()
    assert house.server.recipients == sorted(person.email for person in asked)
    assert set(Delivery.objects.values_list("tries", flat=True)) == {2}


def test_a_worker_killed_before_it_has_stamped_repeats_that_one_mail_under_its_name(house, asked):
    note()
    first = house.worker()
    house.server.on_taken = first.kill  # it has been taken, and nobody hears that
    house.beat()
    wait_until(lambda: house.server.mails, states)
    first.wait(30)
    house.server.on_taken = None
    assert states() == [(Status.WAITING, Problem.NONE)] * 3
    two_minutes_pass()
    house.worker()
    all_are_sent()
    assert len(house.server.mails) == 4
    (twice,) = {name for name in names(house.server) if names(house.server).count(name) == 2}
    assert twice == str(house.server.mails[0]["Message-ID"])
    assert set(house.server.recipients) == {person.email for person in asked}


# The broker -----------------------------------------------------------


def test_a_broker_that_is_emptied_loses_nothing(house, asked):
    note()
    house.beat()
    wait_until(lambda: house.queue.llen("celery"), states)
    house.queue.flushall()
    house.worker()
    all_are_sent()
    assert house.server.recipients == sorted(person.email for person in asked)


def test_while_valkey_is_down_nothing_is_lost_and_once_it_is_back_all_goes_on(house, asked):
    house.kept_worker()
    house.beat()
    note()
    all_are_sent()
    house.broker.stop()
    time.sleep(12)  # longer than a beat: one has failed, and what was under way is over
    more = ask(2)
    note()
    house.broker.start()
    all_are_sent()
    assert house.server.recipients == sorted(person.email for person in (*asked, *more))


def test_two_beats_and_two_workers_tell_nobody_twice(house):
    for _ in range(2):
        house.beat()
        house.worker()
    people = ask(40)

    def all_know():
        be_awake()
        return Delivery.objects.filter(status=Status.SENT).count() == 40

    wait_until(all_know, states)
    time.sleep(11)  # both beats have struck once more
    assert house.server.recipients == sorted(person.email for person in people)
    assert len(set(names(house.server))) == 40


# The mail server -----------------------------------------------------------


def test_a_server_that_refuses_hangs_for_one_and_rejects_another_keeps_nobody_else_waiting(house):
    refused, hung, *others = ask(5)
    house.server.stop()  # it refuses every line
    note()
    house.worker()
    house.beat()
    # All of them, and nobody is at it any more: else time would pass under a worker's hands.
    away = Delivery.objects.filter(status=Status.WAITING, problem=Problem.AWAY, claimed_at=None)
    wait_until(lambda: away.count() == 5, states)
    house.server.answers[refused.email] = "550 no such mailbox"
    house.server.hangs[hung.email] = 30
    house.server.start()
    two_minutes_pass()

    def the_others_know():
        return Delivery.objects.filter(status=Status.SENT).count() == len(others)

    wait_until(the_others_know, states)
    wait_until(lambda: Delivery.objects.filter(status=Status.FAILED).exists(), states)
    assert house.server.recipients == sorted(person.email for person in others)
    failed = Delivery.objects.get(status=Status.FAILED)
    assert (failed.notice.recipient, failed.answer) == (refused, "550 no such mailbox")
    # And whoever had asked him is told so in his bell.
    wait_until(lambda: Notice.objects.filter(kind=Notice.Kind.NOT_DELIVERED).exists(), states)


# Two at once, and what holds them -----------------------------------------------------------


@pytest.fixture
def together(monkeypatch):
    """Both who look for what is owed have looked before either of them writes."""
    barrier, question = Barrier(2), due.requests.waiting_for_an_answer

    def ask_together(at, most):
        found = question(at, most)
        with suppress(BrokenBarrierError):  # the other one has found the lock taken: that is what it is for
            barrier.wait(2)
        return found

    monkeypatch.setattr(due, "QUESTIONS", (ask_together,))


def sweep_together():
    def sweep():
        try:
            note_what_is_owed(at=NOW)
        finally:
            connection.close()

    threads = [Thread(target=sweep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def unlocked(monkeypatch):
    monkeypatch.setattr(owing, "is_alone", lambda: True)


@pytest.fixture
def no_referee(transactional_db):
    """The constraint is away for this one test."""
    constraint = next(each for each in Notice._meta.constraints if each.name == "told_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Notice, constraint)
    yield
    Notice.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Notice, constraint)


def number_told():
    return Notice.objects.count(), Delivery.objects.filter(way="mail").count()


@pytest.mark.race
def test_without_lock_and_constraint_two_sweeps_would_tell_twice(no_referee, unlocked, together):
    make.meeting_request()
    sweep_together()
    assert number_told() == (2, 2)


@pytest.mark.race
def test_without_the_lock_the_constraint_lets_one_of_them_tell(transactional_db, unlocked, together):
    make.meeting_request()
    sweep_together()
    assert number_told() == (1, 1)


@pytest.mark.race
def test_two_sweeps_at_once_tell_once(transactional_db, together):
    make.meeting_request()
    sweep_together()
    assert number_told() == (1, 1)
