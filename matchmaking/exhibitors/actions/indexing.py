"""The directory of exhibitors learns what it can be asked: derived lines, rebuilt in bulk from their sources."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from matchmaking.common.search import own_vector, weighted_vector
from matchmaking.common.words import fold, words
from matchmaking.companies.actions.vocabulary import learn_words
from matchmaking.companies.models import CompanyText, Product
from matchmaking.companies.naming import (
    certificate_names,
    country_names,
    language_names,
    lines_above,
    names_of_services,
    words_of_codes,
)
from matchmaking.exhibitors.models import DirectoryEntry, Exhibitor, Representative, ShownProduct
from matchmaking.fairs.models import Participant

CHUNK = 500
DERIVED = [
    "fair",
    "hall",
    "sort_name",
    "country",
    "chapters",
    "languages",
    "certificates",
    "words",
    "own_words",
    "indexed_at",
]


def index_exhibitors(ids: Iterable[int], *, at: datetime) -> None:
    """The directory knows these exhibitors as they are now: approved ones are in it, others are not.

    The number of queries depends on the number of chunks, never on what is in them.
    """
    wanted, learnt = sorted(set(ids)), set[str]()
    for start in range(0, len(wanted), CHUNK):
        with transaction.atomic():
            _index(wanted[start : start + CHUNK], learnt, at=at)


def _index(ids: Sequence[int], learnt: set[str], *, at: datetime) -> None:
    # Two who index the same stand take their turns, so that the later one has read what the earlier one wrote.
    locked = Exhibitor.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True, of=("self",))
    exhibitors = [e for e in locked.select_related("company") if e.status == Exhibitor.Status.APPROVED]
    DirectoryEntry.objects.filter(exhibitor__in=ids).exclude(exhibitor__in=exhibitors).delete()

    texts = _texts(exhibitors)
    products = _products(exhibitors)
    languages = _languages(exhibitors)
    sold = [product for shown in products.values() for product in shown]
    goods = words_of_codes(product.hs_code_id for product in sold if product.hs_code_id)
    services = names_of_services(product.service_id for product in sold if product.service_id)

    entries, vocabulary = [], set[str]()
    for exhibitor in exhibitors:
        company, shown = exhibitor.company, products[exhibitor.pk]
        spoken = languages[exhibitor.pk]
        certificates = {certificate for product in shown for certificate in product.certificates}
        names, offers, details = [company.name], [exhibitor.headline], [exhibitor.pitch]
        for text in texts[company.pk]:
            offers.append(text.headline)
            details.append(text.description)
        for product in shown:
            names.append(product.name)
            details.append(product.description)
        own = own_vector(names, offers, details)
        offers += [name for product in shown if product.service_id for name in services[product.service_id]]
        lines = [line for product in shown for line in lines_above(product.hs_code_id or "")]
        where = [company.city, *country_names(company.country)]
        where += [name for language in spoken for name in language_names(language)]
        weighted = {
            "A": _words(names),
            "B": _words(offers) + [word for line in lines if len(line) > 2 for word in goods[line]],
            "C": _words([*details, *certificate_names(certificates)])
            + [word for line in lines if len(line) == 2 for word in goods[line]],
            "D": _words(where),
        }
        vocabulary.update(*weighted.values())
        entries.append(
            DirectoryEntry(
                exhibitor=exhibitor,
                fair_id=exhibitor.fair_id,
                hall_id=exhibitor.hall_id,
                sort_name=fold(company.name)[:140],
                country=company.country,
                chapters=sorted({product.hs_code_id[:2] for product in shown if product.hs_code_id}),
                languages=sorted(spoken),
                certificates=sorted(certificates),
                words=weighted_vector(weighted),
                own_words=own,
                indexed_at=at,
            )
        )
    learn_words(vocabulary - learnt)
    learnt |= vocabulary
    DirectoryEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["exhibitor"], update_fields=DERIVED
    )


def _words(texts: Iterable[str]) -> list[str]:
    return words(" \n ".join(texts))


def _texts(exhibitors: Iterable[Exhibitor]) -> dict[int, list[CompanyText]]:
    """By company, what it says of itself in every language."""
    texts: defaultdict[int, list[CompanyText]] = defaultdict(list)
    for text in CompanyText.objects.filter(company__in={exhibitor.company_id for exhibitor in exhibitors}):
        texts[text.company_id].append(text)
    return texts


def _products(exhibitors: Iterable[Exhibitor]) -> dict[int, list[Product]]:
    """By exhibitor, what the stand shows."""
    products: defaultdict[int, list[Product]] = defaultdict(list)
    for shown in ShownProduct.objects.filter(exhibitor__in=exhibitors).select_related("product"):
        products[shown.exhibitor_id].append(shown.product)
    return products


def _languages(exhibitors: Iterable[Exhibitor]) -> dict[int, set[str]]:
    """By exhibitor, the languages that its team speaks; people who have left do not count."""
    languages: defaultdict[int, set[str]] = defaultdict(set)
    team = Representative.objects.filter(
        exhibitor__in=exhibitors, participant__status=Participant.Status.APPROVED
    ).values_list("exhibitor_id", "participant__user__spoken_languages")
    for exhibitor_id, spoken in team:
        languages[exhibitor_id].update(spoken)
    return languages
