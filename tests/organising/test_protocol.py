"""docs/desk-protocol.md says all that there is to say, and nothing else."""

import re
from pathlib import Path

from matchmaking.lobbies import line
from matchmaking.organising.consumers import DayConsumer
from matchmaking.organising.places import DAYS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/desk-protocol.md").read_text()
SOURCES = "".join(
    (ROOT / path).read_text() for path in ("matchmaking/lobbies/line.py", "matchmaking/organising/consumers.py")
)


def table(heading):
    """The names in the first column of the table below that heading."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([\w-]+)` \|", part, re.M)) - {"do", "tell"}


def test_every_verb_is_there():
    assert table("What the page says") == set(DayConsumer.verbs)


def test_everything_that_is_told_is_there():
    told = set(re.findall(r'"tell": "([\w-]+)"', SOURCES)) | {"snapshot", "changes"}
    assert table("What the server tells") == told


def test_the_limits_are_those_that_hold():
    assert f"once in {DAYS.rest} s at most" in PAGE
    assert str(line.LOBBY_SHUT) in PAGE
