"""What somebody could add so that more of those who suit him find him: pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import language_name
from matchmaking.companies.models import Certificate
from matchmaking.discovery.models import Dossier, Phrase

Kind = Phrase.Kind


@dataclass(frozen=True)
class Hint:
    """One thing to add, and what it brings."""

    what: str | Promise
    why: str | Promise


def hints_for(dossier: Dossier, goods: Mapping[str, str]) -> list[Hint]:
    """What the dossier lacks, the most useful first; then what would reach others, with how many.

    `goods` are the names of the HS codes that are guessed.
    """
    is_visitor = dossier.profile_id is not None
    lacking = _of_visitor(dossier.facts, goods) if is_visitor else _of_stand(dossier.facts)
    return [*lacking, *_unread(dossier.facts), *_gains(dossier.gains, is_visitor=is_visitor)]


def _of_visitor(facts: Mapping[str, Any], goods: Mapping[str, str]) -> Iterator[Hint]:
    seeks, said = facts.get("seeks", {}), facts.get("said", ())
    if not seeks.get("headings") and not seeks.get("services"):
        yield Hint(_("HS headings or services"), _why_headings(facts.get("guessed", ()), goods))
    if Kind.NEED not in said:
        yield Hint(
            _("What you look for, in your own words"), _("It is compared with what stands write, in any language.")
        )
    if not seeks.get("markets"):
        yield Hint(_("Countries you buy from"), _("Stands from there come first."))
    if not facts.get("languages"):
        yield Hint(_("Languages you speak"), _("Stands that you can talk with come first."))


def _why_headings(guessed: Sequence[str], goods: Mapping[str, str]) -> str | Promise:
    if not guessed:
        return _("Without them nobody knows what you buy: all stands look alike.")
    names = "; ".join(f"{goods.get(code, code)} ({code})" for code in guessed)
    return gettext("By your text it could be: %(names)s. Choose what is right.") % {"names": names}


def _of_stand(facts: Mapping[str, Any]) -> Iterator[Hint]:
    offers, said = facts.get("offers", {}), facts.get("said", ())
    if not offers.get("codes") and not offers.get("services"):
        yield Hint(
            _("Products with their HS code"), _("Without them nobody knows what you sell: all buyers look alike.")
        )
    if Kind.PITCH not in said:
        yield Hint(_("A pitch"), _("It is compared with what buyers look for, in any language."))
    if not facts.get("seeks", {}).get("markets"):
        yield Hint(_("Markets you look for"), _("Buyers from there come first."))
    if not facts.get("languages"):
        yield Hint(_("Languages your team speaks"), _("Buyers whom you can talk with come first."))


def _unread(facts: Mapping[str, Any]) -> Iterator[Hint]:
    for code in facts.get("unread", ()):
        yield Hint(
            gettext("A text in another language than %(language)s") % {"language": language_name(code)},
            _("Texts in this language cannot be compared. English, or one of fifteen others, can."),
        )


def _gains(gains: Any, *, is_visitor: bool) -> Iterator[Hint]:
    for kind, code, number in gains or ():
        if kind == "language":
            what = gettext("Somebody who speaks %(language)s") if not is_visitor else "%(language)s"
            name = language_name(code)
            yield Hint(what % {"language": name}, _speakers(number, is_visitor=is_visitor))
        elif code in Certificate.values:
            why = ngettext("%(n)s buyer of your goods needs it", "%(n)s buyers of your goods need it", number) % {
                "n": number
            }
            yield Hint(str(Certificate(code).label), why)


def _speakers(number: int, *, is_visitor: bool) -> str:
    if is_visitor:
        return ngettext(
            "%(n)s stand with your goods speaks it, and none of your languages",
            "%(n)s stands with your goods speak it, and none of your languages",
            number,
        ) % {"n": number}
    return ngettext(
        "%(n)s buyer of your goods speaks it, and none of your languages",
        "%(n)s buyers of your goods speak it, and none of your languages",
        number,
    ) % {"n": number}
