"""Who finds no time with somebody stands in line for him, once, and is told why if he cannot."""

import pytest

from matchmaking.accounts.models import Block
from matchmaking.meetings import errors
from matchmaking.meetings.actions import waiting as deeds
from matchmaking.meetings.models import WaitingListEntry
from matchmaking.meetings.queries.lines import line_of, places_in
from tests import make
from tests.make import NOW
from tests.meetings.waiting_list.lists import MINUTE, Status, join

pytestmark = pytest.mark.django_db


def test_join_list_is_the_last_of_the_line(star, meeting, buyers):
    entries = [join(who, star, message="Chocolate", at=NOW + n * MINUTE) for n, who in enumerate(buyers)]
    assert list(line_of(entries[0])) == entries
    assert places_in(entries) == {entry.pk: n for n, entry in enumerate(entries, 1)}
    assert (entries[0].status, entries[0].since, entries[0].message) == (Status.WAITING, NOW, "Chocolate")


def test_join_list_twice_is_once(star, meeting, buyers):
    assert join(buyers[0], star) == join(buyers[0], star)
    assert WaitingListEntry.objects.count() == 1


def test_join_list_refuses_while_there_are_times_for_both(star, buyers):
    with pytest.raises(errors.NotFull):
        join(buyers[0], star)


def test_join_list_refuses_where_no_time_will_come(fair, buyers):
    with pytest.raises(errors.NothingToWaitFor):
        join(buyers[0], make.participant(fair=fair))


def test_join_list_refuses_the_twenty_first_list(fair, slots, buyers):
    for _ in range(deeds.MOST_WAITS):
        make.wait(waiting=buyers[0])
    with pytest.raises(errors.TooManyWaits):
        join(buyers[0], make.participant(fair=fair))


def test_join_list_refuses_whoever_may_not_ask(star, meeting, buyers):
    Block.objects.create(blocker=star.user, blocked=buyers[0].user)
    with pytest.raises(errors.NotTakingPart):
        join(buyers[0], star)
    with pytest.raises(errors.NotOneself):
        join(star, star)
