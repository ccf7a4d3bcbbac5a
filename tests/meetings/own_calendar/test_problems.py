"""Every way in which reading one's own calendar may fail is said in words, and what held before holds."""

import time
from datetime import timedelta

import pytest

from matchmaking.common import busy
from matchmaking.common.fetching import MOST_BYTES, OPEN
from matchmaking.meetings.actions import calendars
from matchmaking.meetings.actions.calendars import (
    enter_calendar,
    keep_look,
    look_into,
    remove_calendar,
    want_calendar_read,
)
from matchmaking.meetings.models import OwnCalendar
from tests.make import NOW
from tests.meetings.own_calendar.calendars import HOUR, MINUTE, entered, event, ics, page, read, stretches
from tests.outside import answer

pytestmark = pytest.mark.django_db


def gigabyte(line, _path):
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        line.sendall(b"x" * (1 << 20))


def gzipped(line, path):
    answer(b"\x1f\x8b" + b"0" * 99, Content_Encoding="gzip")(line, path)


def inwards(line, path):
    answer(status="302 Found", Location="https://127.0.0.2/")(line, path)


ENDLESS = [
    event(NOW.replace(year=1970), NOW.replace(year=1970) + HOUR, "RRULE:FREQ=SECONDLY", uid=str(n)) for n in range(20)
]


@pytest.mark.parametrize(
    ("speak", "problem", "words"),
    [
        (answer("", "404 Not Found"), "unreachable", "Nothing can be read at this address."),
        (inwards, "forbidden", "does not lead to the open internet"),
        (gigabyte, "too_large", "larger than 5 MB"),
        (answer("x", Content_Length=str(MOST_BYTES + 1)), "too_large", "larger than 5 MB"),
        (answer(ics(*ENDLESS)), "too_much", "more in this calendar than can be read"),
        (answer("<!doctype html><h1>Sign in</h1>"), "no_calendar", "is no calendar"),
        (answer(""), "no_calendar", "is no calendar"),
        (gzipped, "no_calendar", "is no calendar"),
    ],
    ids=["404", "inwards", "a gigabyte", "5 MB and a byte", "endless", "HTML", "nothing", "gzip"],
)
def test_each_problem_is_said_on_the_page_and_what_held_before_holds(me, speak, problem, words):
    entered(me)
    read(me, answer(ics(event(NOW + HOUR, NOW + 2 * HOUR))))
    calendar = read(me, speak, at=NOW + 2 * HOUR)
    assert (calendar.problem, calendar.read_at, calendar.tried_at) == (problem, NOW, NOW + 2 * HOUR)
    assert stretches(me) == [(NOW + HOUR, NOW + 2 * HOUR)]
    text = page(me).content.decode()
    assert words in text
    assert "Sign in</h1>" not in text


def test_a_server_that_drips_is_said_on_the_page(me):
    entered(me)

    def drip(line, _path):
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            line.sendall(b"B")
            time.sleep(0.2)

    assert read(me, drip, patience=1).problem == "too_slow"
    assert "took too long" in page(me).content.decode()


@pytest.mark.parametrize(
    "address",
    ["https://127.0.0.1/a.ics", "https://localhost/a.ics", "https://10.0.0.1/a.ics", "https://169.254.169.254/latest/"],
)
def test_an_address_of_our_own_network_is_refused_in_words(me, address):
    """By the way out that is used every day: nothing is injected here."""
    calendar = entered(me, address=address)
    look = look_into(calendar, last_day=None, at=NOW, ways=OPEN)
    keep_look(calendar=calendar, look=look, at=NOW)
    assert "does not lead to the open internet" in page(me).content.decode()


def test_a_calendar_that_fails_is_tried_again_after_as_long_as_it_has_been_failing(me):
    calendar, gone = entered(me), answer("", "410 Gone")
    waits = []
    for after in (timedelta(0), timedelta(minutes=20), timedelta(hours=2), timedelta(hours=20), timedelta(days=9)):
        calendar = read(me, gone, at=NOW + after)
        waits.append(calendar.due_at - calendar.tried_at)
    assert waits == [30 * MINUTE, 30 * MINUTE, 2 * HOUR, 20 * HOUR, 24 * HOUR]


def test_what_was_read_of_an_earlier_address_is_dropped(me):
    calendar = entered(me)
    look = calendars.Look(OwnCalendar.Problem.NONE, busy.Busy([(NOW, NOW + HOUR)]))
    enter_calendar(user=me.user, address="https://calendar.example/other.ics", at=NOW + MINUTE)
    assert keep_look(calendar=calendar, look=look, at=NOW) is False
    remove_calendar(user=me.user, at=NOW)
    assert keep_look(calendar=calendar, look=look, at=NOW) is False
    assert stretches(me) == []


def test_whoever_wants_it_read_while_it_is_being_read_is_served_too(me):
    calendar = entered(me)
    want_calendar_read(user=me.user, at=NOW + MINUTE)
    keep_look(calendar=calendar, look=calendars.Look(OwnCalendar.Problem.TOO_SLOW), at=NOW)
    calendar.refresh_from_db()
    assert calendar.is_being_read
    assert calendar.due_at == NOW + MINUTE + calendars.HANDED_OUT
