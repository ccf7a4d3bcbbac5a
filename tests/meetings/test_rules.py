"""Judgements about meeting somebody, without a database: deadlines, comfort, who is free."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.meetings import errors, rules
from matchmaking.meetings.models import Attendance, Booking
from matchmaking.meetings.programme import Day, Meeting, Programme, Someone
from tests.make import NOW

BRUSSELS, LIMA, SHANGHAI = (ZoneInfo(name) for name in ("Europe/Brussels", "America/Lima", "Asia/Shanghai"))
HALF_AN_HOUR, HOUR = timedelta(minutes=30), timedelta(hours=1)
ZONES = st.sampled_from([BRUSSELS, LIMA, SHANGHAI, ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/New_York")])
COUNTRIES = st.sampled_from(["BE", "PE", "CN", "SA", "US", ""])
MOMENTS = st.datetimes(datetime(2029, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - strategy


def local(zone, *when):
    return datetime(*when, tzinfo=zone)


def slot(starts, minutes=25):
    return MeetingSlot(starts_at=starts, ends_at=starts + timedelta(minutes=minutes))


def diary(zone=BRUSSELS, **kw):
    return rules.Diary(1, 1, zone, **{"country": "BE"} | kw)


# Working-hour deadlines ----------------------------------------------------------------


def after(at, hours, *, zone=BRUSSELS, country="BE", works_from=time(9), works_to=time(17)):
    return rules.after_working_hours(
        at, hours, zone=zone, works_from=works_from, works_to=works_to, country=country
    ).astimezone(zone)


@pytest.mark.parametrize(
    ("at", "hours", "due"),
    [
        ((2030, 5, 14, 10), 2, (2030, 5, 14, 12)),  # a Tuesday
        ((2030, 5, 14, 7), 2, (2030, 5, 14, 11)),  # before work
        ((2030, 5, 14, 16), 2, (2030, 5, 15, 10)),
        ((2030, 5, 14, 22), 2, (2030, 5, 15, 11)),  # after work
        ((2030, 5, 14, 9), 8, (2030, 5, 14, 17)),  # to the very end of the day
        ((2030, 5, 17, 16), 2, (2030, 5, 20, 10)),  # over a weekend
        ((2030, 4, 30, 16), 2, (2030, 5, 2, 10)),  # over Labour Day
        ((2030, 4, 19, 16), 2, (2030, 4, 23, 10)),  # over Easter
        ((2030, 3, 29, 16), 2, (2030, 4, 1, 10)),  # over a weekend with a change of the clocks
        ((2030, 5, 14, 10), 20, (2030, 5, 16, 14)),
    ],
)
def test_an_answer_is_due_after_working_hours(at, hours, due):
    assert after(local(BRUSSELS, *at), hours) == local(BRUSSELS, *due)


def test_hours_are_those_of_whoever_answers():
    asked_at = local(BRUSSELS, 2030, 5, 14, 16)
    assert after(asked_at, 2, zone=LIMA, country="PE") == local(LIMA, 2030, 5, 14, 11)
    assert after(asked_at, 2, zone=SHANGHAI, country="CN") == local(SHANGHAI, 2030, 5, 15, 11)


def test_a_weekend_is_that_of_the_country():
    friday = local(ZoneInfo("Asia/Riyadh"), 2030, 5, 17, 10)
    assert after(friday, 1, zone=ZoneInfo("Asia/Riyadh"), country="SA").date() == date(2030, 5, 19)  # a Sunday


@pytest.mark.parametrize(("night", "hours"), [((2030, 3, 31), 7), ((2030, 10, 27), 9)])
def test_hours_are_real_ones_where_the_clock_leaps(night, hours):
    """From one to nine, in a country whose Sunday is a working day: an hour is missing, or there twice."""
    work = {"works_from": time(1), "works_to": time(9), "country": "SA"}
    starts = local(BRUSSELS, *night, 1)
    assert after(starts, hours, **work) == local(BRUSSELS, *night, 9)
    assert after(starts, hours + 1, **work) > local(BRUSSELS, *night, 23)


def test_where_nobody_ever_works_the_wait_ends_all_the_same():
    assert (
        rules.after_working_hours(NOW, 2, zone=BRUSSELS, works_from=time(9), works_to=time(9), country="BE")
        == NOW + rules.LONGEST_WAIT
    )


@given(at=MOMENTS, hours=st.integers(1, 40), zone=ZONES, country=COUNTRIES)
def test_a_deadline_is_within_somebodys_working_day(at, hours, zone, country):
    due = after(at, hours, zone=zone, country=country)
    assert due >= at + hours * HOUR
    assert time(9) <= due.time() <= time(17)
    assert rules.is_working_day(due.date(), country)


@given(at=MOMENTS, one=st.integers(1, 20), other=st.integers(1, 20), zone=ZONES, country=COUNTRIES)
def test_to_wait_twice_is_to_wait_for_the_sum(at, one, other, zone, country):
    assert after(after(at, one, zone=zone, country=country), other, zone=zone, country=country) == after(
        at, one + other, zone=zone, country=country
    )


@given(sent=MOMENTS, answer=st.integers(1, 1000), times=st.lists(st.integers(1, 2000), min_size=1, max_size=3))
def test_a_request_never_outlives_its_last_time(sent, answer, times):
    wished = [slot(sent + n * HALF_AN_HOUR) for n in times]
    ends = rules.expiry(sent, sent + answer * HOUR, wished)
    assert sent < ends <= max(each.starts_at for each in wished)
    assert ends <= sent + answer * HOUR


# Comfort ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "discomfort"),
    [
        ((2030, 5, 14, 9), 0),
        ((2030, 5, 14, 17, 5), 0),  # ends with the working day
        ((2030, 5, 14, 17, 6), 1),
        ((2030, 5, 14, 7), 1),
        ((2030, 5, 14, 6, 59), rules.AT_NIGHT),
        ((2030, 5, 14, 21, 35), 1),
        ((2030, 5, 14, 21, 36), rules.AT_NIGHT),  # lasts into the night
        ((2030, 5, 14, 23, 50), rules.AT_NIGHT),  # and over midnight
        ((2030, 5, 14, 3), rules.AT_NIGHT),
        ((2030, 5, 18, 10), 1),  # a Saturday
        ((2030, 5, 1, 10), 1),  # Labour Day
    ],
)
def test_how_well_a_time_suits_one(starts, discomfort):
    assert rules.discomfort(diary(), slot(local(BRUSSELS, *starts))) == discomfort


def test_what_suits_both_best_comes_first():
    mine, theirs = diary(), diary(LIMA, country="PE")
    times = [slot(local(BRUSSELS, 2030, 5, 14, hour)) for hour in (16, 17, 15, 9, 22, 3)]  # Lima is seven hours behind
    found = [rules.comfort(mine, theirs, each).discomfort for each in times]
    assert found == [0, 0, 1, rules.AT_NIGHT, rules.AT_NIGHT, rules.AT_NIGHT + 1]
    for some in permutations(times[:4]):
        best = sorted(some, key=lambda each: rules.comfort(mine, theirs, each))
        assert best == [times[0], times[1], times[2], times[3]]


@given(at=MOMENTS, one=ZONES, other=ZONES)
def test_comfort_is_the_same_from_both_sides(at, one, other):
    mine, theirs, when = diary(one), diary(other), slot(at)
    assert rules.comfort(mine, theirs, when) == rules.comfort(theirs, mine, when)
    assert rules.comfort(mine, theirs, when).both_work == (
        rules.discomfort(mine, when) == 0 == rules.discomfort(theirs, when)
    )


@given(at=MOMENTS, zone=ZONES)
def test_working_hours_end_at_midnight(at, zone):
    when = slot(at)
    within = rules.is_within_hours(when, zone=zone, works_from=time(0), works_to=time(23, 59, 59))
    assert within == (when.starts_at.astimezone(zone).date() == when.ends_at.astimezone(zone).date())


# Who is free ----------------------------------------------------------------


def refusal(who, when, **kw):
    try:
        rules.check_free(who, when, **{"day_zone": BRUSSELS, "must_be_open": False} | kw)
    except errors.MeetingRefused as refused:
        return type(refused)
    return None


def spans(*starts):
    return tuple((start, start + HALF_AN_HOUR) for start in starts)


@pytest.mark.parametrize(
    ("kw", "told"),
    [
        ({}, None),
        ({"takes_part": False}, errors.NotTakingPart),
        ({"meetings": spans(NOW - HALF_AN_HOUR, NOW + HALF_AN_HOUR)}, None),  # back to back
        ({"meetings": spans(NOW - timedelta(minutes=29))}, errors.SlotTaken),
        ({"busy": spans(NOW + timedelta(minutes=24))}, errors.SlotClosed),
        ({"busy": spans(NOW + timedelta(minutes=25))}, None),
        ({"meetings": spans(NOW - HOUR), "pause": HALF_AN_HOUR}, None),
        ({"meetings": spans(NOW - HOUR), "pause": timedelta(minutes=31)}, errors.TooLittleBreak),
        ({"meetings": spans(NOW + HOUR), "pause": timedelta(minutes=36)}, errors.TooLittleBreak),
        ({"busy": spans(NOW - HOUR), "pause": HOUR}, None),  # a break is one between meetings
        ({"meetings": spans(NOW - HOUR), "most_per_day": 1}, errors.DayIsFull),
        ({"meetings": spans(NOW - HOUR), "most_per_day": 2}, None),
        ({"meetings": spans(NOW - timedelta(days=1)), "most_per_day": 1}, None),
        ({"most_per_day": 0}, errors.DayIsFull),
    ],
)
def test_check_free(kw, told):
    assert refusal(diary(**kw), slot(NOW)) == told


def test_a_time_is_closed_until_it_is_opened():
    when = slot(NOW)
    assert refusal(diary(), when, must_be_open=True) == errors.SlotClosed
    assert refusal(diary(opened={when.pk}), when, must_be_open=True) is None
    assert refusal(diary(opened={uuid4()}), when, must_be_open=True) == errors.SlotClosed


def test_a_day_is_one_by_the_clock_of_the_fair():
    evening, morning = local(LIMA, 2030, 5, 14, 20), local(LIMA, 2030, 5, 14, 23)  # in Brussels it is the next day
    who = diary(LIMA, meetings=spans(evening - 12 * HOUR), most_per_day=1)
    assert refusal(who, slot(morning), day_zone=LIMA) == errors.DayIsFull
    assert refusal(who, slot(morning), day_zone=BRUSSELS) is None


@given(
    st.lists(st.integers(0, 200), max_size=6),
    st.integers(0, 200),
    st.integers(0, 60),
    st.one_of(st.none(), st.integers(1, 4)),
)
def test_whoever_is_free_would_be_with_less_on_his_plate(starts, when, pause, most):
    """To lose a meeting, to bear less of a break or more of a day never makes somebody less free."""
    meetings = spans(*(NOW + n * timedelta(minutes=10) for n in starts))
    full = diary(meetings=meetings, pause=timedelta(minutes=pause), most_per_day=most)
    when = slot(NOW + when * timedelta(minutes=10))
    assume(refusal(full, when) is None)
    assert refusal(diary(meetings=meetings[1:], pause=timedelta(minutes=pause), most_per_day=most), when) is None
    assert refusal(diary(meetings=meetings), when) is None
    assert not any(rules.overlaps((when.starts_at, when.ends_at), meeting) for meeting in meetings)


@given(st.lists(st.one_of(st.none(), st.integers(0, 50)), max_size=4))
def test_of_limits_the_strictest_or_the_most_generous(limits):
    known = [limit for limit in limits if limit is not None]
    assert rules.least(*limits) == (min(known) if known else None)
    assert rules.most(*limits) == (max(known) if known and None not in limits else None)


# As somebody reads it ----------------------------------------------------------------


def someone(number, role, stand=None, *, excused_at=None):
    user = User(pk=number, name=f"Person {number}", time_zone="Europe/Brussels")
    attendance = Attendance(
        participant=Participant(pk=number, user=user), user=user, role=role, stand_id=stand, excused_at=excused_at
    )
    if stand:
        attendance.stand = Exhibitor(pk=stand)
    return Someone(attendance)


def meeting(*people, reader=1, starts=NOW, status="confirmed"):
    booking = Booking(starts_at=starts, ends_at=starts + HALF_AN_HOUR, status=status, fair_id=1)
    return Meeting(booking, people, User(pk=reader))


def numbers(people):
    return [each.user.pk for each in people]


def test_sides_are_who_comes_for_the_same_stand():
    people = [someone(1, "host", 5), someone(2, "host", 5), someone(3, "guest"), someone(4, "interpreter")]
    seen = meeting(*people)
    assert (numbers(seen.ours), numbers(seen.others), numbers(seen.helpers)) == ([1, 2], [3], [2, 4])
    by_the_guest = meeting(*people, reader=3)
    assert (numbers(by_the_guest.ours), numbers(by_the_guest.others)) == ([3], [1, 2])
    by_the_interpreter = meeting(*people, reader=4)
    assert (numbers(by_the_interpreter.ours), numbers(by_the_interpreter.others)) == ([4], [1, 2, 3])


def test_two_people_without_a_stand_are_two_sides():
    seen = meeting(someone(1, "host"), someone(2, "guest"))
    assert (numbers(seen.ours), numbers(seen.others), seen.stand) == ([1], [2], None)


def test_whoever_is_excused_is_not_there():
    seen = meeting(someone(1, "host"), someone(2, "guest"), someone(3, "guest", excused_at=NOW))
    assert (numbers(seen.present), numbers(seen.others)) == ([1, 2], [2])


@pytest.mark.parametrize(("reader", "may"), [(1, False), (2, True), (3, True), (4, True), (9, False)])
def test_nobody_excuses_himself_who_is_the_last_of_his_side(reader, may):
    people = [someone(1, "host", 5), someone(2, "guest"), someone(3, "guest"), someone(4, "interpreter")]
    assert meeting(*people, reader=reader).may_excuse is may


@pytest.mark.parametrize(
    ("minutes", "status", "is_now"),
    [
        (0, "confirmed", True),
        (29, "confirmed", True),
        (30, "confirmed", False),
        (-1, "confirmed", False),
        (0, "cancelled", False),
    ],
)
def test_what_is_on_now(minutes, status, is_now):
    seen = meeting(someone(1, "host"), status=status)
    assert seen.is_now(NOW + timedelta(minutes=minutes)) is is_now


def test_the_day_that_an_agenda_shows():
    fair = Fair(pk=1, starts_on=date(2030, 5, 14), ends_on=date(2030, 5, 16), time_zone="Europe/Brussels")
    late = meeting(someone(1, "host"), starts=local(BRUSSELS, 2030, 5, 16, 20))
    cancelled = meeting(someone(1, "host"), starts=local(BRUSSELS, 2030, 5, 16, 21), status="cancelled")
    seen = Programme(fair, [late, cancelled], SHANGHAI)
    assert seen.days == [date(2030, 5, day) for day in (14, 15, 16, 17)]  # in Shanghai it is the day after
    assert seen.day_to_show("2030-05-17", NOW) == date(2030, 5, 17)
    assert seen.day_to_show("nonsense", NOW) == date(2030, 5, 14)
    assert seen.day_to_show("all", NOW) is None
    assert seen.day_to_show("", NOW + timedelta(days=30)) is None
    assert seen.on(date(2030, 5, 17)) == [Day(date(2030, 5, 17), [late, cancelled])]
    assert [day.standing for day in seen.on(None)] == [0, 0, 0, 1]
    assert (seen.now(late.booking.starts_at), seen.next(NOW), seen.next(late.booking.starts_at)) == (late, late, None)
