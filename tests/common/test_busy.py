"""When a calendar file says that somebody is busy: what counts, on whose clock, and that no file costs much."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.common import busy
from matchmaking.common.busy import Busy, NoCalendar, TooMuch, apart, read, read_apart
from matchmaking.common.ical import Event, uid_of, write

BRUSSELS = ZoneInfo("Europe/Brussels")
LIMA = ZoneInfo("America/Lima")
SINCE, UNTIL = datetime(2030, 3, 25, tzinfo=UTC), datetime(2030, 4, 15, tzinfo=UTC)
SITE = "https://fair.example"


def file(*entries, kind="VEVENT"):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Something//EN"]
    for entry in entries:
        lines += [f"BEGIN:{kind}", *entry.strip().splitlines(), f"END:{kind}"]
    return "\r\n".join([*(line.strip() for line in lines), "END:VCALENDAR", ""]).encode()


def found(text, zone=BRUSSELS, since=SINCE, until=UNTIL):
    return read(text, since=since, until=until, zone=zone, but_of="fair.example")


def told(*entries, **kw):
    """The stretches, as "day hour–hour" in UTC; every entry was understood."""
    whole = found(file(*entries), **kw)
    assert whole.left_out == 0
    return [f"{starts:%d %H:%M}–{ends:%d %H:%M}" for starts, ends in whole.spans]


# What counts ----------------------------------------------------------------


def test_an_event_closes_its_hours():
    assert told("UID:1\nSUMMARY:Secret\nDTSTART:20300401T090000Z\nDTEND:20300401T100000Z") == ["01 09:00–01 10:00"]


@pytest.mark.parametrize(
    "more",
    ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "transp:transparent", "UID:9@fair.example", "UID:9@FAIR.example"],
)
def test_what_is_free_cancelled_or_ours_closes_nothing(more):
    assert told(f"{more}\nDTSTART:20300401T090000Z\nDTEND:20300401T100000Z") == []


def test_our_own_feed_closes_nothing():
    starts = datetime(2030, 4, 1, 9, tzinfo=BRUSSELS)
    ours = Event(uid_of("0190", SITE), 3, starts, starts + timedelta(hours=1), starts, "Élise")
    assert found(write([ours])) == Busy([])


@pytest.mark.parametrize("status", ["TENTATIVE", "CONFIRMED", "NONSENSE"])
def test_what_is_tentative_closes(status):
    assert told(f"STATUS:{status}\nDTSTART:20300401T090000Z\nDURATION:PT30M") == ["01 09:00–01 09:30"]


def test_an_event_without_an_end_takes_no_time_and_a_day_without_one_is_whole():
    assert told("DTSTART:20300401T090000Z", "DTSTART;VALUE=DATE:20300402") == ["01 22:00–02 22:00"]
    assert told("DTSTART;VALUE=DATE:20300402\nDTEND;VALUE=DATE:20300402") == ["01 22:00–02 22:00"]


def test_told_busy_times_close_and_told_free_ones_do_not():
    entry = """
        FREEBUSY:20300401T090000Z/PT1H,20300402T090000Z/20300402T093000Z
        FREEBUSY;FBTYPE=BUSY-TENTATIVE:20300403T090000Z/PT1H
        FREEBUSY;FBTYPE=FREE:20300404T090000Z/PT1H
        FREEBUSY:20300405T090000Z/20300405T080000Z,20300405T090000Z/-PT1H
    """
    whole = found(file(entry, kind="VFREEBUSY"))
    assert [starts.day for starts, _ends in whole.spans] == [1, 2, 3]


def test_only_what_lies_between_the_two_moments_counts():
    edges = [
        "UID:1\nDTSTART:20300324T230000Z\nDTEND:20300325T010000Z",
        "UID:2\nDTSTART:20300324T220000Z\nDTEND:20300325T000000Z",
        "UID:3\nDTSTART:20300415T000000Z\nDTEND:20300415T010000Z",
        "UID:4\nDTSTART:20300414T230000Z\nDTEND:20300420T010000Z",
    ]
    assert told(*edges) == ["25 00:00–25 01:00", "14 23:00–15 00:00"]


def test_stretches_that_touch_are_one():
    hours = [
        (SINCE + timedelta(hours=a), SINCE + timedelta(hours=b))
        for a, b in [(5, 6), (1, 2), (2, 3), (1, 2), (8, 9), (8, 10)]
    ]
    assert [((a - SINCE) // timedelta(hours=1), (b - SINCE) // timedelta(hours=1)) for a, b in apart(hours)] == [
        (1, 3),
        (5, 6),
        (8, 10),
    ]


# Clocks ----------------------------------------------------------------


def test_times_without_a_zone_and_days_are_by_the_persons_clock():
    floating, day = (
        "DTSTART:20300401T090000\nDTEND:20300401T100000",
        "DTSTART;VALUE=DATE:20300403\nDTEND;VALUE=DATE:20300405",
    )
    assert told(floating, day) == ["01 07:00–01 08:00", "02 22:00–04 22:00"]
    assert told(floating, day, zone=LIMA) == ["01 14:00–01 15:00", "03 05:00–05 05:00"]


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("America/Lima", 14),
        ("SA Pacific Standard Time", 14),  # Windows
        ('"/freeassociation.sourceforge.net/America/Lima"', 14),
        ("Customized Time Zone", 7),
        ("(UTC-05:00) Bogota, Lima, Quito", 7),
        ('"(UTC-05:00) Bogota, Lima, Quito"', 7),
        ("../../../../etc/passwd", 7),
        ("Europe", 7),  # a folder
        ("a" * 5000, 7),
        ("/" + "a/" * 3000 + "Europe/Brussels", 7),
        ("\x00", 7),
        ("", 7),
    ],
)
def test_zones_have_many_names_and_an_unknown_one_is_the_persons(zone, hour):
    event = f"DTSTART;TZID={zone}:20300401T090000\nDTEND;TZID={zone}:20300401T100000"
    assert told(event) == [f"01 {hour:02}:00–01 {hour + 1:02}:00"]
    assert told(event + "\nRRULE:FREQ=DAILY;COUNT=1") == [f"01 {hour:02}:00–01 {hour + 1:02}:00"]


def test_what_recurs_keeps_its_hour_when_the_clocks_change():
    """On 31 March 2030 the clocks of Brussels go forward."""
    weekly = (
        "DTSTART;TZID=Europe/Brussels:20300328T090000\nDTEND;TZID=Europe/Brussels:20300328T100000\nRRULE:FREQ=WEEKLY"
    )
    assert told(weekly) == ["28 08:00–28 09:00", "04 07:00–04 08:00", "11 07:00–11 08:00"]
    assert told(weekly.replace(";TZID=Europe/Brussels", "")) == told(weekly)


def test_a_day_on_which_the_clocks_change_is_shorter():
    assert told("DTSTART;VALUE=DATE:20300331") == ["30 23:00–31 22:00"]


HOSTILE = """
    BEGIN:VTIMEZONE
    TZID:{name}
    BEGIN:STANDARD
    DTSTART:19700101T000000
    TZOFFSETFROM:+1200
    TZOFFSETTO:+1200
    END:STANDARD
    END:VTIMEZONE
"""


@pytest.mark.parametrize("name", ["Europe/Brussels", "Brussels of the evil one"])
def test_a_file_does_not_say_what_a_zone_means(name):
    event = f"DTSTART;TZID={name}:20300401T090000\nDTEND;TZID={name}:20300401T100000"
    zone = "\r\n".join(line.strip() for line in HOSTILE.format(name=name).strip().splitlines())
    text = file(event).replace(b"BEGIN:VEVENT", zone.encode() + b"\r\nBEGIN:VEVENT")
    assert (
        found(text)
        == found(file(event))
        == Busy([(datetime(2030, 4, 1, 7, tzinfo=UTC), datetime(2030, 4, 1, 8, tzinfo=UTC))])
    )
    assert busy.zone_named("Brussels of the evil one") is None  # and nobody who reads later is led astray


# What recurs ----------------------------------------------------------------


def test_exceptions_further_dates_and_changed_days():
    """Daily at nine for six days: not on the second, on the third at noon, on the fourth free; and once at six."""
    series = """
        UID:1
        DTSTART;TZID=Europe/Brussels:20300401T090000
        DTEND;TZID=Europe/Brussels:20300401T100000
        RRULE:FREQ=DAILY;COUNT=6
        EXDATE;TZID=Europe/Brussels:20300402T090000
        RDATE;TZID=Europe/Brussels:20300410T180000
    """
    moved = """
        UID:1
        RECURRENCE-ID;TZID=Europe/Brussels:20300403T090000
        DTSTART;TZID=Europe/Brussels:20300403T120000
        DTEND;TZID=Europe/Brussels:20300403T123000
    """
    freed = """
        UID:1
        RECURRENCE-ID;TZID=Europe/Brussels:20300404T090000
        DTSTART;TZID=Europe/Brussels:20300404T090000
        DTEND;TZID=Europe/Brussels:20300404T100000
        TRANSP:TRANSPARENT
    """
    expected = ["01 07:00–01 08:00", "03 10:00–03 10:30", "05 07:00–05 08:00", "06 07:00–06 08:00", "10 16:00–10 17:00"]
    assert told(series, moved, freed) == told(freed, moved, series) == expected


def test_days_that_recur():
    assert told("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=MONTHLY;BYMONTHDAY=2") == ["01 22:00–02 22:00"]
    assert told("DTSTART;VALUE=DATE:20300401\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20300402") == [
        "31 22:00–01 22:00",
        "02 22:00–03 22:00",
    ]


def test_a_rule_may_end_by_another_clock():
    daily = "DTSTART;TZID=Europe/Brussels:20300401T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL="
    assert (
        told(daily + "20300402T070000Z")
        == told(daily + "20300402T090000")
        == ["01 07:00–01 08:00", "02 07:00–02 08:00"]
    )


def test_an_event_that_recurs_daily_since_1970():
    starts, until = SINCE, SINCE + timedelta(days=400)
    began = time.process_time()
    whole = found(file("DTSTART:19700101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"), since=starts, until=until)
    assert whole == Busy(
        [(starts + timedelta(days=n, hours=9), starts + timedelta(days=n, hours=10)) for n in range(400)]
    )
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",  # never
        "FREQ=MINUTELY;INTERVAL=1;BYSETPOS=1;BYDAY=MO",
        "FREQ=HOURLY;UNTIL=99991231T000000Z",
    ],
)
def test_an_entry_that_never_comes_to_an_end_is_left_out_and_the_others_are_read(rule):
    endless = f"UID:1\nDTSTART:19700101T090000Z\nDURATION:PT1S\nRRULE:{rule}"
    began = time.process_time()
    whole = found(file(endless, "UID:2\nDTSTART:20300401T090000Z\nDURATION:PT1H"))
    assert whole == Busy([(datetime(2030, 4, 1, 9, tzinfo=UTC), datetime(2030, 4, 1, 10, tzinfo=UTC))], left_out=1)
    assert time.process_time() - began < 2


def test_no_more_stretches_are_kept_than_the_earliest_two_thousand():
    whole = found(file("DTSTART:20300101T090000Z\nDURATION:PT1S\nRRULE:FREQ=HOURLY"), until=SINCE + timedelta(days=100))
    assert len(whole.spans) == 2000
    assert whole.spans[-1][0] == SINCE + timedelta(hours=1999)


def test_fifty_thousand_events_are_read():
    events = [f"UID:{n}\nDTSTART:20300401T{n % 24:02}0000Z\nDURATION:PT10M\nSUMMARY:Something" for n in range(50_000)]
    assert read_apart(file(*events), since=SINCE, until=UNTIL, zone="UTC", but_of="x") == Busy(
        [(datetime(2030, 4, 1, n, tzinfo=UTC), datetime(2030, 4, 1, n, 10, tzinfo=UTC)) for n in range(24)]
    )


# What is wrong ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\r\n",
        b"<!doctype html><title>Sign in</title>",
        b"BEGIN:VCARD\r\nEND:VCARD\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2030",  # half of one
        b"\x00\xff\xfe" * 100,
    ],
)
def test_what_is_no_calendar(text):
    with pytest.raises(NoCalendar):
        found(text)


def test_a_calendar_may_be_empty_folded_badly_encoded_and_written_with_any_line_ends():
    assert found(file()) == Busy([])
    text = file("UID:1\nSUMMARY:Caf\u00e9\nDTSTART:20300401T090000Z\nDURATION:PT1H").replace("é".encode(), b"\xe9")
    folded = text.replace(b"DTSTART:2030", b"DTSTART:20\r\n 30")
    assert found(text) == found(folded) == found(text.replace(b"\r\n", b"\n")) == found(b"\xef\xbb\xbf" + text)
    assert len(found(text).spans) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "DTSTART:yesterday",
        "DTSTART:20301345T090000Z\nDURATION:PT1H",
        "DTSTART:PT1H",
        "DTEND:20300401T090000Z",
        "DTSTART:20300401T090000Z\nDURATION:P99999999999D",
        "DTSTART:20300401T090000Z\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES",
        "DTSTART:20300401T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=-1;COUNT=x",
        "DTSTART:99991231T235959Z\nDURATION:P1D",
    ],
)
def test_an_entry_that_makes_no_sense_is_left_out_and_the_others_are_read(wrong):
    whole = found(file(wrong, "UID:2\nDTSTART:20300401T090000Z\nDURATION:PT1H"))
    assert whole == Busy([(datetime(2030, 4, 1, 9, tzinfo=UTC), datetime(2030, 4, 1, 10, tzinfo=UTC))], left_out=1)


NAMES = ["BEGIN", "END", "UID", "STATUS", "FREEBUSY", "DURATION", "RRULE", *busy.WITH_DATES]
PARAMETERS = ["", ";TZID=America/Lima", ";TZID=", ';TZID="', ";TZID=\x00", ";VALUE=DATE", ";VALUE=PERIOD", ";=", ";"]
VALUES = [
    *("20300401T090000Z", "20300401T090000", "20300402", "00010101T000000", "99991231T235959", "20300401T090000Z,1"),
    *("PT1H", "-PT1H", "P9W", "20300401T090000Z/PT1H", "20300401T090000Z/20300401T080000Z", "VEVENT", "VCALENDAR", ""),
    *("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;UNTIL=2030", "FREQ=MONTHLY;COUNT=3"),
]
LINES = st.builds("{}{}:{}".format, *map(st.sampled_from, (NAMES, PARAMETERS, VALUES))) | st.text(max_size=20)


@pytest.mark.filterwarnings("ignore")  # of the libraries, of what they read
@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(LINES, max_size=7).map("\n".join), max_size=3), st.sampled_from(busy.ENTRIES))
def test_whatever_a_file_says_what_comes_of_it_are_stretches_in_order(entries, kind):
    try:
        spans = found(file("DTSTART:20300401T090000Z", *entries, kind=kind)).spans
    except busy.NotReadable:
        return
    assert all(SINCE <= starts < ends <= UNTIL for starts, ends in spans)
    assert all(one[1] < next_one[0] for one, next_one in pairwise(spans))


def test_what_lies_within_an_entry_is_not_part_of_it():
    alarm = "DTSTART:20300401T090000Z\nBEGIN:VALARM\nDTEND:20300409T090000Z\nDURATION:P9D\nEND:VALARM\nDURATION:PT1H"
    assert told(alarm) == ["01 09:00–01 10:00"]


# Apart ----------------------------------------------------------------


def apart_from_us(text):
    return read_apart(text, since=SINCE, until=UNTIL, zone="Europe/Brussels", but_of="fair.example")


def test_read_apart_says_the_same():
    text = file("DTSTART;TZID=Europe/Brussels:20300401T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY", "UID:2\nDTSTART:x")
    assert apart_from_us(text) == found(text)
    assert apart_from_us(text).left_out == 1


def test_read_apart_refuses_what_is_no_calendar():
    with pytest.raises(NoCalendar):
        apart_from_us(b"<!doctype html>")


def test_read_apart_gives_up_a_file_that_takes_too_long():
    endless = [f"UID:{n}\nDTSTART:19700101T090000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY" for n in range(20)]
    began = time.monotonic()
    with pytest.raises(TooMuch):
        apart_from_us(file(*endless))
    assert time.monotonic() - began < busy.PATIENCE


def test_read_apart_ends_a_process_that_does_not(monkeypatch):
    monkeypatch.setattr(busy, "PATIENCE", 0.01)
    with pytest.raises(TooMuch):
        apart_from_us(file())


def test_read_apart_keeps_our_secrets_to_ourselves(monkeypatch, tmp_path):
    """The process sees neither settings nor environment."""
    monkeypatch.setattr(busy.sys, "executable", str(tmp_path / "python"))
    (tmp_path / "python").write_text("#!/bin/sh\nenv > " + str(tmp_path / "seen") + "\nexit 3\n")
    (tmp_path / "python").chmod(0o755)
    with pytest.raises(NoCalendar):
        apart_from_us(file())
    seen = {line.partition("=")[0] for line in Path(tmp_path / "seen").read_text().splitlines()}
    assert seen - {*busy.PASSED_ON, "PYTHONPATH", "PWD", "SHLVL", "_", "OLDPWD"} == set()
