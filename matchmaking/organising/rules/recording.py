"""What of a request is written down when somebody does something. Pure."""

import re
from collections.abc import Mapping

from matchmaking.organising.models import Deed

# What was chosen, by names and numbers of ours. Words, passwords and files have no place in a deed.
CHOSEN = ("decision", "do", "role", "status", "duty", "participants", "keeps", "months", "stays", "goes")
_PLAIN = re.compile(r"[\w-]{1,40}")
MOST = 50
BROWSERS = (
    ("Edge", "Edg"),
    ("Opera", "OPR/"),
    ("Samsung Internet", "SamsungBrowser"),
    ("Firefox", "Firefox/"),
    ("Firefox", "FxiOS"),
    ("Chrome", "Chrome/"),
    ("Chrome", "CriOS"),
    ("Safari", "Safari/"),
)


def browser_of(agent: str) -> str:
    """The family of the browser that calls itself this; empty for what is none that we know."""
    return next((name for name, sign in BROWSERS if sign in agent), "")


def outcome_of(status: int) -> str | None:
    """What an answer means as the outcome of a deed; None if nothing has been done that is worth writing down."""
    if 200 <= status < 400:
        return Deed.Outcome.DONE
    return {409: Deed.Outcome.REFUSED, 403: Deed.Outcome.FORBIDDEN}.get(status)


def parts_of(address: Mapping[str, object], chosen: Mapping[str, list[str]]) -> dict[str, str]:
    """The parts of the address, and what was chosen from our own lists."""
    said = {name: " ".join(v for v in chosen.get(name, [])[:MOST] if _PLAIN.fullmatch(v)) for name in CHOSEN}
    return {name: str(value)[:80] for name, value in address.items() if name != "fair"} | {
        name: value for name, value in said.items() if value
    }
