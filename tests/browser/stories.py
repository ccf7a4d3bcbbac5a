"""What lies behind a deed: a code that was mailed, a lock that was set, a form that was refused.

A story is walked once for each language, in a window of its own, and stops wherever there is something to see:
`await walk.take(name)`. The demo's people lose nothing by it: whoever changes his account here has just signed up.
"""

import base64
import hmac
import struct
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page

PASSWORD = "a-long-way-to-the-fair"
PATIENCE = 20  # seconds for a mail to come


@dataclass(frozen=True)
class Walk:
    """A story's own window, and what it needs to know of the demo."""

    page: Page
    places: dict[str, str]  # fair, company and stand of the demo's exporter
    take: Callable[..., Awaitable[None]]  # take(name, status=200)

    async def go(self, path: str) -> None:
        await self.page.goto(path.format(**self.places))

    async def send(self, **fields: str) -> None:
        """The form with these fields is filled and sent, and its answer is there."""
        for name, value in fields.items():
            await self.page.fill(f"main [name={name}]", value)
        await self.press(f"main form:has([name={next(iter(fields))}]) button:not([type=button])")

    async def press(self, selector: str) -> None:
        """What is pressed leads to another page, or to the same one with an answer."""
        async with self.page.expect_navigation():
            await self.page.locator(selector).first.click()

    async def read_mail(self, address: str, what: str) -> str:
        """The text of that part of the newest mail to the address."""
        reader = await self.page.context.new_page()
        for _ in range(PATIENCE * 2):
            await reader.goto("/mail/")
            part = reader.locator("#mails article").filter(has_text=address).locator(what).first
            if await part.count():
                text = await part.inner_text()
                await reader.close()
                return text
            await reader.wait_for_timeout(500)
        raise LookupError(f"no mail to {address}: does a worker run?")

    async def code_for(self, address: str) -> str:
        return await self.read_mail(address, "[data-mail-code]")


Story = Callable[[Walk], Awaitable[None]]


async def a_newcomer(walk: Walk) -> None:
    """Somebody signs up, joins, and locks the account twice."""
    address = f"newcomer-{time.time_ns()}@example.com"
    await walk.go("/accounts/signup/?next=/")
    await walk.send(name="", email="nonsense")
    await walk.take("sign-up-refused")
    await walk.send(name="Ana Lopez", email=address)
    await walk.take("sign-up-code")
    await walk.send(code="ZZZZZZ")
    await walk.take("sign-up-wrong-code")
    await walk.send(code=await walk.code_for(address))
    await walk.take("newcomer-home")
    await walk.go("/companies/")
    await walk.take("newcomer-companies")
    await walk.go("/fairs/{fair}/exhibit/")
    await walk.take("newcomer-exhibit")
    await walk.go("/fairs/{fair}/visitors/")
    await walk.take("newcomer-visitors", status=409)
    await walk.go("/fairs/{fair}/join/")
    await walk.take("newcomer-join")
    await walk.go("/me/delete/")
    await walk.take("me-delete")
    await walk.go("/accounts/password/set/")
    await walk.take("me-password-set")
    await walk.send(password1=PASSWORD)
    await lock(walk)
    await walk.page.context.clear_cookies(name="sessionid")
    await walk.go("/accounts/login/")
    await walk.send(login=address, password=PASSWORD)
    await walk.take("sign-in-one-more-step")


async def lock(walk: Walk) -> None:
    """The account gets an authenticator app, recovery codes and a passkey."""
    await walk.go("/accounts/2fa/totp/activate/")
    await walk.send(password=PASSWORD)  # asked again before a lock is changed
    await walk.take("me-app")
    secret = await walk.page.locator("[data-secret]").inner_text()
    await walk.send(code=code_of(secret, at=time.time()))
    await walk.take("me-recovery-codes")
    await walk.go("/accounts/2fa/recovery-codes/generate/")
    await walk.take("me-recovery-codes-new")
    await walk.go("/accounts/2fa/totp/deactivate/")
    await walk.take("me-app-off")
    await plug_in_key(walk.page)
    await walk.go("/accounts/2fa/webauthn/add/")
    await walk.take("me-passkey-new")
    await walk.send(name="Notebook")
    await walk.go("/accounts/2fa/webauthn/")
    await walk.take("me-passkeys")
    await walk.press("#passkeys a[href*='/edit/']")
    await walk.take("me-passkey-rename")
    await walk.go("/accounts/2fa/webauthn/")
    await walk.press("#passkeys a[href*='/remove/']")
    await walk.take("me-passkey-remove")
    await walk.go("/accounts/2fa/")
    await walk.take("me-security-locked")


async def plug_in_key(page: Page) -> None:
    """A device that holds passkeys and whose owner always says yes."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def code_of(secret: str, *, at: float) -> str:
    """What an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(at) // 30), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


async def a_forgotten_password(walk: Walk) -> None:
    await walk.go("/accounts/password/reset/")
    await walk.send(email="buyer@example.com")
    await walk.take("password-code")
    await walk.send(code=await walk.code_for("buyer@example.com"))
    await walk.take("password-new")


async def a_mailed_code(walk: Walk) -> None:
    """Asked for too often in the end."""
    for _ in range(4):
        await walk.page.context.clear_cookies(name="sessionid")
        await walk.go("/accounts/login/code/")
        await walk.send(email="nobody@example.com")
        if "/confirm/" in walk.page.url:
            await walk.take("sign-in-code")
    await walk.take("sign-in-code-too-often")


async def a_wrong_password(walk: Walk) -> None:
    await walk.go("/accounts/login/")
    await walk.send(login="nobody@example.com", password="guessed")
    await walk.take("sign-in-refused")
    await walk.page.context.clear_cookies(name="csrftoken")
    await walk.send(login="nobody@example.com", password="guessed")
    await walk.take("please-send-again", status=403)


async def an_invitation(walk: Walk) -> None:
    """The exporter invites a colleague, who reads the mail; then the wrong person follows its link."""
    address = f"colleague-{time.time_ns()}@example.com"
    await walk.go("/fairs/{fair}/exhibitors/{stand}/team/")
    await walk.send(email=address)
    await walk.take("stand-team-invited")
    link = await walk.read_mail(address, "a[href*='/invitations/']")
    await walk.go(link)
    await walk.take("invitation-of-another", status=409)
    await walk.page.context.clear_cookies(name="sessionid")
    await walk.go(link)
    await walk.take("invitation")


async def two_edits(walk: Walk) -> None:
    """Somebody saves what we are changing at the same time: we are told what is stored now."""
    for name, path, field in (
        ("company-facts-conflict", "/companies/{company}/edit/", "city"),
        ("stand-conflict", "/fairs/{fair}/exhibitors/{stand}/edit/", "headline"),
    ):
        await walk.go(path)
        other = await walk.page.context.new_page()
        await other.goto(walk.page.url)
        async with other.expect_navigation():
            await other.locator(f"main form:has([name={field}]) button:not([type=button])").click()
        await other.close()
        await walk.send(**{field: "As it was meant"})
        await walk.take(name, status=409)


async def refused_forms(walk: Walk) -> None:
    await walk.go("/companies/new/")
    await walk.send(name="")
    await walk.take("company-new-refused", status=422)
    await walk.go("/companies/{company}/products/new/")
    await walk.send(name="")
    await walk.take("product-new-refused", status=422)


async def a_choice_of_codes(walk: Walk) -> None:
    """The picker of HS codes while one types, and the menu of the account."""
    await walk.go("/companies/{company}/products/new/")
    await walk.page.fill("input[role=combobox]", "chocolate")
    await walk.page.locator("[role=option]").first.wait_for()
    await walk.take("product-new-codes")
    await walk.go("/")
    await walk.page.locator(".site-head details.menu summary").last.click()
    await walk.take("menu")


async def _first_of(walk: Walk, selector: str) -> str | None:
    """Where the first of these links leads."""
    link = walk.page.locator(selector).first
    return await link.get_attribute("href") if await link.count() else None


async def _requests(walk: Walk, whose: str) -> None:
    """One request of each kind that there is: to be answered, waiting, over."""
    await walk.go("/fairs/{fair}/requests/")
    await walk.take(f"requests-{whose}")
    kinds = ("mine", "theirs", "over")
    found = {kind: await _first_of(walk, f"[aria-labelledby={kind}-heading] .list__item a") for kind in kinds}
    for kind, address in found.items():
        if address:
            await walk.page.goto(address)
            await walk.take(f"request-{kind}-{whose}")
    for kind, deed in (("mine", "propose"), ("theirs", "change")):
        if address := found[kind]:
            await walk.page.goto(address)
            if there := await _first_of(walk, f"a[href$='/{deed}/']"):
                await walk.page.goto(there)
                await walk.take(f"request-{deed}-{whose}")


async def requests_of_a_buyer(walk: Walk) -> None:
    await _requests(walk, "of-buyer")
    await walk.go("/fairs/{fair}/exhibitors/{stand}/meet/")
    await walk.take("ask-stand")
    await walk.press("#ask-form .form__actions button")
    await walk.take("ask-without-a-time", status=422)


async def requests_of_a_team(walk: Walk) -> None:
    await _requests(walk, "of-team")
    await walk.go("/fairs/{fair}/visitors/")
    await walk.press("a[href*='/visitors/']:not(nav a) >> nth=0")
    await walk.press("a[href$='/meet/']")
    await walk.take("ask-visitor")


async def a_meeting(walk: Walk) -> None:
    """One that is ahead with all that can be done with it, one that was called off, one that is over."""
    await walk.go("/fairs/{fair}/agenda/?day=all&whose=team")
    at = {
        name: await _first_of(walk, f"{selector} .meeting__with a")
        for name, selector in (
            ("ahead", ".meeting:not(.meeting--off, .meeting--over, .meeting--now)"),
            ("now", ".meeting--now"),
            ("cancelled", ".meeting--off"),
            ("past", ".meeting--over"),
        )
    }
    for name, address in at.items():
        if address:
            await walk.page.goto(address)
            await walk.take(f"meeting-{name}")
    if ahead := at["ahead"]:
        for deed in ("move", "people/add", "cancel"):
            await walk.page.goto(f"{ahead}{deed}/")
            await walk.take(f"meeting-{deed.rpartition('/')[2]}")
        await walk.page.goto(ahead)
        if hand_over := await _first_of(walk, "a[href$='/hand-over/']"):
            await walk.page.goto(hand_over)
            await walk.take("meeting-hand-over")


MATCHED = 240_000  # milliseconds in which everybody of the demo is matched, on a machine with much else to do


async def matching(walk: Walk) -> None:
    """Everybody is matched, other weights are tried, and some that cannot be."""
    await walk.go("/fairs/{fair}/organise/matching/")
    if await walk.page.locator("#match-anew").count():
        await walk.press("#match-anew")
    await walk.take("organise-matching-under-way")
    await walk.page.locator("#match-anew").wait_for(timeout=MATCHED)
    await walk.take("organise-matching-found")
    for name in ("drowning", "same"):
        await walk.press(f"#list-{name}")
        await walk.take(f"organise-matching-{name}")
    await walk.page.fill("#id_products", "5")
    await walk.page.fill("#id_languages", "0")
    await walk.press("#weights-form button")
    await walk.take("organise-matching-preview-under-way")
    await walk.page.locator("#apply-preview").wait_for(timeout=MATCHED)
    await walk.take("organise-matching-preview")
    await walk.page.fill("#id_products", "9")
    await walk.press("#weights-form button")
    await walk.take("organise-matching-refused", status=422)


ROOMS = """Salle;Pavillon;Type;Places;Remarque
B12;{hall};table;6;près de l'entrée
B13;{hall};vidéo;beaucoup;
B14;Nowhere;table;4;
B12;{hall};table;6;
"""


async def an_import(walk: Walk) -> None:
    """A table is refused, another one comes in and is taken back, and a list goes out."""
    await walk.go("/fairs/{fair}/organise/halls/")
    hall = (await walk.page.locator("#board h2").first.inner_text()).strip()
    table = {"name": "salles.csv", "mimeType": "text/csv"}
    await walk.go("/fairs/{fair}/organise/import/")
    await walk.page.check("#upload [value=rooms]")
    await walk.page.set_input_files("#upload [name=file]", {**table, "buffer": b"Salle;Places"})
    await walk.press("#upload button")
    await walk.take("organise-import-refused", status=422)
    await walk.page.check("#upload [value=rooms]")
    text = ROOMS.format(hall=hall).encode("cp1252")
    await walk.page.set_input_files("#upload [name=file]", {**table, "buffer": text})
    await walk.press("#upload button")
    await walk.take("organise-import-columns")
    await walk.press("#columns button")
    await walk.page.locator("#bring-in").wait_for(timeout=PATIENCE * 1000)
    await walk.take("organise-import-checked")
    await walk.press("#bring-in button")
    await walk.page.locator("#undo").wait_for(timeout=PATIENCE * 1000)
    await walk.take("organise-import-done")
    await walk.press("#undo button")
    await walk.page.locator("#import:not([hx-get])").wait_for(timeout=PATIENCE * 1000)
    await walk.take("organise-import-undone")


# Whose window each story is walked in.
STORIES: dict[Story, str] = {
    a_newcomer: "",
    a_forgotten_password: "",
    a_mailed_code: "",
    a_wrong_password: "",
    an_invitation: "exporter",
    two_edits: "exporter",
    refused_forms: "exporter",
    a_choice_of_codes: "exporter",
    requests_of_a_buyer: "buyer",
    requests_of_a_team: "exporter",
    a_meeting: "exporter",
    matching: "organiser",
    an_import: "organiser",
}
