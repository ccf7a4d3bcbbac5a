"""Reasons in words, as the reader sees them: what speaks for a meeting, for him and for the other; what is missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import country_name, language_name
from matchmaking.companies.models import Certificate
from matchmaking.discovery.models.feedback import Side
from matchmaking.discovery.scoring.facts import ALIKE, UNLIKE
from matchmaking.discovery.scoring.pairs import Reason, Signal

GOODS = ("code", "heading", "chapter")

YOU, THEY = "you", "they"
VISITOR, STAND = str(Side.VISITOR), str(Side.STAND)

# Who reads it, for whom it is a reason, and its code. `code` and `heading` say the same in words.
WORDS: Mapping[tuple[str, str, str], str | Promise] = {
    (VISITOR, YOU, "heading"): _("Sells what you look for: %(names)s"),
    (VISITOR, YOU, "chapter"): _("Sells goods of that kind: %(names)s"),
    (VISITOR, THEY, "heading"): _("You look for what they sell: %(names)s"),
    (VISITOR, THEY, "chapter"): _("You look for goods of that kind: %(names)s"),
    (STAND, YOU, "heading"): _("Looks for what you sell: %(names)s"),
    (STAND, YOU, "chapter"): _("Looks for goods of that kind: %(names)s"),
    (STAND, THEY, "heading"): _("You sell what they look for: %(names)s"),
    (STAND, THEY, "chapter"): _("You sell goods of that kind: %(names)s"),
    (VISITOR, YOU, "guess"): _("Seems to sell what you write about: %(names)s"),
    (VISITOR, THEY, "guess"): _("You seem to look for what they sell: %(names)s"),
    (STAND, YOU, "guess"): _("Seems to look for what you sell: %(names)s"),
    (STAND, THEY, "guess"): _("You sell what they seem to look for: %(names)s"),
    (VISITOR, YOU, "market"): _("From a country you buy from: %(names)s"),
    (VISITOR, THEY, "market"): _("They look for customers in your country: %(names)s"),
    (STAND, YOU, "market"): _("From a market you look for: %(names)s"),
    (STAND, THEY, "market"): _("They buy from your country: %(names)s"),
    (VISITOR, YOU, "certificate"): _("Holds what you need: %(names)s"),
    (STAND, THEY, "certificate"): _("You hold what they need: %(names)s"),
    (VISITOR, YOU, "service"): _("Offers services you look for: %(names)s"),
    (VISITOR, THEY, "service"): _("You look for services they offer: %(names)s"),
    (STAND, YOU, "service"): _("Looks for services you offer: %(names)s"),
    (STAND, THEY, "service"): _("You offer services they look for: %(names)s"),
    (STAND, THEY, "volume"): _("You deliver in the volumes they buy: %(names)s"),
    (VISITOR, YOU, "volume"): _("Delivers in your volumes: %(names)s"),
    (STAND, YOU, "volume"): _("Buys in volumes you deliver: %(names)s"),
    (VISITOR, THEY, "volume"): _("You buy in volumes they deliver: %(names)s"),
    (VISITOR, YOU, "endorsed"): _("Vouched for by %(names)s"),
    (STAND, THEY, "endorsed"): _("You are vouched for by %(names)s"),
    (VISITOR, YOU, "market missing"): _("Not from a country that you named"),
    (VISITOR, THEY, "market missing"): _("They look for customers elsewhere: %(names)s"),
    (STAND, YOU, "market missing"): _("Not from a market that you named"),
    (STAND, THEY, "market missing"): _("They buy from other countries: %(names)s"),
    (VISITOR, YOU, "certificate missing"): _("Does not show what you need: %(names)s"),
    (STAND, THEY, "certificate missing"): _("They need what you do not show: %(names)s"),
    (VISITOR, YOU, "service missing"): _("Does not offer the services you look for"),
    (STAND, THEY, "service missing"): _("They look for other services: %(names)s"),
    (VISITOR, YOU, "volume missing"): _("Delivers in other volumes than you buy"),
    (STAND, YOU, "volume missing"): _("Buys in other volumes than you deliver"),
}
LANGUAGE = _("You both speak %(names)s")
NO_LANGUAGE = _("No language in common")
NO_HOURS = _("No comfortable hour in common")

SIGNAL_NAMES: Mapping[str, str | Promise] = {
    "products": _("Goods"),
    "texts": _("Texts"),
    "markets": _("Markets"),
    "languages": _("Languages"),
    "certificates": _("Certificates"),
    "volumes": _("Volumes"),
    "services": _("Services"),
    "hours": _("Hours"),
    "endorsed": _("Vouched for"),
}


@dataclass(frozen=True)
class Quote:
    """A phrase that somebody wrote, in its language."""

    text: str
    language: str


@dataclass(frozen=True)
class Words:
    """One reason or lack, as it is read; of texts that mean the same the two phrases, the reader's own first."""

    text: str
    quotes: Sequence[Quote] = ()


@dataclass(frozen=True)
class Names:
    """What codes are called in the reader's language; what has no name here is called by its code."""

    goods: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    volumes: Mapping[str, str] = field(default_factory=dict)

    def of(self, reason: Reason) -> list[str]:
        kind = reason.code.removesuffix(" missing")
        if kind in GOODS:
            code = str(reason.data["code"])
            dotted = f"{code[:4]}.{code[4:]}" if len(code) == 6 else code
            return [f"{self.goods[code]} ({dotted})" if code in self.goods else dotted]
        codes = reason.data.get("codes", ())
        match kind:
            case "market":
                return [country_name(code) for code in codes]
            case "language":
                return [language_name(code) for code in codes]
            case "endorsed":
                return [str(name) for name in reason.data["names"]]
            case "certificate":
                return [str(Certificate(code).label) if code in Certificate.values else code for code in codes]
            case "service":
                return [self.services.get(code, code) for code in codes]
            case "volume":
                return [str(self.volumes.get(code, code)) for code in codes]
        return []


@dataclass(frozen=True)
class Calendar:
    """Of the fair, what makes hours of slots."""

    slot_minutes: int
    days: int


def in_words(
    reasons: Iterable[Reason],
    *,
    reader: str,
    whose: str,
    names: Names,
    calendar: Calendar,
    is_guessed: bool = False,
) -> list[Words]:
    """What speaks for (or is missing to) `whose` side, you or they, as read by a visitor or a stand's team.

    Goods of the same kind are told together; `is_guessed` if what the visitor looks for is only guessed by his text.
    Texts are not among the reasons: they are quoted, by `alike`.
    """
    said: list[Words] = []
    goods: dict[str, list[str]] = {}
    for reason in reasons:
        if reason.code in GOODS:
            goods.setdefault(_kind(reason, is_guessed), []).extend(names.of(reason))
        elif text := _said(reason, reader, whose, names, calendar):
            said.append(Words(text))
    first = [Words(str(WORDS[reader, whose, kind]) % {"names": joined(found)}) for kind, found in goods.items()]
    return [*first, *said]


def _kind(reason: Reason, is_guessed: bool) -> str:
    if reason.code == "chapter":
        return "chapter"
    return "guess" if is_guessed else "heading"


def _said(reason: Reason, reader: str, whose: str, names: Names, calendar: Calendar) -> str:
    match reason.code:
        case "language":
            return str(LANGUAGE) % {"names": joined(names.of(reason))}
        case "language missing":
            return str(NO_LANGUAGE)
        case "hours":
            return hours_a_day(len(reason.data["slots"]), calendar)
        case "hours missing":
            return str(NO_HOURS)
    template = WORDS.get((reader, whose, reason.code))
    return str(template) % {"names": joined(names.of(reason))} if template else ""


def hours_a_day(slots: int, calendar: Calendar) -> str:
    """So many slots as whole hours of each day of the fair; at least one."""
    hours = max(1, round(slots * calendar.slot_minutes / 60 / max(1, calendar.days)))
    return ngettext(
        "About %(n)s comfortable hour in common a day", "About %(n)s comfortable hours in common a day", hours
    ) % {"n": hours}


def alike(mine: Quote, theirs: Quote, likeness: float) -> Words | None:
    """The two phrases that are most alike, if they are more alike than any two."""
    if likeness <= UNLIKE:
        return None
    close = likeness >= (UNLIKE + ALIKE) / 2
    text = _("These texts say nearly the same") if close else _("These texts are related")
    return Words(str(text), (mine, theirs))


def joined(names: Sequence[str]) -> str:
    """The names as a list in the reader's language."""
    return str(format_list(list(names), locale=(get_language() or "en")[:2]))


def codes_in(reasons: Iterable[Reason]) -> Iterator[str]:
    """The HS codes that the reasons name."""
    for reason in reasons:
        if reason.code in GOODS:
            yield str(reason.data["code"])


def signals_in_words(signals: Iterable[Signal], weights: Any) -> list[tuple[str, int, float]]:
    """Each known signal: its name, how far it is fulfilled in per cent, and its weight."""
    return [
        (str(SIGNAL_NAMES[signal.name]), round(100 * signal.value), getattr(weights, signal.name)) for signal in signals
    ]
