"""Suggestions as a page shows them: the cards of those whom the reader may be shown, with reasons for both sides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matchmaking.accounts.models import User
from matchmaking.companies.models import Volume
from matchmaking.discovery import reasons, rules
from matchmaking.discovery.access import Candidate, Seat
from matchmaking.discovery.models import Dossier
from matchmaking.discovery.queries import cards as queries
from matchmaking.discovery.queries.parties import party_of
from matchmaking.discovery.scoring.facts import Weights
from matchmaking.discovery.scoring.pairs import View, view
from matchmaking.fairs.models import Fair


@dataclass(frozen=True)
class Card:
    """One suggestion: who it is, why for both, what is missing, and what there is between them already."""

    candidate: Candidate
    shown: queries.Shown
    for_you: Sequence[reasons.Words]
    acquaintance: str
    for_them: Sequence[reasons.Words]
    missing: Sequence[reasons.Words]
    quote: reasons.Words | None
    views: "Views"

    @property
    def strength(self) -> str | Promise:
        """How well both suit each other, in words: a number would say more than is known."""
        if self.is_strong:
            return _("Strong match")
        return _("Good match") if self.candidate.likeness >= rules.GOOD else _("Possible match")

    @property
    def is_strong(self) -> bool:
        return self.candidate.likeness >= rules.STRONG


@dataclass(frozen=True)
class Views:
    """How both see each other, by the facts alone."""

    mine: View
    theirs: View


@dataclass(frozen=True)
class Reading:
    """Who reads, where, and by which weights the fair looks."""

    fair: Fair
    user: User
    seat: Seat
    weights: Weights = field(default_factory=Weights)

    @property
    def calendar(self) -> reasons.Calendar:
        return reasons.Calendar(self.fair.slot_minutes, len(self.fair.days))


def cards_of(reading: Reading, candidates: Sequence[Candidate]) -> list[Card]:
    """The cards of these candidates, in their order. Three queries, four where services are named."""
    pks = [candidate.pk for candidate in candidates]
    if not pks:
        return []
    seat = reading.seat
    shown = queries.shown_stands(pks, reading.user.pk) if seat.is_visitor else queries.shown_visitors(pks, seat.pk)
    mine = seat.dossier or Dossier()
    theirs = [shown[pk].dossier for pk in pks if pk in shown]
    likenesses = queries.alike_texts(mine.pk, [dossier.pk for dossier in theirs if dossier.pk]) if mine.pk else {}
    views = {pk: _views(mine, shown[pk].dossier, reading.weights) for pk in pks if pk in shown}
    names = _names(views.values())
    return [
        _card(reading, candidate, shown[candidate.pk], views[candidate.pk], likenesses, names)
        for candidate in candidates
        if candidate.pk in shown
    ]


def _views(mine: Dossier, theirs: Dossier, weights: Weights) -> Views:
    me, other = party_of(mine, weights), party_of(theirs, weights)
    return Views(view(me, other), view(other, me))


def _names(views: Iterable[Views]) -> reasons.Names:
    said = [reason for each in views for one in (each.mine, each.theirs) for reason in (*one.reasons, *one.missing)]
    names_services = any(reason.code.startswith("service") for reason in said)
    return reasons.Names(
        goods=queries.names_of_goods(reasons.codes_in(said)),
        services=queries.names_of_services() if names_services else {},
        volumes={str(code): str(label) for code, label in Volume.choices},
    )


def _card(
    reading: Reading,
    candidate: Candidate,
    shown: queries.Shown,
    views: Views,
    likenesses: Mapping[int, queries.Likeness],
    names: reasons.Names,
) -> Card:
    visitor = reading.seat.dossier if reading.seat.is_visitor else shown.dossier
    is_guessed = bool(visitor and visitor.facts.get("guessed"))

    def words(found: Any, whose: str) -> list[reasons.Words]:
        return reasons.in_words(
            found,
            reader=reading.seat.side,
            whose=whose,
            names=names,
            calendar=reading.calendar,
            is_guessed=is_guessed,
        )

    for_you = words(views.mine.reasons, reasons.YOU)
    told = {each.text for each in for_you}
    missing = words(views.mine.missing, reasons.YOU)
    lacking = {each.text for each in missing}
    return Card(
        candidate=candidate,
        shown=shown,
        for_you=for_you,
        acquaintance=_acquaintance(candidate, shown),
        for_them=[each for each in words(views.theirs.reasons, reasons.THEY) if each.text not in told],
        missing=[*missing, *(w for w in words(views.theirs.missing, reasons.THEY) if w.text not in lacking)],
        quote=_quote(likenesses.get(shown.dossier.pk)),
        views=views,
    )


def _acquaintance(candidate: Candidate, shown: queries.Shown) -> str:
    if candidate.has_met:
        return gettext("You have met at this fair")
    if shown.met_at:
        return gettext("You have met before, at %(fair)s") % {"fair": shown.met_at}
    return gettext("You have not met yet")


def _quote(found: queries.Likeness | None) -> reasons.Words | None:
    if found is None:
        return None
    asked = reasons.Quote(found.asked, found.asked_language)
    return reasons.alike(asked, reasons.Quote(found.said, found.said_language), found.cosine)
