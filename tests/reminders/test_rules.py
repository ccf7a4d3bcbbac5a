"""On which ways, when, and how often: pure, by tables."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from matchmaking.reminders import rules
from matchmaking.reminders.models import Delivery, Habits, Notice, Wish
from tests.make import NOW

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
Kind, Way, Mail = Notice.Kind, Delivery.Way, Wish.Mail
BRUSSELS, LIMA, TOKYO = ZoneInfo("Europe/Brussels"), ZoneInfo("America/Lima"), ZoneInfo("Asia/Tokyo")
NINE_TO_FIVE = (time(9), time(17))
AT_NIGHT = (time(22), time(7))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "wish", "ways"),
    [
        (Kind.REQUEST_RECEIVED, None, [Way.MAIL, Way.PUSH]),
        (Kind.REQUEST_DECLINED, None, [Way.MAIL]),
        (Kind.REQUEST_WITHDRAWN, None, [Way.DIGEST]),
        (Kind.NOT_DELIVERED, None, []),
        (Kind.REQUEST_RECEIVED, (Mail.AT_ONCE, False), [Way.MAIL]),
        (Kind.REQUEST_RECEIVED, (Mail.DIGEST, False), [Way.DIGEST]),
        (Kind.REQUEST_RECEIVED, (Mail.NEVER, True), [Way.PUSH]),
        (Kind.REQUEST_RECEIVED, (Mail.NEVER, False), []),
        (Kind.SOON, (Mail.DIGEST, False), [Way.MAIL]),  # a summary would come too late
        (Kind.WAITED_FOR, (Mail.DIGEST, True), [Way.MAIL, Way.PUSH]),
        (Kind.SOON, (Mail.NEVER, False), []),
        (Kind.REGISTRATION, (Mail.NEVER, False), [Way.MAIL]),  # about the account itself
        (Kind.REGISTRATION, (Mail.DIGEST, False), [Way.MAIL]),
        (Kind.NOT_DELIVERED, (Mail.AT_ONCE, True), []),
    ],
)
def test_wished(kind, wish, ways):
    wishes = {kind: Wish(kind=kind, mail=wish[0], push=wish[1])} if wish else {}
    assert list(rules.wished(kind, wishes).ways) == ways


def test_wished_of_one_kind_says_nothing_of_another():
    wishes = {Kind.OFFER: Wish(kind=Kind.OFFER, mail=Mail.NEVER, push=False)}
    assert rules.wished(Kind.SOON, wishes) == rules.usual(Kind.SOON)


# NOW is eleven in Brussels; three hours after midnight in Tokyo it is 18:00 UTC.
NIGHT_IN_TOKYO, SEVEN_IN_TOKYO = NOW + 9 * HOUR, NOW + 13 * HOUR


@pytest.mark.parametrize(
    ("kind", "way", "habits", "ends_at", "expected"),
    [
        (Kind.REQUEST_RECEIVED, Way.MAIL, {}, None, SEVEN_IN_TOKYO),
        (Kind.REQUEST_RECEIVED, Way.PUSH, {}, None, SEVEN_IN_TOKYO),
        (Kind.REQUEST_RECEIVED, Way.MAIL, {"is_quiet": False}, None, NIGHT_IN_TOKYO),
        (Kind.REQUEST_RECEIVED, Way.MAIL, {}, NIGHT_IN_TOKYO + HOUR, SEVEN_IN_TOKYO),  # not what wakes one
        (Kind.REQUEST_RECEIVED, Way.DIGEST, {"digest_at": time(8)}, None, SEVEN_IN_TOKYO + HOUR),
        (Kind.SOON, Way.MAIL, {}, NIGHT_IN_TOKYO + 15 * MINUTE, NIGHT_IN_TOKYO),
        (Kind.WAITED_FOR, Way.PUSH, {}, None, NIGHT_IN_TOKYO),
        (Kind.BOOKING_MOVED, Way.MAIL, {}, SEVEN_IN_TOKYO + 2 * HOUR, NIGHT_IN_TOKYO),
        (Kind.BOOKING_MOVED, Way.MAIL, {}, SEVEN_IN_TOKYO + 2 * HOUR + MINUTE, SEVEN_IN_TOKYO),
        (Kind.BOOKING_MOVED, Way.MAIL, {}, None, SEVEN_IN_TOKYO),
        (Kind.OFFER, Way.MAIL, {}, NIGHT_IN_TOKYO + HOUR, NIGHT_IN_TOKYO),
    ],
)
def test_not_before(kind, way, habits, ends_at, expected):
    told = rules.not_before(kind, way, NIGHT_IN_TOKYO, habits=Habits(**habits), zone=TOKYO, ends_at=ends_at)
    assert told == expected


@pytest.mark.parametrize(
    ("now", "quiet", "zone", "expected"),
    [
        ("2030-05-14 19:59", AT_NIGHT, BRUSSELS, "2030-05-14 19:59"),
        ("2030-05-14 20:00", AT_NIGHT, BRUSSELS, "2030-05-15 05:00"),
        ("2030-05-15 00:30", AT_NIGHT, BRUSSELS, "2030-05-15 05:00"),
        ("2030-05-15 04:59", AT_NIGHT, BRUSSELS, "2030-05-15 05:00"),
        ("2030-05-15 05:00", AT_NIGHT, BRUSSELS, "2030-05-15 05:00"),
        ("2030-05-15 05:00", AT_NIGHT, LIMA, "2030-05-15 12:00"),
        ("2030-05-15 07:00", NINE_TO_FIVE, BRUSSELS, "2030-05-15 15:00"),  # who works at night sleeps by day
        ("2030-05-15 06:59", NINE_TO_FIVE, BRUSSELS, "2030-05-15 06:59"),
        ("2030-05-15 15:00", NINE_TO_FIVE, BRUSSELS, "2030-05-15 15:00"),
        # The hour from two to three is left out: whoever sleeps until half past two wakes when it is three.
        ("2030-03-31 00:30", (time(22), time(2, 30)), BRUSSELS, "2030-03-31 01:00"),
        ("2030-03-31 01:00", (time(22), time(2, 30)), BRUSSELS, "2030-03-31 01:00"),
        # The hour from two to three is there twice: he wakes in the first, and is left alone in the second …
        ("2030-10-27 00:10", (time(22), time(2, 30)), BRUSSELS, "2030-10-27 00:30"),
        ("2030-10-27 00:40", (time(22), time(2, 30)), BRUSSELS, "2030-10-27 00:40"),
        ("2030-10-27 01:40", (time(22), time(2, 30)), BRUSSELS, "2030-10-27 01:40"),
        # … but for its beginning, for then his clock shows a time at which he sleeps.
        ("2030-10-27 01:10", (time(22), time(2, 30)), BRUSSELS, "2030-10-27 01:30"),
    ],
)
def test_awake_from(now, quiet, zone, expected):
    assert rules.awake_from(at(now), *quiet, zone) == at(expected)


@pytest.mark.parametrize(
    ("clock", "now", "zone", "expected"),
    [
        (time(7), "2030-05-14 04:59", BRUSSELS, "2030-05-14 05:00"),
        (time(7), "2030-05-14 05:00", BRUSSELS, "2030-05-14 05:00"),
        (time(7), "2030-05-14 05:01", BRUSSELS, "2030-05-15 05:00"),
        (time(7), "2030-05-14 05:01", LIMA, "2030-05-14 12:00"),
        (time(2, 30), "2030-03-30 12:00", BRUSSELS, "2030-03-31 01:00"),  # the leap itself
        (time(2, 30), "2030-03-31 01:00", BRUSSELS, "2030-03-31 01:00"),
        (time(2, 30), "2030-03-31 01:01", BRUSSELS, "2030-04-01 00:30"),
        (time(2, 30), "2030-10-27 00:30", BRUSSELS, "2030-10-27 00:30"),
        (time(2, 30), "2030-10-26 12:00", BRUSSELS, "2030-10-27 00:30"),
        (time(23, 30), "2030-11-02 04:00", ZoneInfo("America/Havana"), "2030-11-03 03:30"),
    ],
)
def test_next_time(clock, now, zone, expected):
    assert rules.next_time(clock, at(now), zone) == at(expected)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Brussels", "2030-03-30"),
        ("Europe/Brussels", "2030-10-26"),
        ("America/Havana", "2030-03-09"),
        ("America/Havana", "2030-11-02"),
        ("Australia/Lord_Howe", "2030-04-06"),
    ],
)
def test_nobody_sleeps_or_waits_longer_than_a_day_over_a_change_of_clocks(zone, day):
    here = ZoneInfo(zone)
    for minutes in range(0, 48 * 60, 7):
        now = at(f"{day} 12:00") + minutes * MINUTE
        for clock in (time(0), time(0, 30), time(1, 15), time(2, 30), time(7), time(23, 30)):
            assert now <= rules.next_time(clock, now, here) <= now + 25 * HOUR
            assert now <= rules.awake_from(now, time(22), clock, here) <= now + 25 * HOUR


@pytest.mark.parametrize(
    ("tries", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 240), (6, None), (7, None), (100, None)]
)
def test_try_again_at(tries, minutes):
    assert rules.try_again_at(tries, NOW) == (None if minutes is None else NOW + minutes * MINUTE)


def test_a_worker_is_not_taken_for_dead_while_it_may_still_send():
    """A round, and the last mail of it, for which the mail server is waited for as long as may be."""
    assert rules.LONGEST_ROUND + timedelta(seconds=60) < rules.PATIENCE
