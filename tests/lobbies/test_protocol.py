"""docs/lobby-protocol.md says all that there is to say, and nothing else."""

import re
from pathlib import Path

from matchmaking.lobbies import errors, line, rules
from matchmaking.lobbies.actions import staying
from matchmaking.lobbies.consumers import LobbyConsumer, StandConsumer
from matchmaking.meetings import errors as meetings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/lobby-protocol.md").read_text()
SOURCES = "".join(
    (ROOT / f"matchmaking/lobbies/{name}.py").read_text() for name in ("line", "consumers", "snapshot", "queue")
)


def table(heading):
    """The names in the first column of the table below that heading."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `?([\w-]+)`? \|", part, re.M)) - {"do", "tell", "code", "---"}


def test_every_verb_is_there():
    assert table("What the page says") == set(LobbyConsumer.verbs)
    assert table("At a stand") == set(StandConsumer.verbs)


def test_everything_that_is_told_is_there():
    assert table("What the server tells") | {"go"} == set(re.findall(r'"tell": "([\w-]+)"', SOURCES))


def test_every_code_is_there():
    codes = {
        str(code)
        for name, code in vars(line).items()
        if name.isupper() and isinstance(code, int) and 4000 <= code < 5000
    }
    assert table("When the line ends") == codes


def test_every_refusal_of_a_verb_is_there():
    ours = [errors.NotOpenYet, errors.OnlyTheHost, errors.NotInTheCall, errors.TooEarlyToExtend, line.Misunderstood]
    ours += [
        errors.CallIsFull,
        errors.OnlyThoseExpected,
        errors.OnlyThoseWhoDeal,
        errors.NotUnderstood,
        errors.CardIncomplete,
        errors.TooManyCards,
    ]
    ours += [errors.NoSuchCard, errors.ChangedMeanwhile, errors.AgreedAlready]
    ours += [errors.NotOfTheTeam, errors.OneOfUs, errors.QueueIsFull, errors.WaitsNoMore, errors.NoCommonTime]
    for refusal in (*ours, meetings.BusyAtOnce, meetings.NotFreeForLonger, meetings.RoomNotFreeForLonger):
        assert f"`{refusal.code}`" in PAGE


def test_the_limits_are_those_that_hold():
    for limit in (
        f"{line.BURST} at once",
        f"{line.PER_SECOND} a second",
        f"{line.LARGEST // 1024} K characters",
    ):
        assert limit in PAGE
    assert all(f"`{name}`" in PAGE for name in (*staying.SHOWN, *staying.LINKS, *rules.WRITTEN, *rules.COUNTED))
