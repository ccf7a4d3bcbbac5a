"""A picture of every page: `python -m tests.browser.shots [--base http://127.0.0.1:8000] [--only hall]`.

Each page of PAGES is opened wide and narrow, light and dark, in English and French, and once from right to left; the
pictures go to build/shots. What a person would not see in a small picture fails the run: a page that is wider than the
window, an answer that is not a page, anything that the browser complains about (a broken policy included).
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
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.browser.conftest import FLAGS

OUT = Path("build/shots")
PASSWORD = "fair-demo-2026"  # of every person of the demo fair
PATIENCE = 300  # seconds for the demo fair to be laid out


@dataclass(frozen=True)
class Shot:
    """A page to look at. Its address is `path`; or, where `link` is given, that of the first link on `path` which
    matches, so that no address of the demo fair needs to be known. `{fair}` is the demo fair's."""

    name: str
    path: str
    who: str = ""  # the part of the demo address before the @; empty for a stranger
    link: str = ""
    status: int = 200


# Add your page here. In the order of the walk, so that the folder reads like a visit.
PAGES = (
    Shot("home", "/"),
    Shot("sign-in", "/accounts/login/"),
    Shot("sign-up", "/accounts/signup/"),
    Shot("nothing-here", "/nowhere/", status=404),
    Shot("design", "/design/"),
    Shot("mail", "/mail/"),
    Shot("my-fairs", "/", "buyer"),
    Shot("me", "/me/", "buyer"),
    Shot("my-companies", "/companies/", "exporter"),
    Shot("new-company", "/companies/new/", "exporter"),
    Shot("company", "/companies/", "exporter", r"/companies/(?!new/)[\w-]+/$"),
    Shot("join", "/fairs/{fair}/join/", "attache"),
    Shot("fair", "/fairs/{fair}/"),
    Shot("fair-as-visitor", "/fairs/{fair}/", "buyer"),
    Shot("halls", "/fairs/{fair}/halls/", "buyer"),
    Shot("hall", "/fairs/{fair}/halls/", "buyer", r"/halls/[\w-]+/$"),
    Shot("exhibitors", "/fairs/{fair}/exhibitors/", "buyer"),
    Shot("exhibitors-found", "/fairs/{fair}/exhibitors/?q=chocolat", "buyer"),
    Shot("exhibitors-none", "/fairs/{fair}/exhibitors/?q=zzzzzzzz", "buyer"),
    Shot("exhibitor", "/fairs/{fair}/exhibitors/", "buyer", r"/exhibitors/[\w-]+/$"),
    Shot("timetable", "/fairs/{fair}/timetable/", "buyer"),
    Shot("profile", "/fairs/{fair}/profile/", "buyer"),
    Shot("my-stand", "/fairs/{fair}/stand/", "exporter"),
    Shot("visitors", "/fairs/{fair}/visitors/", "exporter"),
    Shot("visitor", "/fairs/{fair}/visitors/", "exporter", r"/visitors/[0-9a-f-]{36}/$"),
    Shot("organise", "/fairs/{fair}/organise/", "organiser"),
    Shot("organise-settings", "/fairs/{fair}/organise/settings/", "organiser"),
    Shot("organise-hours", "/fairs/{fair}/organise/hours/", "organiser"),
    Shot("organise-timetable", "/fairs/{fair}/organise/timetable/", "organiser"),
    Shot("organise-halls", "/fairs/{fair}/organise/halls/", "organiser"),
    Shot("organise-participants", "/fairs/{fair}/organise/participants/", "organiser"),
    Shot("admin", "/admin/", "admin"),
)


@dataclass(frozen=True)
class Look:
    width: int
    scheme: str
    language: str
    direction: str = ""

    @property
    def name(self) -> str:
        return "-".join(str(part) for part in (self.width, self.scheme, self.language, self.direction) if part)


LOOKS = (
    *(Look(*sides) for sides in product((1280, 390), ("light", "dark"), ("en", "fr"))),
    Look(390, "light", "en", "rtl"),
    Look(1280, "light", "en", "rtl"),
)


@contextlib.contextmanager
def served(base: str) -> Iterator[str]:
    """The address of a running Tradefair: the given one, or one of our own with the demo fair in it."""
    if base:
        yield base.rstrip("/")
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"TRADEFAIR_MODE": "local"}
    subprocess.run([sys.executable, "-m", "tradefair.prepare"], env=environment, check=True, timeout=PATIENCE)
    server = subprocess.Popen([sys.executable, "-m", "tradefair.web", "--port", str(port)], env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/accounts/login/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.3)
    sys.exit("The server did not answer within a minute.")


async def sign_in(browser: Browser, base: str, who: str, language: str) -> dict:
    """The cookies of that person, reading in that language."""
    context = await browser.new_context(base_url=base)
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
    state = await context.storage_state()
    await context.close()
    return state


async def address_of(context: BrowserContext, shot: Shot, fair: str) -> str:
    """Where the page is; empty if nothing leads there."""
    path = shot.path.format(fair=fair)
    if not shot.link:
        return path
    page = await context.new_page()
    await page.goto(path)
    links = await page.eval_on_selector_all("main a[href], nav a[href]", "all => all.map(a => a.getAttribute('href'))")
    await page.close()
    return next((link for link in links if re.search(shot.link, link)), "")


async def take(context: BrowserContext, shot: Shot, look: Look, address: str) -> list[str]:
    """Takes the picture; what is wrong with the page."""
    wrong: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("console", lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None)
    answer = await page.goto(address)
    await page.wait_for_load_state("networkidle")
    status = answer.status if answer else 0
    if status != shot.status:
        wrong.append(f"status {status}")
    if status >= 400:  # the browser complains about the status itself as well
        wrong = [what for what in wrong if "status of" not in what]
    if look.direction:
        await page.evaluate("direction => (document.documentElement.dir = direction)", look.direction)
    wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 0:
        wrong.append(f"{wider} px wider than the window")
    await page.screenshot(path=OUT / f"{shot.name}-{look.name}.png", full_page=True)
    await page.close()
    return [f"{shot.name} {look.name}: {what}" for what in wrong]


async def look_at(browser: Browser, base: str, who: str, language: str, shots: list[Shot], fair: str) -> list[str]:
    """All pages of one person in one language, in every width and scheme."""
    state = await sign_in(browser, base, who, language)
    wrong: list[str] = []
    for look in (look for look in LOOKS if look.language == language):
        context = await browser.new_context(
            base_url=base,
            storage_state=state,
            viewport={"width": look.width, "height": 900},
            color_scheme=look.scheme,
            timezone_id="Asia/Singapore",
            reduced_motion="reduce",
        )
        for shot in shots:
            address = await address_of(context, shot, fair)
            wrong += await take(context, shot, look, address) if address else [f"{shot.name}: nothing leads there"]
        await context.close()
    return wrong


async def demo_fair(browser: Browser, base: str) -> str:
    """The address of the first fair on the first page."""
    context = await browser.new_context(base_url=base)
    page = await context.new_page()
    await page.goto("/")
    links = await page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    await context.close()
    found = next((match for link in links if (match := re.match(r"/fairs/([\w-]+)/", link))), None)
    if not found:
        sys.exit("No fair leads away from the first page: is the demo fair laid out?")
    return found[1]


async def everything(base: str, only: str) -> list[str]:
    shots = [shot for shot in PAGES if only in shot.name]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("TRADEFAIR_CHROMIUM") or shutil.which("chromium"), args=FLAGS
        )
        fair = await demo_fair(browser, base) if any("{fair}" in shot.path for shot in shots) else ""
        wrong: list[str] = []
        for language in dict.fromkeys(look.language for look in LOOKS):  # a person reads in one language at a time
            found = await asyncio.gather(
                *(
                    look_at(browser, base, who, language, [shot for shot in shots if shot.who == who], fair)
                    for who in dict.fromkeys(shot.who for shot in shots)
                )
            )
            wrong += [line for lines in found for line in lines]
        await browser.close()
    return sorted(set(wrong))


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
