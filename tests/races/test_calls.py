"""Two go into a call at the same moment, on connections of their own: people for whom there is one place left, or two
pages of one person."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import IntegrityError, connection

from matchmaking.lobbies import rules, video
from matchmaking.lobbies.actions import lasting, staying
from matchmaking.lobbies.errors import CallIsFull, LobbyRefused
from matchmaking.lobbies.models import Stay
from tests import make
from tests.make import NOW

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def race(*runners):
    """Run all at once; what each returned, or the refusal that it met. Anything else ends the test."""
    outcomes, failures = [], []

    def run(runner):
        try:
            outcomes.append(runner())
        except LobbyRefused as refusal:
            outcomes.append(refusal)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[runner]) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return outcomes


@pytest.fixture
def meeting():
    """Five are in its lobby, which is open, and three of them in the call."""
    meeting = make.booking(slot=make.slot(fair=make.fair(), starts_at=NOW, ends_at=NOW + timedelta(minutes=25)))
    for role in ("guest", "interpreter", "introducer"):
        make.attendance(booking=meeting, participant=make.participant(fair=meeting.fair), role=role)
    for seat in meeting.attendances.select_related("user"):
        staying.arrive(user=seat.user, booking_id=meeting.pk, at=NOW)
    for stay in Stay.objects.select_related("user")[:3]:
        entering(stay)()
    return meeting


def entering(stay):
    return lambda: staying.enter(user=stay.user, stay_id=stay.pk, at=NOW)


@pytest.fixture
def last_two(meeting):
    return [entering(stay) for stay in Stay.objects.filter(entered_at=None).select_related("user")]


@pytest.fixture
def together(monkeypatch):
    """Hold both right after they have found a place until both have one, or patience is at an end."""
    barrier, check = Barrier(2), rules.check_place

    def checked(others, places):
        check(others, places)
        with suppress(BrokenBarrierError):  # the other one waits for our lock: that is what the lock is for
            barrier.wait(1)

    monkeypatch.setattr(rules, "check_place", checked)


def test_without_the_lock_five_would_be_in_the_call(monkeypatch, last_two, together):
    monkeypatch.setattr(staying, "hold_call", lambda lobby_id: None)
    assert race(*last_two) == [None, None]
    assert Stay.objects.filter(entered_at__isnull=False).count() == video.PLACES + 1  # the trap can spring …


def test_with_the_lock_the_second_one_is_refused_in_words(last_two, together):
    outcomes = race(*last_two)
    assert {type(outcome) for outcome in outcomes} == {CallIsFull, type(None)}
    assert Stay.objects.filter(entered_at__isnull=False).count() == video.PLACES  # … and the lock is what holds it


def test_whoever_goes_in_while_the_room_is_closed_is_not_in_the_call(meeting, last_two, together):
    organiser = make.organiser(fair=meeting.fair).user
    race(*last_two, lambda: lasting.close_lobby(booking_id=meeting.pk, by=organiser, at=NOW))
    assert not Stay.objects.filter(left_at=None).exists()


@pytest.fixture
def two_pages(meeting):
    """Of somebody who is in the lobby, and not in the call yet."""
    first = Stay.objects.filter(entered_at=None).select_related("user").first()
    second = staying.arrive(user=first.user, booking_id=meeting.pk, at=NOW)
    return [first, second]


def test_without_the_lock_the_constraint_refuses_the_second_page(monkeypatch, two_pages, together):
    monkeypatch.setattr(staying, "hold_pages", lambda user, stay_id: None)
    monkeypatch.setattr(staying, "hold_call", lambda lobby_id: None)
    with pytest.raises(AssertionError, match=IntegrityError.__name__):
        race(*(entering(stay) for stay in two_pages))


def test_with_the_lock_the_later_page_takes_the_place_of_the_first(two_pages, together):
    assert race(*(entering(stay) for stay in two_pages)) == [None, None]
    assert Stay.objects.filter(user=two_pages[0].user, entered_at__isnull=False).count() == 1
