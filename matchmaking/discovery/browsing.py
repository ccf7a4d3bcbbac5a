"""What a reader asks the page of suggestions for, and which of his candidates answer it: pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matchmaking.common.directory import Facet, Group, Option, Tag, is_chapter, page_numbers, wanted_by
from matchmaking.common.places import COUNTRY_CODES, LANGUAGE_CODES
from matchmaking.companies.models import Certificate
from matchmaking.discovery.access import Candidate
from matchmaking.discovery.models import Mark

PAGE = 12

FACETS = (
    Facet("country", "country", frozenset(COUNTRY_CODES).__contains__),
    Facet("chapter", "chapters", is_chapter, is_list=True),
    Facet("language", "languages", frozenset(LANGUAGE_CODES).__contains__, is_list=True),
    Facet("certificate", "certificates", frozenset(Certificate.values).__contains__, is_list=True),
)
TITLES: dict[str, str | Promise] = {
    "country": _("Country"),
    "chapter": _("Goods"),
    "language": _("Language"),
    "certificate": _("Certificate"),
}


class Tray(models.TextChoices):
    """Where a candidate lies."""

    SUGGESTED = "suggested", _("Suggested")
    KEPT = "kept", _("Saved and shortlisted")
    ASKED = "asked", _("Asked and met")
    DISMISSED = "dismissed", _("Not for us")


class Order(models.TextChoices):
    """By the market, so that everybody is seen, or by likeness alone."""

    MARKET = "market", _("Best for both, fair to all")
    LIKENESS = "likeness", _("Most alike first")


def trays_of(candidate: Candidate) -> set[str]:
    """Whoever is dismissed lies nowhere else; whoever is kept may have been asked as well."""
    if candidate.mark == Mark.Kind.DISMISSED:
        return {Tray.DISMISSED}
    trays: set[str] = set()
    if candidate.mark:
        trays.add(Tray.KEPT)
    if candidate.is_asked:
        trays.add(Tray.ASKED)
    elif candidate.own_view is not None:
        trays.add(Tray.SUGGESTED)
    return trays


@dataclass(frozen=True)
class Asked:
    """The page that is asked for. Made from any address whatever; has one address of its own."""

    seat: str = ""
    tray: str = Tray.SUGGESTED
    order: str = Order.MARKET
    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1

    def address(self) -> str:
        pairs = [("as", self.seat)] if self.seat else []
        if self.query:
            pairs.append(("q", self.query))
        if self.tray != Tray.SUGGESTED:
            pairs.append(("show", self.tray))
        if self.order != Order.MARKET:
            pairs.append(("sort", self.order))
        pairs += [(name, value) for name, values in sorted(self.chosen.items()) for value in values]
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return f"?{urlencode(pairs)}" if pairs else "?"

    def on_page(self, page: int) -> "Asked":
        return replace(self, page=page)

    def showing(self, tray: str) -> "Asked":
        return replace(self, tray=tray, query="", chosen={}, page=1)

    def without(self, name: str, value: str) -> "Asked":
        left = {
            facet: kept
            for facet, values in self.chosen.items()
            if (kept := tuple(v for v in values if (facet, v) != (name, value)))
        }
        return replace(self, chosen=left, page=1)


def asked_by(address: QueryDict, seat: str) -> Asked:
    """What the address asks for. Whatever cannot be meant is left out, so that every address is a sensible page."""
    wanted = wanted_by(address, FACETS)
    tray, order = address.get("show", ""), address.get("sort", "")
    return Asked(
        seat=seat,
        tray=tray if tray in Tray.values else Tray.SUGGESTED,
        order=order if order in Order.values else Order.MARKET,
        query=wanted.query,
        chosen=wanted.chosen,
        page=wanted.page,
    )


@dataclass(frozen=True)
class Answer:
    """One page of candidates, with the filters that narrow it down, and how many lie in each tray."""

    asked: Asked
    total: int
    candidates: Sequence[Candidate]
    facets: Sequence[Group]
    trays: Mapping[str, int]

    @property
    def tags(self) -> list[Tag]:
        """What is chosen, each with the address of the page without it."""
        return [
            Tag(option.label, self.asked.without(group.name, option.value).address())
            for group in self.facets
            for option in group.options
            if option.is_chosen
        ]

    @property
    def first_number(self) -> int:
        return (self.asked.page - 1) * PAGE + 1

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def pages(self) -> list[tuple[int | None, str]]:
        """Numbers and addresses of pages; (None, "") is a gap. Empty where one page holds all."""
        if self.last_page == 1:
            return []
        return [
            (number, self.asked.on_page(number).address() if number else "")
            for number in page_numbers(self.asked.page, self.last_page)
        ]


def answer_to(asked: Asked, candidates: Sequence[Candidate], name_of: Callable[[str, str], str]) -> Answer:
    """What of the candidates is shown. `name_of` says what a facet's value is called."""
    trays = Counter(str(tray) for candidate in candidates for tray in trays_of(candidate))
    here = [candidate for candidate in candidates if asked.tray in trays_of(candidate)]
    fitting = [candidate for candidate in here if _fits(candidate, asked.chosen)]
    if asked.order == Order.LIKENESS:
        fitting.sort(key=lambda candidate: -candidate.likeness)
    last = max(1, -(-len(fitting) // PAGE))
    asked = asked.on_page(min(asked.page, last))
    begins = (asked.page - 1) * PAGE
    return Answer(
        asked=asked,
        total=len(fitting),
        candidates=fitting[begins : begins + PAGE],
        facets=[group for facet in FACETS if (group := _group(facet, here, asked.chosen, name_of)).options],
        trays={tray: trays[tray] for tray in Tray.values},
    )


def _values(candidate: Candidate, facet: Facet) -> Sequence[str]:
    found = getattr(candidate, facet.column)
    return found if facet.is_list else [found] if found else []


def _fits(candidate: Candidate, chosen: Mapping[str, Sequence[str]], but: str = "") -> bool:
    return all(
        set(values) & set(_values(candidate, facet))
        for facet in FACETS
        if facet.name != but and (values := chosen.get(facet.name))
    )


def _group(
    facet: Facet,
    here: Sequence[Candidate],
    chosen: Mapping[str, tuple[str, ...]],
    name_of: Callable[[str, str], str],
) -> Group:
    """A facet's counts ignore what is chosen in it, and only that."""
    counts = Counter(
        value for candidate in here if _fits(candidate, chosen, facet.name) for value in set(_values(candidate, facet))
    )
    ticked = chosen.get(facet.name, ())
    options = [
        Option(value, name_of(facet.name, value), counts[value], value in ticked) for value in {*counts, *ticked}
    ]
    options.sort(key=lambda option: (not option.is_chosen, -option.count, option.label))
    return Group(facet.name, TITLES[facet.name], options)
