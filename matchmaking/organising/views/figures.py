"""What a run has found, as the organiser's page shows it: words, figures side by side, and pictures to draw."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matchmaking.discovery import rules
from matchmaking.discovery.actions.lists import BANDS
from matchmaking.discovery.models import Run

SIDES: Mapping[str, str | Promise] = {"stands": _("Stands"), "visitors": _("Visitors")}

# The pictures, in units of their own: a style sheet says how large they are.
WIDTH, HEIGHT, BAR = 320, 120, 44
SQUARE = 200


@dataclass(frozen=True)
class Band:
    """A bar of the picture of good matches: so many people have so many of them."""

    label: str
    number: int
    x: int
    y: int
    height: int
    is_none: bool  # the bar of those who have none

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


@dataclass(frozen=True)
class Panel:
    """One side of the fair, as a run has left it."""

    side: str
    name: str | Promise
    people: int
    enough: int
    covered: int
    without: int
    unseen: int
    drowning: int
    gini: float
    bands: Sequence[Band]
    lorenz: Sequence[float]

    @property
    def is_seen(self) -> bool:
        """Whether anybody is in anybody's first ten: where there is no attention there is no sharing of it."""
        return bool(self.lorenz) and self.lorenz[-1] > 0

    @property
    def shares(self) -> list[tuple[str, str]]:
        """The curve in words: each tenth of the people, and what they have of all attention together."""
        return [(per_cent(n / 10), per_cent(share)) for n, share in enumerate(self.lorenz)]

    @property
    def curve(self) -> str:
        """The curve as points of a polyline."""
        return " ".join(
            f"{round(SQUARE * n / 10)},{round(SQUARE * (1 - share))}" for n, share in enumerate(self.lorenz)
        )

    @property
    def half(self) -> str:
        """What the half that is seen least has of all attention."""
        return per_cent(self.lorenz[5])

    @property
    def tenth(self) -> str:
        """What the tenth that is seen most has."""
        return per_cent(1 - self.lorenz[9])


def per_cent(share: float) -> str:
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"


def panels_of(run: Run | None) -> list[Panel]:
    """Both sides; none if nothing has been found yet, or nobody was there."""
    return [panel_of(run.figures, side) for side in SIDES] if run and run.figures else []


def panel_of(figures: Mapping[str, Any], side: str) -> Panel:
    found = figures[side]
    others = figures["visitors" if side == "stands" else "stands"]["people"]
    return Panel(
        side=side,
        name=SIDES[side],
        enough=min(rules.ENOUGH_GOOD, others),
        bands=list(_bands(found["bands"])),
        **{name: found[name] for name in ("people", "covered", "without", "unseen", "drowning", "gini", "lorenz")},
    )


def _bands(numbers: Sequence[int]) -> Iterator[Band]:
    most = max(1, *numbers)
    step = WIDTH // len(numbers)
    for place, (number, (low, high)) in enumerate(zip(numbers, BANDS, strict=True)):
        height = round(HEIGHT * number / most)
        label = f"{low}+" if high is None else str(low) if low == high else f"{low}–{high}"
        yield Band(label, number, step * place + (step - BAR) // 2, HEIGHT - height, height, high == 0)


@dataclass(frozen=True)
class Change:
    """A figure as it is and as it would be: `verdict` says whether that is better."""

    name: str | Promise
    before: str
    after: str
    verdict: str | Promise
    tone: str


SAME, BETTER, WORSE = _("the same"), pgettext_lazy("of a figure", "better"), pgettext_lazy("of a figure", "worse")
COMPARED: Mapping[str, tuple[str | Promise, bool]] = {
    "covered": (_("with enough good matches"), True),
    "without": (_("left without any good match"), False),
    "drowning": (_("drowning in attention"), False),
    "unseen": (_("seen by nobody"), False),
    "gini": (_("inequality of attention (Gini)"), False),
}
"""What a preview is compared by, and whether more of it is better."""


def changes_of(live: Run | None, preview: Run) -> list[tuple[str | Promise, list[Change]]]:
    """Side by side, what is and what would be, for both sides."""
    before = {panel.side: panel for panel in panels_of(live)}
    return [
        (panel.name, [_change(name, before.get(panel.side), panel) for name in COMPARED])
        for panel in panels_of(preview)
    ]


def _change(name: str, before: Panel | None, after: Panel) -> Change:
    words, more_is_better = COMPARED[name]
    now = getattr(after, name)
    if before is None:
        return Change(words, "–", _shown(now), "", "")
    was = getattr(before, name)
    if _shown(was) == _shown(now):
        return Change(words, _shown(was), _shown(now), SAME, "")
    is_better = (now > was) == more_is_better
    return Change(words, _shown(was), _shown(now), BETTER if is_better else WORSE, "good" if is_better else "warn")


def _shown(value: float) -> str:
    """Rounded first: Django's formats cut off what is too much."""
    places = 2 if isinstance(value, float) else 0
    return number_format(round(value, places), decimal_pos=places)
