"""Dossiers learn what profiles and stands say, and what their texts mean: only what has changed is encoded anew."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Q, QuerySet

from matchmaking.common.encoder import encode, is_there
from matchmaking.discovery import rules
from matchmaking.discovery.models import Dossier, Phrase
from matchmaking.discovery.queries.facts import Known, known_stands, known_visitors
from matchmaking.discovery.queries.tariff import tariff
from matchmaking.discovery.scoring.guessing import guess_headings
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair
from matchmaking.visitors.models import VisitorProfile

CHUNK = 500
AT_ONCE = 64  # texts that are encoded together
FACTS = ["fair", "facts", "slots", "capacity", "is_shown", "has_meanings", "known_at"]

Told = Callable[[int], None]


def silently(_number: int) -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True)
class Said:
    """A phrase before it has a meaning."""

    kind: str
    position: int
    language: str
    text: str


def know_everybody(fair: Fair, *, at: datetime, told: Told = silently) -> None:
    """Everybody who takes part has a dossier as of this moment, and nobody else has. Tells how many more are done."""
    approved = Exhibitor.objects.filter(fair=fair, status=Exhibitor.Status.APPROVED)
    profiles = VisitorProfile.objects.filter(participant__fair=fair)
    know(
        fair,
        profiles=profiles.values_list("pk", flat=True),
        exhibitors=approved.values_list("pk", flat=True),
        at=at,
        told=told,
    )
    Dossier.objects.filter(fair=fair, known_at__lt=at).delete()


def know(
    fair: Fair, *, profiles: Iterable[UUID] = (), exhibitors: Iterable[int] = (), at: datetime, told: Told = silently
) -> None:
    """These have dossiers as they are now; those who do not take part any more have none."""
    for some in _chunks(profiles):
        _keep(fair, known_visitors(fair, some, at=at), Dossier.objects.filter(profile__in=some), at)
        told(len(some))
    for some in _chunks(exhibitors):
        _keep(fair, known_stands(fair, some, at=at), Dossier.objects.filter(exhibitor__in=some), at)
        told(len(some))


def _chunks(ids: Iterable[Any]) -> Iterable[list[Any]]:
    left = iter(ids)
    while some := list(islice(left, CHUNK)):
        yield some


def _keep(fair: Fair, known: Sequence[Known], there: QuerySet[Dossier], at: datetime) -> None:
    """What is known is kept, with the meanings of its texts, for these and no other of the dossiers that are there."""
    has_meanings = is_there()
    wanted = {_key(each): _wanted_phrases(each, rules.ENCODER if has_meanings else rules.WORDS_ALONE) for each in known}
    said = {digest: phrase for phrases in wanted.values() for digest, phrase in phrases.items()}
    vectors = _meanings(said, encode if has_meanings else rules.vectors_of_words)
    if has_meanings:
        _guess(known, wanted, vectors)
    with transaction.atomic():
        there.exclude(
            Q(profile__in=[each.profile for each in known if each.profile])
            | Q(exhibitor__in=[each.exhibitor for each in known if each.exhibitor])
        ).delete()
        kept = _dossiers(fair, known, there, at, has_meanings=has_meanings)
        _keep_phrases(fair, {dossier: wanted[_key(dossier)] for dossier in kept}, vectors)


def _guess(known: Sequence[Known], wanted: Mapping[Any, Mapping[str, Said]], vectors: Mapping[str, Any]) -> None:
    """Of whoever has chosen no headings, his facts say which ones his text seems to be about."""
    for each in known:
        if each.profile is None or each.facts["seeks"]["headings"] or each.facts["seeks"]["services"]:
            continue
        needs = [digest for digest, said in wanted[_key(each)].items() if said.kind == Phrase.Kind.NEED]
        texts = np.array([np.asarray(vectors[digest], dtype=np.float32) for digest in needs])
        if guessed := guess_headings(texts, tariff()):
            each.facts["guessed"] = sorted(guessed)


def _key(whose: Known | Dossier) -> tuple[Any, Any]:
    if isinstance(whose, Known):
        return whose.profile, whose.exhibitor
    return whose.profile_id, whose.exhibitor_id


def _dossiers(
    fair: Fair, known: Sequence[Known], there: QuerySet[Dossier], at: datetime, *, has_meanings: bool
) -> list[Dossier]:
    rows = [
        Dossier(
            fair=fair,
            profile_id=each.profile,
            exhibitor_id=each.exhibitor,
            facts=each.facts,
            slots=each.slots,
            capacity=each.capacity,
            is_shown=each.is_shown,
            has_meanings=has_meanings,
            known_at=at,
        )
        for each in known
    ]
    for whose in ("profile", "exhibitor"):
        of_kind = [row for row in rows if getattr(row, f"{whose}_id")]
        if of_kind:
            Dossier.objects.bulk_create(of_kind, update_conflicts=True, unique_fields=[whose], update_fields=FACTS)
    return list(there.all())


def _wanted_phrases(known: Known, encoder: str) -> dict[str, Said]:
    """By digest, what is to be compared of somebody's texts: no more of each kind than counts, in known languages.

    His facts say afterwards what of him is compared, and in which languages he wrote what is not.
    """
    found: dict[str, Said] = {}
    left = dict(rules.MOST_OF_A_KIND)
    known.facts["unread"] = sorted({each.language for each in known.texts if not rules.is_compared(each.language)})
    for text in known.texts:
        if left[text.kind] <= 0 or not rules.is_compared(text.language):
            continue
        most = 1 if text.kind == Phrase.Kind.PRODUCT else left[text.kind]
        for phrase in rules.phrases_of(text.text, most):
            digest = rules.digest_of(phrase, encoder)
            if digest not in found:
                found[digest] = Said(text.kind, len(found), text.language, phrase)
                left[text.kind] -= 1
    known.facts["said"] = sorted({each.kind for each in found.values()})
    return found


def _meanings(wanted: dict[str, Said], encoded: Callable[[list[str]], Iterable[Any]]) -> dict[str, Any]:
    """By digest, what each phrase means: as it is known of whomever, or encoded now."""
    known = Phrase.objects.filter(digest__in=wanted).order_by("digest").distinct("digest")
    vectors: dict[str, Any] = dict(known.values_list("digest", "meaning"))
    missing = [digest for digest in wanted if digest not in vectors]
    for begins in range(0, len(missing), AT_ONCE):
        some = missing[begins : begins + AT_ONCE]
        vectors.update(zip(some, encoded([wanted[digest].text for digest in some]), strict=True))
    return vectors


def _keep_phrases(fair: Fair, wanted: dict[Dossier, dict[str, Said]], vectors: dict[str, Any]) -> None:
    there: defaultdict[int, set[str]] = defaultdict(set)
    for owner, digest in Phrase.objects.filter(dossier__in=wanted).values_list("dossier_id", "digest"):
        there[owner].add(digest)
    gone = Q()
    added = []
    for dossier, phrases in wanted.items():
        if superfluous := there[dossier.pk] - phrases.keys():
            gone |= Q(dossier=dossier, digest__in=superfluous)
        added += [
            Phrase(
                dossier=dossier,
                fair=fair,
                kind=said.kind,
                position=said.position,
                language=said.language,
                text=said.text,
                digest=digest,
                meaning=vectors[digest],
            )
            for digest, said in phrases.items()
            if digest not in there[dossier.pk]
        ]
    if gone:
        Phrase.objects.filter(gone).delete()
    Phrase.objects.bulk_create(added, batch_size=2_000, ignore_conflicts=True)
