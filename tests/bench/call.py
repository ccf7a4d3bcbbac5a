"""`both_present_to_video_seconds`: from the moment at which the second of two people goes into the call until both see
moving pictures of each other, in two windows of a real Chromium with false cameras. `reload_to_video_seconds`: from the
moment at which one of them then loads his page again until both see each other move again. Medians of several meetings.
"""

# ruff: noqa: PLC0415 - Django is set up first

import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.bench.figures import figure
from tests.bench.seed import fresh_database, seconds_of
from tests.bench.servers import free_port, serving

MEETINGS, AT_MOST, AT_MOST_AGAIN = 11, 2.0, 3.0
PATIENCE = 20_000  # milliseconds
# Pictures of the other one that have been decoded since the page was opened; the moment at which they move.
MOVES = """
() => {
  const video = document.querySelector("[data-room-tiles] .tile:not(.tile--self) video:not([data-old])");
  return Boolean(video) && video.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames > 2;
}
"""

MARK = "document.querySelector('.tile:not(.tile--self) video').dataset.old = ''"


def meetings(number: int) -> list[tuple[str, list[str]]]:
    """Rooms of meetings that go on, each with the sessions of its two people."""
    from django.test import Client
    from django.utils import timezone

    from tests import make

    starts_at, day = timezone.now() - timedelta(minutes=1), timedelta(days=1)
    fair = make.fair(starts_on=(starts_at - day).date(), ends_on=(starts_at + day).date())
    slot, hall = make.slot(fair=fair, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)), make.hall(fair=fair)
    made = []
    for _ in range(number):
        booking = make.booking(slot=slot, room=make.room(hall=hall))
        sessions = []
        for seat in booking.attendances.select_related("user"):
            client = Client()
            client.force_login(seat.user)
            sessions.append(client.cookies["sessionid"].value)
        made.append((f"/meetings/{booking.pk}/room/", sessions))
    return made


def seconds_to_video(browser: Any, site: str, path: str, sessions: list[str]) -> tuple[float, float]:
    """Both wait in the lobby; the first goes in, then the second one, and the clock runs. Then he loads his page again,
    and it runs once more."""
    contexts = [browser.new_context(permissions=["camera", "microphone"]) for _ in sessions]
    try:
        windows = []
        for context, session in zip(contexts, sessions, strict=True):
            context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
            windows.append(context.new_page())
            windows[-1].goto(site + path)
        buttons = [window.get_by_role("button", name="Go in") for window in windows]
        for button in buttons:
            button.wait_for(timeout=PATIENCE)
        buttons[0].click()
        windows[0].locator("[data-room-leave]").wait_for(timeout=PATIENCE)
        first = until_they_move(windows, buttons[1].click)
        windows[0].evaluate(MARK)
        return first, until_they_move(windows, lambda: windows[1].reload(wait_until="commit"))
    finally:
        for context in contexts:
            context.close()


def until_they_move(windows: list[Any], deed: Callable[[], Any]) -> float:
    """Seconds from the deed until each sees moving pictures of the other, on a way that was not there before."""
    began = time.perf_counter()
    deed()
    for window in windows:
        window.wait_for_function(MOVES, timeout=PATIENCE, polling=20)
    return time.perf_counter() - began


def measure(rooms: list[tuple[str, list[str]]]) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import FLAGS

    port = free_port()
    site = f"http://127.0.0.1:{port}"
    executable = os.environ.get("TRADEFAIR_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with serving([sys.executable, "-m", "tradefair.web", "--port", str(port)], port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        waits = [seconds_to_video(browser, site, path, sessions) for path, sessions in rooms]
        browser.close()
    names = ("both_present_to_video_seconds", "reload_to_video_seconds")
    for name, seconds, at_most in zip(names, zip(*waits, strict=True), (AT_MOST, AT_MOST_AGAIN), strict=True):
        reference = {"at_most": at_most, "meetings": len(seconds), "slowest": round(max(seconds), 2)}
        figure("call", name, statistics.median(seconds), "s", reference)


def main() -> None:
    with fresh_database() as database:
        seconds_of(database, "migrate", "--verbosity", "0")
        os.environ["DATABASE_URL"] = database
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
        import django

        django.setup()
        from django.conf import settings
        from django.db import connections

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in
        rooms = meetings(MEETINGS)
        connections.close_all()
        measure(rooms)


if __name__ == "__main__":
    main()
