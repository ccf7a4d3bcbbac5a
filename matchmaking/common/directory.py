"""What both directories of a fair share: the state in the address, the facets' counts, the pages' numbers.

Nothing here knows a model: a directory hands in its queryset of lines and its facets.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import Promise

PAGE_SIZE = 24
LONGEST_QUERY = 100  # characters; nobody means more, and a search should not have to look for more
MOST_VALUES = 24  # per facet
Line = TypeVar("Line", bound=Model)
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True)
class Facet:
    """One way of narrowing a directory down: its name in the address and the column of the lines that it reads."""

    name: str
    column: str
    allows: Callable[[str], object]  # whether a value can be meant at all; nonsense is dropped
    is_list: bool = False  # the column holds several values per line
    label: str = ""  # the column that names the value, where the value does not say it to whoever draws it


def is_slug(value: str) -> bool:
    return re.fullmatch(r"[-a-z0-9_]{1,60}", value, re.IGNORECASE) is not None


def is_chapter(value: str) -> bool:
    return re.fullmatch(r"[0-9]{2}", value, re.ASCII) is not None


class Sort:
    """In which order lines are shown. The best match only means something while words are looked for."""

    MATCH = "match"
    NAME = "name"


@dataclass(frozen=True)
class Wanted:
    """What a reader asks a directory for. Made from any address whatever; has one address of its own."""

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = Sort.MATCH
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.chosen)

    def address(self) -> str:
        """The query string that says the same, and nothing else: the key of what is kept, and what people share."""
        pairs = [("q", self.query)] if self.query else []
        pairs += [(name, value) for name, values in sorted(self.chosen.items()) for value in values]
        if self.sort != Sort.MATCH:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return f"?{urlencode(pairs)}" if pairs else "?"

    def on_page(self, page: int) -> "Wanted":
        return replace(self, page=page)

    def asking(self, query: str) -> "Wanted":
        return replace(self, query=query, page=1)

    def without(self, name: str, value: str) -> "Wanted":
        left = {
            facet: kept
            for facet, values in self.chosen.items()
            if (kept := tuple(v for v in values if (facet, v) != (name, value)))
        }
        return replace(self, chosen=left, page=1)


def wanted_by(address: QueryDict, facets: Iterable[Facet]) -> Wanted:
    """What the address asks for. Whatever cannot be meant is left out, so that every address is a sensible page."""
    chosen = {}
    for facet in facets:
        values = {value for value in address.getlist(facet.name)[: 4 * MOST_VALUES] if facet.allows(value)}
        if values:
            chosen[facet.name] = tuple(sorted(values)[:MOST_VALUES])
    sort = address.get("sort", "")
    page = address.get("page", "")
    return Wanted(
        query=" ".join(UNPRINTABLE.sub(" ", address.get("q", "")[: 4 * LONGEST_QUERY]).split())[:LONGEST_QUERY].strip(),
        chosen=chosen,
        sort=sort if sort == Sort.NAME else Sort.MATCH,
        page=int(page) if re.fullmatch(r"[1-9][0-9]{0,5}", page) else 1,
    )


@dataclass(frozen=True)
class Value:
    """A value of a facet, and how many lines choosing it would give."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Counts:
    """How many lines were found, and per facet how many each value would give."""

    total: int = 0
    values: Mapping[str, Sequence[Value]] = field(default_factory=dict)

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def page_numbers(page: int, last: int) -> list[int | None]:
    """The numbers to show: the first, the last and those around the page. None stands for a gap."""
    shown = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        before = numbers[-1] if numbers else 0
        if before is not None and number - before == 2:
            numbers.append(number - 1)  # a gap of one is no shorter than the number itself
        elif before is not None and number - before > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


@dataclass(frozen=True)
class Option:
    """One box of a facet that can be ticked."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """A facet as it is drawn (common/_facet.html): its name and its boxes, those that are ticked first."""

    name: str
    title: str | Promise
    options: Sequence[Option]

    @property
    def is_chosen(self) -> bool:
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Tag:
    """A chosen value, and the address of the page without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Found(Generic[Line]):
    """One page of a directory: what was asked, what is on it, and where one can go from it."""

    wanted: Wanted
    counts: Counts
    lines: Sequence[Line]
    suggestion: str = ""  # other words, where nothing has those that were typed

    @property
    def first_number(self) -> int:
        return (self.wanted.page - 1) * PAGE_SIZE + 1

    @property
    def pages(self) -> list[tuple[int | None, str]]:
        """Numbers and addresses of pages; (None, "") is a gap. Empty where one page holds all."""
        last = self.counts.last_page
        if last == 1:
            return []
        return [
            (number, self.wanted.on_page(number).address() if number else "")
            for number in page_numbers(self.wanted.page, last)
        ]

    @property
    def before(self) -> str:
        return self.wanted.on_page(self.wanted.page - 1).address() if self.wanted.page > 1 else ""

    @property
    def after(self) -> str:
        return self.wanted.on_page(self.wanted.page + 1).address() if self.wanted.page < self.counts.last_page else ""


def groups(
    found: Found[Line], facets: Sequence[Facet], titles: Mapping[str, str | Promise], name_of: Callable[[str, str], str]
) -> list[Group]:
    """The facets as they are drawn: what is chosen first, then the most frequent."""
    drawn = []
    for facet in facets:
        chosen = found.wanted.chosen.get(facet.name, ())
        options = [
            Option(value.value, value.label or name_of(facet.name, value.value), value.count, value.value in chosen)
            for value in found.counts.values.get(facet.name, ())
        ]
        there = {option.value for option in options}
        options += [Option(value, name_of(facet.name, value), 0, True) for value in chosen if value not in there]
        options.sort(key=lambda option: (not option.is_chosen, -option.count, option.label))
        if options:
            drawn.append(Group(facet.name, titles[facet.name], options))
    return drawn


def tags(found: Found[Line], drawn: Iterable[Group]) -> list[Tag]:
    """What is chosen, each with the address of the page without it."""
    return [
        Tag(option.label, found.wanted.without(group.name, option.value).address())
        for group in drawn
        for option in group.options
        if option.is_chosen
    ]
