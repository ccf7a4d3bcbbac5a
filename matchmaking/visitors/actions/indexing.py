"""The directory of visitors learns what it can be asked: derived lines, rebuilt in bulk from their sources."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from matchmaking.common.search import own_vector, weighted_vector
from matchmaking.common.words import fold, words
from matchmaking.companies.actions.vocabulary import learn_words
from matchmaking.companies.naming import (
    certificate_names,
    country_names,
    language_names,
    lines_above,
    names_of_services,
    words_of_codes,
)
from matchmaking.visitors.models import DirectoryEntry, VisitorProfile

CHUNK = 500
DERIVED = [
    "fair",
    "sort_name",
    "country",
    "chapters",
    "languages",
    "certificates",
    "visibility",
    "words",
    "own_words",
    "indexed_at",
]


def index_visitors(ids: Iterable[UUID], *, at: datetime) -> None:
    """The directory knows these visitors as they are now. Who may find them is asked when somebody looks.

    The number of queries depends on the number of chunks, never on what is in them.
    """
    wanted, learnt = sorted(set(ids)), set[str]()
    for start in range(0, len(wanted), CHUNK):
        with transaction.atomic():
            _index(wanted[start : start + CHUNK], learnt, at=at)


def _index(ids: Sequence[UUID], learnt: set[str], *, at: datetime) -> None:
    # Two who index the same profile take their turns, so that the later one has read what the earlier one wrote.
    locked = VisitorProfile.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True, of=("self",))
    profiles = list(
        locked.select_related("participant__user", "company").prefetch_related("sought", "services", "company__texts")
    )
    goods = words_of_codes(sought.code_id for profile in profiles for sought in profile.sought.all())
    services = names_of_services(service.pk for profile in profiles for service in profile.services.all())

    entries, vocabulary = [], set[str]()
    for profile in profiles:
        user = profile.participant.user
        country = country_of(profile)
        names = [user.name, profile.organisation]
        wishes, details = [profile.job_title], [profile.looking_for]
        if profile.company:
            names.append(profile.company.name)
            wishes += [text.headline for text in profile.company.texts.all()]
            details += [text.description for text in profile.company.texts.all()]
        own = own_vector(names, wishes, details)
        lines = [line for sought in profile.sought.all() for line in lines_above(sought.code_id)]
        for service in profile.services.all():
            wishes += services[service.pk]
        details += certificate_names(profile.certificates)
        where = list(country_names(country))
        where += [name for language in profile.languages for name in language_names(language)]
        weighted = {
            "A": _words(names),
            "B": _words(wishes) + [word for line in lines if len(line) > 2 for word in goods[line]],
            "C": _words(details) + [word for line in lines if len(line) == 2 for word in goods[line]],
            "D": _words(where),
        }
        vocabulary.update(*weighted.values())
        entries.append(
            DirectoryEntry(
                profile=profile,
                fair_id=profile.participant.fair_id,
                sort_name=fold(user.name or profile.organisation)[:140],
                country=country,
                chapters=sorted({sought.code_id[:2] for sought in profile.sought.all()}),
                languages=sorted(set(profile.languages)),
                certificates=sorted(set(profile.certificates)),
                visibility=profile.visibility,
                words=weighted_vector(weighted),
                own_words=own,
                indexed_at=at,
            )
        )
    learn_words(vocabulary - learnt)
    learnt |= vocabulary
    DirectoryEntry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["profile"], update_fields=DERIVED)


def country_of(profile: VisitorProfile) -> str:
    """Where the visitor comes from: as he says here, else as his company or his account says."""
    company = profile.company.country if profile.company else ""
    return profile.country or company or profile.participant.user.country


def _words(texts: Iterable[str]) -> list[str]:
    return words(" \n ".join(texts))
