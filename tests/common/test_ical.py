"""What we write into calendar files, read by three others: they agree on what, when and how new it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical

from matchmaking.common import ical
from matchmaking.common.ical import Event, Method

NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
HALF = timedelta(minutes=25)


def event(starts, **kw):
    facts = {"uid": "one@fair.example", "sequence": 2, "starts": starts, "ends": starts + HALF}
    return Event(**{**facts, "changed_at": NOW, "summary": "Meeting"} | kw)


# Both sides of a change of the clocks, and the hour after it; zones without changes, with half hours, of the south.
MOMENTS = [
    ("Europe/Brussels", "2030-03-31T00:59"),
    ("Europe/Brussels", "2030-03-31T01:00"),
    ("Europe/Brussels", "2030-03-31T01:30"),
    ("Europe/Brussels", "2030-10-27T01:00"),
    ("Europe/Brussels", "2030-10-27T02:30"),
    ("America/Lima", "2030-03-31T12:00"),
    ("Asia/Kolkata", "2030-03-31T12:00"),
    ("Asia/Shanghai", "2030-10-27T12:00"),
    ("America/Santiago", "2030-09-08T04:30"),
    ("Australia/Lord_Howe", "2030-10-05T15:45"),
    ("UTC", "2030-07-01T12:00"),
]


@pytest.mark.parametrize(("zone", "moment"), MOMENTS)
def test_three_readers_agree_on_the_moment(zone, moment):
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    starts = at.astimezone(ZoneInfo(zone))
    data = ical.write([replace(event(starts), ends=(at + HALF).astimezone(ZoneInfo(zone)))])
    (ours,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert (ours.start.astimezone(UTC), ours.end.astimezone(UTC)) == (at, at + HALF)
    theirs = vobject.readOne(data.decode()).vevent
    assert theirs.dtstart.value.astimezone(UTC) == at
    assert (str(theirs.uid.value), theirs.sequence.value, theirs.status.value) == ("one@fair.example", "2", "CONFIRMED")
    if zone != "UTC" and not starts.fold:  # by the rules in the file alone, as a reader does that knows no zones
        rules = tzical(FileOf(data)).get(zone)
        assert starts.replace(tzinfo=None, fold=0).replace(tzinfo=rules).astimezone(UTC) == at


class FileOf:
    """A file as dateutil wants it: its lines, unfolded."""

    def __init__(self, data):
        self.text = data.decode().replace("\r\n ", "").replace("\r\n", "\n")

    def read(self):
        return self.text


def test_the_hour_that_comes_twice_is_the_first_one():
    """iCalendar cannot say which; ours is read as the first, and a meeting in the second is written in UTC."""
    second = datetime(2030, 10, 27, 1, 15, tzinfo=UTC).astimezone(ZoneInfo("Europe/Brussels"))
    data = ical.write([event(second, ends=(second.astimezone(UTC) + HALF).astimezone(ZoneInfo("Europe/Brussels")))])
    assert b"DTSTART:20301027T011500Z" in data


def test_words_of_every_kind_survive():
    words = "Chocolate; dark, 70 %\nand 😀 \\ العربية 中文 " * 3
    data = ical.write([event(NOW, summary=words, description=words, location=words, url="https://fair.example/m/1/")])
    (ours,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [str(ours[name]) for name in ("summary", "description", "location")] == [words] * 3
    assert str(ours["url"]) == "https://fair.example/m/1/"
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)


def test_what_is_cancelled_is_said_so_and_keeps_nobody_busy():
    data = ical.write([event(NOW, is_cancelled=True, sequence=3)], method=Method.CANCEL)
    calendar = icalendar.Calendar.from_ical(data)
    (ours,) = calendar.walk("VEVENT")
    assert (calendar["method"], ours["status"], ours["transp"], ours["sequence"]) == (
        "CANCEL",
        "CANCELLED",
        "TRANSPARENT",
        3,
    )


def test_a_feed_has_a_name_and_says_how_often_to_look():
    calendar = icalendar.Calendar.from_ical(ical.write([], name="Meetings"))
    assert (calendar["x-wr-calname"], calendar["method"]) == ("Meetings", "PUBLISH")
    assert calendar["refresh-interval"].dt == timedelta(minutes=15)
    assert calendar.walk("VEVENT") == []


def test_every_zone_of_a_file_has_its_rules_once():
    zones = [ZoneInfo("America/Lima"), ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Lima")]
    data = ical.write([event(NOW.astimezone(zone), uid=f"{n}@x") for n, zone in enumerate(zones)])
    found = [str(rules["tzid"]) for rules in icalendar.Calendar.from_ical(data).walk("VTIMEZONE")]
    assert found == ["America/Lima", "Asia/Tokyo"]
