"""Many look at the day at the same moment: one reads it for all, and everybody sees what he has done himself."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection

from matchmaking.organising import outlook
from tests.organising.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def reads(monkeypatch):
    """How often the day was read."""
    made, read = [], outlook.read

    def counted(*args, **kwargs):
        made.append(kwargs["at"])
        return read(*args, **kwargs)

    monkeypatch.setattr(outlook, "read", counted)
    return made


def test_what_was_read_a_moment_ago_is_shared_and_then_read_anew(today, reads):
    first = outlook.look(today.fair, at=today.now)
    assert outlook.look(today.fair, at=today.now + outlook.SHARED / 2) is first
    assert outlook.look(today.fair, at=today.now + outlook.SHARED) is not first
    assert len(reads) == 2


def test_a_clock_that_was_set_back_shares_nothing(today, reads):
    outlook.look(today.fair, at=today.now)
    outlook.look(today.fair, at=today.now - timedelta(seconds=5))
    assert len(reads) == 2


def test_whoever_has_just_done_something_sees_it(keeper, today):
    booking = today.meeting()
    day = page("show-day", today.fair)
    assert 'data-state="empty"' in keeper.get(day).content.decode()
    read = keeper.post(page("close-room", today.fair, booking.pk), {"back": day}, follow=True).content.decode()
    assert f'id="room-{booking.room_id}" data-state="closed"' in read


@pytest.mark.django_db(transaction=True)
def test_while_one_reads_the_others_are_shown_what_was_there(today, monkeypatch):
    last = outlook.look(today.fair, at=today.now)
    begun, may_end, read = Event(), Event(), outlook.read

    def slowly(*args, **kwargs):
        begun.set()
        assert may_end.wait(5)
        return read(*args, **kwargs)

    def other():
        outlook.look(today.fair, at=today.now + outlook.SHARED)
        connection.close()

    monkeypatch.setattr(outlook, "read", slowly)
    thread = Thread(target=other)
    thread.start()
    assert begun.wait(5)
    assert outlook.look(today.fair, at=today.now + outlook.SHARED) is last
    may_end.set()
    thread.join()
    assert outlook.look(today.fair, at=today.now + outlook.SHARED) is not last
