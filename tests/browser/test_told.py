"""From the first request to the lobby by what the mails say alone: over a real mail server, half a world apart."""

import re
from datetime import UTC, timedelta
from time import monotonic

import icalendar
import pytest
import vobject
from django.utils import timezone

from matchmaking.meetings.models import Booking, MeetingRequest
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Habits, Wish
from matchmaking.reminders.sending import send_mails
from tests.browser.test_meetings import MESSAGE, World
from tests.reminders.smtp import smtp_server

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


@pytest.fixture
def server(settings, live_server):
    """A real mail server; links in mails lead to the server of the test."""
    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.SITE_URL = live_server.url
        yield server


@pytest.fixture
def world():
    """Two people who are never asleep, and want no agenda of the day."""
    first = (timezone.now() + 6 * HOUR).replace(minute=0, second=0, microsecond=0)
    world = World([first + n * HOUR for n in range(3)], "America/Lima")
    for who in (world.exporter, world.buyer):
        Habits.objects.create(user=who.user, is_quiet=False)
        for kind in ("day_agenda", "device_test"):
            Wish.objects.create(user=who.user, kind=kind, mail="never")
    return world


@pytest.fixture
def post(server, monkeypatch):
    """post(at): what is owed at that moment goes out, and the new mails are here, by the address of their readers."""

    def told(at=None):
        before = len(server.mails)
        with monkeypatch.context() as travel:
            if at:
                travel.setattr("django.utils.timezone.now", lambda: at)
            note_what_is_owed(at=timezone.now())
            sent = send_mails(until=monotonic() + 60)
        fresh = server.wait_for(before + sent)[before:]
        return {str(mail["To"]): mail for mail in fresh}

    return told


def links_in(mail):
    return re.findall(r"https?://\S+", mail.get_body("plain").get_content())


def event_in(mail):
    """What two readers of calendars make of the mail's file: how, which, how new, and when. They agree."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    text = part.get_content()
    calendar = icalendar.Calendar.from_ical(text)
    (ours,) = calendar.walk("VEVENT")
    theirs = vobject.readOne(text).vevent
    assert str(calendar["METHOD"]) == part.get_param("method")
    assert str(theirs.uid.value) == str(ours["UID"])
    assert theirs.dtstart.value.astimezone(UTC) == ours.start.astimezone(UTC)
    assert int(theirs.sequence.value) == int(ours["SEQUENCE"])
    return str(calendar["METHOD"]), str(ours["UID"]), int(ours["SEQUENCE"]), ours.start.astimezone(UTC)


def test_from_a_request_to_the_lobby_by_mail(open_window, sign_in, live_server, world, post):
    exporter, buyer = world.exporter.user, world.buyer.user
    asking = open_window(timezone_id="America/Lima", reduced_motion="reduce")
    sign_in(asking, buyer)
    answering = open_window(reduced_motion="reduce")  # signed in nowhere: the mail is enough

    # Asked, on a page.
    asking.goto(f"{live_server.url}/fairs/{world.fair.slug}/exhibitors/{world.stand.slug}/meet/")
    for n in range(1, asking.locator("details.slots").count()):
        asking.locator("details.slots > summary").nth(n).click()
    asking.locator(f"label[for='slot-{world.slots[0].pk}']").click()
    asking.get_by_label("Your message").fill(MESSAGE)
    asking.get_by_role("button", name="Send the request").click()
    asking.wait_for_url("**/requests/*/")
    asked = MeetingRequest.objects.get()

    # The mail, its link, a page with a button: until that is pressed nothing has happened.
    mails = post()
    assert set(mails) == {exporter.email}
    assert MESSAGE in mails[exporter.email].get_body("plain").get_content()
    (accept, *_others) = [link for link in links_in(mails[exporter.email]) if "/act/" in link]
    answering.goto(accept)
    assert not Booking.objects.exists()
    answering.locator("#errand-form button").click()
    answering.wait_for_load_state()
    booked = Booking.objects.get()
    assert (booked.request_id, booked.starts_at) == (asked.pk, world.slots[0].starts_at)

    # Both get it for their calendars.
    mails = post()
    assert set(mails) == {exporter.email, buyer.email}
    method, uid, sequence, starts = event_in(mails[buyer.email])
    assert (method, sequence, starts) == ("REQUEST", 0, booked.starts_at)
    assert event_in(mails[exporter.email])[:3] == (method, uid, sequence)

    # Moved: the same entry, newer.
    sign_in(answering, exporter)
    answering.goto(f"{live_server.url}/meetings/{booked.pk}/move/")
    answering.locator(f"input[name=slot][value='{world.slots[2].pk}']").check(force=True)
    answering.get_by_role("button", name="Move the meeting").click()
    answering.wait_for_url(f"**/meetings/{booked.pk}/")
    mails = post()
    assert set(mails) == {exporter.email, buyer.email}
    for mail in mails.values():
        how, which, newer, when = event_in(mail)
        assert (how, which, when) == ("REQUEST", uid, world.slots[2].starts_at)
        assert newer > sequence

    # A quarter of an hour before its new beginning, and not before the old one.
    assert post(booked.starts_at - timedelta(minutes=15)) == {}
    mails = post(world.slots[2].starts_at - timedelta(minutes=15))
    assert set(mails) == {exporter.email, buyer.email}
    (lobby,) = {link for link in links_in(mails[buyer.email]) if link.endswith("/room/")}
    asking.goto(lobby)
    assert asking.url == f"{live_server.url}/meetings/{booked.pk}/room/"
    assert "Thibault Belrouet" in asking.locator("main").inner_text()
