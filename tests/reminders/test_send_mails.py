"""Mails go out over a real SMTP server: once, to whom they still concern, whatever that server does."""

import time
from datetime import timedelta
from time import monotonic

import pytest

from matchmaking.reminders.actions import delivering
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Delivery, Habits, Notice, Wish
from matchmaking.reminders.sending import send_digests, send_mails
from tests import make
from tests.make import NOW
from tests.reminders.smtp import smtp_server

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
Status, Problem = Delivery.Status, Delivery.Problem


class Clock:
    def __init__(self, at):
        self.at = at


@pytest.fixture
def clock(monkeypatch):
    """The time that the product reads; the mail server's is real."""
    clock = Clock(NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.at)
    return clock


@pytest.fixture
def server(settings, clock):
    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 1
        yield server


@pytest.fixture
def asked():
    """Somebody is asked for a meeting, and has not heard of it."""
    fair = make.fair()
    return make.meeting_request(fair=fair, wishes=make.slots(fair, 2))


def ask_more(asked, number):
    more = [make.meeting_request(fair=asked.fair, wishes=list(asked.fair.slots.all())) for _ in range(number)]
    return [each.recipient.user for each in (asked, *more)]


def send():
    return send_mails(until=monotonic() + 20)


def states():
    return sorted(Delivery.objects.values_list("status", "problem"))


def test_send_mails_sends_each_once(server, asked):
    note_what_is_owed(at=NOW)
    assert send() == 1
    assert send() == 0
    assert server.recipients == [asked.recipient.user.email]
    sent = Delivery.objects.get()
    assert (sent.status, sent.ended_at, sent.tries, sent.problem) == (Status.SENT, NOW, 1, Problem.NONE)


def test_send_mails_keeps_one_line_for_all(server, asked):
    people = ask_more(asked, 3)
    note_what_is_owed(at=NOW)
    assert send() == 4
    assert server.recipients == sorted(user.email for user in people)


def test_send_mails_says_nothing_that_is_not_true_any_more(server, asked):
    note_what_is_owed(at=NOW)
    asked.status, asked.answered_at = "withdrawn", NOW
    asked.save()
    assert send() == 0
    assert states() == [(Status.DROPPED, Problem.CHANGED)]
    assert server.mails == []


def test_send_mails_says_nothing_too_late(server, clock, asked):
    note_what_is_owed(at=NOW)
    clock.at = asked.expires_at
    assert send() == 0
    assert states() == [(Status.DROPPED, Problem.TOO_LATE)]


def test_send_mails_says_nothing_to_who_has_left(server, asked):
    note_what_is_owed(at=NOW)
    user = asked.recipient.user
    user.is_active = False
    user.save()
    assert send() == 0
    assert states() == [(Status.DROPPED, Problem.GONE)]


def test_send_mails_goes_on_when_one_address_is_refused_for_good(server, asked):
    people = ask_more(asked, 2)
    server.answers[people[0].email] = "550 no such mailbox"
    note_what_is_owed(at=NOW)
    assert send() == 2
    failed = Delivery.objects.get(status=Status.FAILED)
    assert (failed.notice.recipient, failed.problem, failed.answer) == (
        people[0],
        Problem.REFUSED,
        "550 no such mailbox",
    )


def test_send_mails_tries_again_later_what_is_refused_for_now(server, clock, asked):
    server.answers[asked.recipient.user.email] = "451 come again"
    note_what_is_owed(at=NOW)
    assert send() == 0
    waits = Delivery.objects.get()
    assert (waits.status, waits.due_at, waits.answer) == (Status.WAITING, NOW + MINUTE, "451 come again")
    server.answers.clear()
    assert send() == 0  # not before
    clock.at = NOW + MINUTE
    assert send() == 1
    assert (Delivery.objects.get().tries, Delivery.objects.get().answer) == (2, "")


def test_send_mails_gives_up_after_many_tries(server, clock, asked):
    asked.expires_at = NOW + 30 * HOUR
    asked.save()
    server.answers[asked.recipient.user.email] = "451 come again"
    note_what_is_owed(at=NOW)
    for minutes in (0, 1, 5, 15, 60, 240):
        clock.at += minutes * MINUTE
        assert send() == 0
    assert states() == [(Status.FAILED, Problem.REFUSED)]


def test_send_mails_waits_while_the_server_is_away(server, clock, asked):
    ask_more(asked, 2)
    server.stop()
    note_what_is_owed(at=NOW)
    assert send() == 0
    assert set(states()) == {(Status.WAITING, Problem.AWAY)}
    server.start()
    clock.at = NOW + 2 * MINUTE
    assert send() == 3


def test_send_mails_lets_the_others_go_on_while_the_server_hangs_for_one(server, asked):
    people = ask_more(asked, 2)
    server.hangs[people[0].email] = 5
    note_what_is_owed(at=NOW)
    began = time.monotonic()
    assert send() == 2
    assert time.monotonic() - began < 4
    assert server.recipients == sorted(user.email for user in people[1:])


def test_send_mails_takes_over_from_a_worker_that_died(server, clock, asked):
    note_what_is_owed(at=NOW)
    delivering.claim(way="mail", most=20, at=NOW)  # and is heard of no more
    clock.at = NOW + MINUTE
    assert send() == 0
    clock.at = NOW + 3 * MINUTE
    assert send() == 1
    assert Delivery.objects.get().tries == 2


def test_a_worker_that_comes_back_late_stamps_nothing_of_his_successor(server, clock, asked):
    note_what_is_owed(at=NOW)
    late = delivering.claim(way="mail", most=20, at=NOW)
    delivering.claim(way="mail", most=20, at=NOW + 3 * MINUTE)
    delivering.stamp_sent(late.deliveries, at=NOW + 3 * MINUTE)
    assert states() == [(Status.WAITING, Problem.NONE)]


def test_two_mails_of_one_notice_have_one_name(server, clock, asked):
    note_what_is_owed(at=NOW)
    send()
    Delivery.objects.update(status=Status.WAITING, ended_at=None, claimed_at=None)
    send()
    assert len({str(mail["Message-ID"]) for mail in server.wait_for(2)}) == 1


def test_nobody_is_woken_but_for_what_begins(server, clock):
    """By his own clock it is three in the morning."""
    sleeper = make.user(time_zone="Asia/Tokyo")
    fair = make.fair()
    part = make.participant(fair=fair, user=sleeper)
    at = NOW + 9 * HOUR  # 18:00 UTC
    make.meeting_request(fair=fair, recipient=part, wishes=make.slots(fair, 1, first=at + 20 * HOUR), sent_at=at)
    slot = make.slot(fair=make.fair(), starts_at=at + 10 * MINUTE)
    make.booking(slot=slot, host=make.participant(fair=slot.fair, user=sleeper), booked_at=NOW - 99 * HOUR)
    note_what_is_owed(at=at)
    due = dict(Delivery.objects.filter(notice__recipient=sleeper, way="mail").values_list("notice__kind", "due_at"))
    assert due[Notice.Kind.SOON] == at
    assert due[Notice.Kind.REQUEST_RECEIVED] == NOW + 13 * HOUR  # seven in Tokyo


def test_send_digests_puts_the_day_of_one_reader_into_one_mail(server, clock, asked):
    user = asked.recipient.user
    Habits.objects.create(user=user, digest_at="17:00")
    Wish.objects.create(user=user, kind=Notice.Kind.REQUEST_RECEIVED, mail=Wish.Mail.DIGEST)
    make.meeting_request(fair=asked.fair, recipient=asked.recipient, wishes=list(asked.fair.slots.all()))
    note_what_is_owed(at=NOW)
    assert send() == send_digests(until=monotonic() + 9) == 0
    clock.at = NOW + 8 * HOUR
    assert send_digests(until=monotonic() + 9) == 1
    assert send_digests(until=monotonic() + 9) == 0
    (mail,) = server.mails
    assert str(mail["Subject"]).startswith("2 things for you")
    assert states() == [(Status.SENT, Problem.NONE)] * 2


def test_whoever_wants_no_mail_gets_none(server, asked):
    Wish.objects.create(user=asked.recipient.user, kind=Notice.Kind.REQUEST_RECEIVED, mail=Wish.Mail.NEVER)
    note_what_is_owed(at=NOW)
    assert send() == 0
    assert Notice.objects.count() == 1
    assert not Delivery.objects.exists()
