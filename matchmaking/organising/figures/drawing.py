"""Pictures of figures, as marks to draw: a style sheet says in which colours, on a screen or on paper.

All are 360 units wide, which is a phone: what can be read there can be read anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from matchmaking.organising.rules.results import level_of

WIDTH = 360
LEFT, TOP, HIGH, FOOT = 34, 12, 150, 22  # where a plot begins, how high it is, and the room for labels below
MOST_LABELS, MOST_NUMBERS, LABEL = 7, 10, 52
LETTERS = 24  # of a name in a legend of two columns; longer ones have a line of their own


@dataclass(frozen=True)
class Mark:
    """One element of a drawing. `about` is what it says to whoever points at it."""

    tag: str
    attributes: SafeString
    words: str = ""
    about: str = ""


@dataclass(frozen=True)
class Drawing:
    """A picture with the words that stand for it."""

    name: str
    title: str
    says: str
    height: int
    marks: tuple[Mark, ...]
    width: int = WIDTH

    @property
    def is_tall(self) -> bool:
        """Whether it would fill most of a page of paper if it were as wide as others."""
        return self.height > self.width * 1.1


@dataclass(frozen=True)
class Series:
    """Values that have one colour."""

    title: str
    tone: str
    values: Sequence[float]


def mark(tag: str, look: str, words: str = "", about: str = "", **attributes: float | str) -> Mark:
    plain = {
        name.replace("_", "-"): f"{value:g}" if isinstance(value, float) else str(value)
        for name, value in attributes.items()
    }
    return Mark(tag, flatatt({"class": look, **plain}), words, about)


def text(look: str, x: float, y: float, words: str, anchor: str = "start") -> Mark:
    return mark("text", look, words, x=round(x, 1), y=round(y, 1), text_anchor=anchor)


def rectangle(look: str, x: float, y: float, width: float, height: float, about: str = "") -> Mark:
    return mark(
        "rect",
        look,
        about=about,
        x=round(x, 1),
        y=round(y, 1),
        width=round(max(0, width), 1),
        height=round(max(0, height), 1),
    )


def ceiling(most: float) -> int:
    """The round number at the top of an axis: 1, 2, 4 or 10 times a power of ten, and never less than two."""
    if most <= 2:
        return 2
    power = 10 ** int(log10(most))
    return int(next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= most))


def columns(
    name: str, title: str, says: str, labels: Sequence[str], series: Sequence[Series], words: Sequence[str]
) -> Drawing:
    """Stacked columns along time. `words` are the sums, written above where there are few columns."""
    sums = [sum(each.values[n] for each in series) for n in range(len(labels))]
    top, step = ceiling(max(sums, default=0)), (WIDTH - LEFT) / max(1, len(labels))
    wide = max(1.0, step * (0.72 if step > 3 else 1))
    marks = _axis(top)
    for n, label in enumerate(labels):
        x, y = LEFT + n * step + (step - wide) / 2, float(TOP + HIGH)
        for each in series:
            high = HIGH * each.values[n] / top
            y -= high
            if high:
                marks.append(rectangle(f"is-{each.tone}", x, y, wide, high, f"{label}, {each.title}"))
        if len(labels) <= MOST_NUMBERS and sums[n]:
            marks.append(text("number", x + wide / 2, y - 5, words[n], "middle"))
    marks += _labels(labels, step)
    drawn, foot = _legend(series, TOP + HIGH + FOOT + 8) if len(series) > 1 else ([], TOP + HIGH + FOOT)
    return Drawing(name, title, says, foot + 4, (*marks, *drawn))


def area(name: str, title: str, says: str, labels: Sequence[str], values: Sequence[float], last: str) -> Drawing:
    """One value that grows along time; the last is written."""
    top, step = ceiling(max(values, default=0)), (WIDTH - LEFT) / max(1, len(labels))
    spots = [(LEFT + (n + 0.5) * step, TOP + HIGH - HIGH * value / top) for n, value in enumerate(values)]
    if len(spots) == 1:
        spots = [(float(LEFT), spots[0][1]), (float(WIDTH), spots[0][1])]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    marks = _axis(top)
    marks.append(
        mark("polygon", "is-soft", points=f"{spots[0][0]:.1f},{TOP + HIGH} {line} {spots[-1][0]:.1f},{TOP + HIGH}")
    )
    marks.append(mark("polyline", "curve", points=line))
    marks.append(text("number", WIDTH - 2, spots[-1][1] - 6, last, "end"))
    return Drawing(name, title, says, TOP + HIGH + FOOT, (*marks, *_labels(labels, step)))


def _axis(top: int) -> list[Mark]:
    marks = []
    for value in (0, top // 2, top):
        y = TOP + HIGH - HIGH * value / top
        marks.append(mark("path", "axis" if value == 0 else "grid", d=f"M{LEFT} {y:g}H{WIDTH}"))
        marks.append(text("label", LEFT - 6, y + 4, _short(value), "end"))
    return marks


def _cut(words: str, letters: int) -> str:
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"


def _short(value: int) -> str:
    return f"{value / 1000:g}k" if value >= 10_000 else str(value)


def _labels(labels: Sequence[str], step: float) -> list[Mark]:
    every = ceil(len(labels) / MOST_LABELS) if labels else 1
    return [
        text("label", LEFT + (n + 0.5) * step, TOP + HIGH + 16, label, "middle")
        for n, label in enumerate(labels)
        if n % every == 0
    ]


def _legend(series: Sequence[Series], y: int) -> tuple[list[Mark], int]:
    marks, beside = [], 1 if any(len(each.title) > LETTERS for each in series) else 2
    for n, each in enumerate(series):
        x, line = (n % beside) * WIDTH // 2, y + (n // beside) * 20
        marks.append(rectangle(f"is-{each.tone}", x, line, 10, 10))
        marks.append(text("label", x + 16, line + 9, each.title))
    return marks, y + 20 * ceil(len(series) / beside)


@dataclass(frozen=True)
class Bar:
    """A row of bars: what it is about, and each value with its tone and how it is written."""

    label: str
    values: Sequence[tuple[float, str, str]]


def bars(
    name: str, title: str, says: str, rows: Sequence[Bar], legend: Sequence[Series] = (), whole: float = 0
) -> Drawing:
    """Names with bars below them, so that long names have room on a phone.

    A bar that fills its track is the `whole`; the longest of them where there is none, or where that is longer.
    """
    most = max([whole, *(value for row in rows for value, _tone, _words in row.values)]) or 1
    marks, y = _legend(legend, 0) if legend else ([], 0)
    y += 8 if legend else 0
    for row in rows:
        marks.append(text("words", 0, y + 12, _cut(row.label, LABEL)))
        y += 18
        for value, tone, words in row.values:
            marks.append(rectangle("track", 0, y, WIDTH - 64, 9))
            marks.append(rectangle(f"is-{tone}", 0, y, (WIDTH - 64) * value / most, 9))
            marks.append(text("number", WIDTH, y + 9, words, "end"))
            y += 14
        y += 8
    return Drawing(name, title, says, max(8, y - 4), tuple(marks))


@dataclass(frozen=True)
class Heat:
    """One field of a map of heat."""

    value: float
    words: str
    about: str


def heat(
    name: str,
    title: str,
    says: str,
    down: Sequence[str],
    across: Sequence[str],
    fields: Sequence[Sequence[Heat]],
    left: int = 92,
) -> Drawing:
    """Rows by columns, the stronger the more; written in every field that is wide enough."""
    most = max((field.value for row in fields for field in row), default=0)
    wide, high, top = (WIDTH - left) / max(1, len(across)), 26, 18
    letters = max(2, left // 7)
    marks = [text("label", left + (n + 0.5) * wide, 12, label, "middle") for n, label in enumerate(across)]
    for row, (label, line) in enumerate(zip(down, fields, strict=True)):
        y = top + row * high
        marks.append(text("words", 0, y + 17, _cut(label, letters)))
        for n, field in enumerate(line):
            level = level_of(field.value, most)
            marks.append(rectangle(f"heat-{level}", left + n * wide + 1, y + 1, wide - 2, high - 2, field.about))
            if field.value and wide >= 18:
                tone = "on-heat" if level >= 4 else "on-paper"
                marks.append(text(tone, left + (n + 0.5) * wide, y + 17, field.words, "middle"))
    return Drawing(name, title, says, top + high * len(down) + 2, tuple(marks))
