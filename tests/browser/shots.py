"""A picture of every page: `python -m tests.browser.shots [--base http://localhost:8000] [--only hall]`.

Each page of inventory.py, each stop of stories.py and each mail is shown wide and narrow, light and dark, in English
and French, and once from right to left; the pictures go to build/shots. What a person would not see in a small picture
fails the run: a page that is wider than the window, an answer that was not meant, something that does not come,
anything that the browser complains about (a broken policy included).
"""

import argparse
import asyncio
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Error, Page, Request, Response, async_playwright

from tests.browser.chromium import FLAGS
from tests.browser.inventory import PAGES, Shot
from tests.browser.stories import STORIES, Story, Walk

OUT = Path("build/shots")
MAILS = tuple(
    Path("tests") / where for where in ("reminders/mails", "accounts/letters", "exhibitors/letters")
)  # as tests keep them
PASSWORD = "fair-demo-2026"  # of every person of the demo fair
PATIENCE = 300  # seconds for the demo fair to be laid out
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What the theme of the administration is refused (test_every_page.py says why).
THEMES = "Applying inline style violates"


Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Look:
    width: int
    scheme: Scheme
    language: str
    direction: str = ""

    @property
    def name(self) -> str:
        return "-".join(str(part) for part in (self.width, self.scheme, self.language, self.direction) if part)


LOOKS = (
    *(Look(width, scheme, "en") for width in (1280, 390) for scheme in get_args(Scheme)),
    *(Look(width, scheme, "fr") for width in (1280, 390) for scheme in get_args(Scheme)),
    Look(390, "light", "en", "rtl"),
    Look(1280, "light", "en", "rtl"),
)


@contextlib.contextmanager
def served(base: str) -> Iterator[str]:
    """The address of a running Tradefair: the given one, or one of our own with the demo fair in it.

    It is called localhost, for a passkey belongs to a name and not to a number.
    """
    if base:
        yield base.rstrip("/")
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"TRADEFAIR_MODE": "local", "TRADEFAIR_SITE_URL": f"http://localhost:{port}"}
    subprocess.run([sys.executable, "-m", "tradefair.prepare"], env=environment, check=True, timeout=PATIENCE)
    web = [sys.executable, "-m", "tradefair.web", "--port", str(port)]
    worker = [sys.executable, "-m", "celery", "-A", "tradefair", "worker", "--pool", "threads", "--concurrency", "1"]
    running = [subprocess.Popen(each, env=environment) for each in (web, [*worker, "--loglevel", "warning"])]
    try:
        wait_for(f"http://localhost:{port}/accounts/login/", running[0])
        yield f"http://localhost:{port}"
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.3)
    sys.exit("The server did not answer within a minute.")


class Camera:
    """Somebody's window in one language: takes pictures of what it shows, and notes what is wrong with that."""

    def __init__(self, page: Page, looks: Sequence[Look], only: str) -> None:
        self.page, self.looks, self.only = page, looks, only
        self.wrong: list[str] = []
        self._heard: list[str] = []
        self._status = 0
        page.on("pageerror", lambda error: self._heard.append(f"script: {error}"))
        page.on("console", self._hear)
        page.on("requestfailed", self._miss)
        page.on("response", self._receive)

    def _hear(self, line: ConsoleMessage) -> None:
        is_ours = not line.text.startswith(("Failed to load resource", THEMES))  # _receive says what did not load
        if line.type == "error" and is_ours:
            self._heard.append(f"console: {line.text}")

    def _receive(self, answer: Response) -> None:
        if answer.request.is_navigation_request():
            self._status = answer.status
        elif answer.status >= 400:
            self._heard.append(f"{answer.status} for {answer.url}")

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before it came
            self._heard.append(f"{request.url} did not come")

    async def take(self, name: str, status: int = 200) -> None:
        """What the window shows, in every look; nothing if we are here for other pages only."""
        if self.only not in name:
            return self._heard.clear()
        if self._status != status:
            self._heard.append(f"status {self._status}")
        for look in self.looks:
            await self.page.set_viewport_size({"width": look.width, "height": 900})
            await self.page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
            await self.page.evaluate("direction => document.documentElement.dir = direction", look.direction or "ltr")
            wider = await self.page.evaluate(OVERHANG)
            if wider > 0:
                self._heard.append(f"{look.name}: {wider} px wider than the window")
            await self.page.screenshot(path=OUT / f"{name}-{look.name}.png", full_page=True)
        self.wrong += [f"{name} in {self.looks[0].language}: {what}" for what in dict.fromkeys(self._heard)]
        self._heard.clear()


async def sign_in(browser: Browser, base: str, who: str, language: str) -> Page:
    """A window of that person's, in that language, on the other side of the world from the demo fair."""
    context = await browser.new_context(
        base_url=base, viewport={"width": 1280, "height": 900}, timezone_id="Asia/Singapore"
    )
    page = await context.new_page()
    if who:
        await page.goto("/accounts/login/")
        await page.fill("[name=login]", f"{who}@example.com")
        await page.fill("[name=password]", PASSWORD)
        await page.press("[name=password]", "Enter")
        await page.wait_for_url(lambda url: "/accounts/login/" not in url)
    await page.goto("/")
    await page.evaluate("value => document.querySelector(`button[name=language][value=${value}]`).click()", language)
    await page.wait_for_function("value => document.documentElement.lang === value", arg=language)
    return page


async def follow(page: Page, pattern: str) -> None:
    """Goes where the first link that matches leads."""
    links = await page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
    where = next((link for link in links if re.search(pattern, link)), None)
    if where is None:
        raise LookupError(f"no link on {page.url} matches {pattern}")
    await page.goto(where)


async def look_at(camera: Camera, shots: Iterable[Shot], places: dict[str, str]) -> list[str]:
    """Pictures of all these pages, one after the other; what is wrong with them."""
    for shot in shots:
        try:
            await camera.page.goto(shot.path.format(**places))
            for pattern in shot.links:
                await follow(camera.page, pattern)
            await camera.take(shot.name, shot.status)
        except (Error, LookupError) as error:
            camera.wrong.append(f"{shot.name}: {error}")
    return camera.wrong


async def tell(camera: Camera, story: Story, places: dict[str, str]) -> list[str]:
    """The story is walked to its end, with a picture at each of its stops; what is wrong with them."""
    try:
        await story(Walk(camera.page, places, camera.take))
    except (Error, LookupError) as error:
        camera.wrong.append(f"{story.__name__} ended at {camera.page.url}: {error}")
    return camera.wrong


async def lay_out_mails(browser: Browser, looks: Sequence[Look], only: str) -> list[str]:
    """Pictures of all mails in the language of these looks, as a mail reader without pictures shows them."""
    camera = Camera(await browser.new_page(), looks, only)
    for mail in sorted(path for folder in MAILS for path in folder.glob(f"*.{looks[0].language}.html")):
        answer = await camera.page.goto(mail.resolve().as_uri())
        await camera.take(f"mail-{mail.name.split('.')[0]}", answer.status if answer else 0)
    return camera.wrong


async def places_of_demo(browser: Browser, base: str) -> dict[str, str]:
    """Where the demo's exporter stands: the parts of addresses that pages are written with."""
    page = await sign_in(browser, base, "exporter", "en")
    places: dict[str, str] = {}
    for name, start, pattern in (
        ("company", "/companies/", r"/companies/(?!new/)[\w-]+/$"),
        ("fair", "/", r"/fairs/[\w-]+/$"),
        ("stand", "/fairs/{fair}/stand/", r"/exhibitors/[\w-]+/$"),
    ):
        await page.goto(start.format(**places))
        await follow(page, pattern)
        places[name] = urlsplit(page.url).path.rstrip("/").rpartition("/")[2]
    await page.context.close()
    return places


async def everything(base: str, only: str) -> list[str]:
    shots = [shot for shot in PAGES if only in shot.name]
    wrong: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("TRADEFAIR_CHROMIUM") or shutil.which("chromium"), args=FLAGS
        )
        places = await places_of_demo(browser, base)
        for language in dict.fromkeys(look.language for look in LOOKS):  # a person reads in one language at a time
            looks = [look for look in LOOKS if look.language == language]
            walks = []
            for who in dict.fromkeys(shot.who for shot in shots):
                camera = Camera(await sign_in(browser, base, who, language), looks, only)
                walks.append(look_at(camera, [shot for shot in shots if shot.who == who], places))
            for story, who in STORIES.items():
                camera = Camera(await sign_in(browser, base, who, language), looks, only)
                walks.append(tell(camera, story, places))
            walks.append(lay_out_mails(browser, looks, only))
            for found in await in_turns(walks):
                wrong += found
        await browser.close()
    return sorted(set(wrong))


async def in_turns(walks: Sequence[Awaitable[list[str]]], at_once: int = 3) -> list[list[str]]:
    """What all of them answer. Few walk at the same time: more would only wait for the same two processors."""
    turn = asyncio.Semaphore(at_once)

    async def in_turn(walk: Awaitable[list[str]]) -> list[str]:
        async with turn:
            return await walk

    return await asyncio.gather(*(in_turn(walk) for walk in walks))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.shots", description=__doc__)
    parser.add_argument("--base", default="", help="the address of a Tradefair that runs already")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    chosen = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with served(chosen.base) as base:
        wrong = asyncio.run(everything(base, chosen.only))
    print("\n".join(wrong))
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}, {len(wrong)} things wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
