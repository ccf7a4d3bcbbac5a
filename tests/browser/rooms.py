"""Meetings that have begun, and windows in their rooms."""

from datetime import timedelta

from django.utils import timezone

from matchmaking.meetings.models import Attendance
from tests import make
from tests.browser.chromium import PATIENCE

OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# How many frames of the others have arrived: for each picture the width and the number.
FRAMES = """
() => [...document.querySelectorAll("[data-room-tiles] .tile:not(.tile--self) video")].map(
  (video) => [video.videoWidth, video.getVideoPlaybackQuality().totalVideoFrames]
)
"""
IT_FLOWS = "(number) => { const all = (%s)(); return all.length === number && all.every(([w, n]) => w > 0 && n > 5); }"


def begun(minutes=-1):
    """It has begun a minute ago, or begins after so many minutes, for real: a server's clock is not moved."""
    starts_at = timezone.now() + timedelta(minutes=minutes)
    fair = make.fair(starts_on=starts_at.date() - timedelta(days=1), ends_on=starts_at.date() + timedelta(days=2))
    seat = make.representative(
        exhibitor=make.exhibitor(fair=fair, company=make.company(name="Valmoulin")),
        user=make.member(name="Thibault Belrouet"),
    )
    guest = make.participant(fair=fair, user=make.member(name="Renata Quispe"))
    slot = make.slot(fair=fair, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=25))
    booking = make.booking(slot=slot, host=seat.participant, guest=guest)
    Attendance.objects.filter(booking=booking, role="host").update(stand=seat.exhibitor)
    booking.people = {"host": seat.participant, "guest": guest}
    return booking


def address(server, meeting):
    return f"{server}/meetings/{meeting.pk}/room/"


def flows(window, number=1):
    window.wait_for_function(IT_FLOWS % FRAMES.strip(), arg=number, timeout=PATIENCE)


def flows_on(window):
    """New pictures keep coming."""
    before = window.evaluate(FRAMES)[0][1]
    window.wait_for_function(f"(before) => ({FRAMES.strip()})()[0][1] > before + 5", arg=before)


def enter(window, server, meeting):
    window.goto(address(server, meeting))
    window.get_by_role("button", name="Go in").click()


def both_in(windows, server, meeting):
    """They are in the call, and see each other."""
    for window in windows:
        window.goto(address(server, meeting))
    for window in windows:
        window.get_by_role("button", name="Go in").click()
    for window in windows:
        flows(window)
    return windows
