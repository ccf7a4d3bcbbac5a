"""What each notice says by mail, in English and in French, kept in files (tests/letters.py)."""

import re
from pathlib import Path

import pytest
from icalendar import Calendar

from matchmaking.reminders import rules, tellings
from matchmaking.reminders.mails import digest_of, mail_of
from matchmaking.reminders.models import Notice
from tests.letters import is_as_kept, parts_of
from tests.make import NOW
from tests.reminders.story import TOLD, Story, number

pytestmark = pytest.mark.django_db
KEPT = Path(__file__).parent / "mails"
MAILED = [kind for kind in Notice.Kind if kind not in rules.NOT_MAILED]


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://fair.example.com"
    settings.DEFAULT_FROM_EMAIL = "Tradefair <fair@example.com>"


def telling_of(kind, language="en"):
    notice, at = Story(language).of(kind)
    return tellings.read([notice], at=at)[notice.pk]


def settled(text):
    """Without what is signed anew each time."""
    return re.sub(r"(/(?:act|notices/stop)/)[^/\s\">]+", r"\1SIGNED", text.replace("\r\n", "\n"))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", MAILED)
def test_mail_says(kind, language):
    message, parts = parts_of(mail_of(telling_of(kind, language)))
    headers = ("From", "To", "Subject", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post")
    told = "".join(f"{name}: {message[name]}\n" for name in headers if message[name])
    told += "\n" + parts["text/plain"].get_content()
    if "text/calendar" in parts:
        told += "\n" + parts["text/calendar"].get_content()
    is_as_kept(KEPT / f"{kind}.{language}.txt", settled(told))
    is_as_kept(KEPT / f"{kind}.{language}.html", settled(parts["text/html"].get_content()))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_digest_says(language):
    story = Story(language)
    notice, _ = story.of(Notice.Kind.REQUEST_RECEIVED)
    _, parts = parts_of(digest_of(notice.recipient, list(tellings.read([notice], at=NOW).values()), "key"))
    is_as_kept(KEPT / f"digest.{language}.txt", settled(parts["text/plain"].get_content()))
    is_as_kept(KEPT / f"digest.{language}.html", settled(parts["text/html"].get_content()))


@pytest.mark.parametrize("kind", MAILED)
def test_what_is_told_is_true_when_it_is_told(kind):
    assert telling_of(kind).is_true


@pytest.mark.parametrize(
    ("kind", "method", "sequence", "status"),
    [
        (Notice.Kind.BOOKING_MADE, "REQUEST", 0, "CONFIRMED"),
        (Notice.Kind.REQUEST_ACCEPTED, "REQUEST", 0, "CONFIRMED"),
        (Notice.Kind.BOOKING_MOVED, "REQUEST", 1, "CONFIRMED"),
        (Notice.Kind.BOOKING_CANCELLED, "CANCEL", 1, "CANCELLED"),
        (Notice.Kind.BOOKING_REASSIGNED, "CANCEL", 2, "CANCELLED"),
    ],
)
def test_mail_carries_what_a_calendar_takes(kind, method, sequence, status):
    _, parts = parts_of(mail_of(telling_of(kind)))
    part = parts["text/calendar"]
    assert part.get_param("method") == method
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == method
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        f"{number(21)}@fair.example.com",
        sequence,
        status,
    )
    assert str(event["ORGANIZER"]) == "mailto:fair@example.com"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"


def test_a_name_with_a_line_break_forges_no_header():
    story = Story("en")
    story.guest.user.name = "Renata\r\nBcc: everybody@example.com"
    story.guest.user.save()
    notice, at = story.of(Notice.Kind.REQUEST_RECEIVED)
    message, _ = parts_of(mail_of(tellings.read([notice], at=at)[notice.pk]))
    assert message["Bcc"] is None
    assert "Renata Bcc: everybody@example.com" in message["Subject"]


def test_every_kind_has_words_and_a_story():
    assert set(tellings.READERS) == set(TOLD) == set(Notice.Kind)


@pytest.mark.parametrize("kind", MAILED)
def test_mail_loads_nothing_and_knows_the_dark(kind):
    """No picture, font or style from anywhere: it is whole without, and nobody learns that it was opened."""
    _, parts = parts_of(mail_of(telling_of(kind)))
    page = parts["text/html"].get_content()
    assert re.findall(r"<(?:img|link|script|iframe|video|audio|object)|url\(|@import", page) == []
    assert "prefers-color-scheme: dark" in page
