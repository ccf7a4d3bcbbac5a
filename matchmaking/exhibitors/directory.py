"""The directory of exhibitors: who is in it, what it can be asked, and what a line of it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models import Value as Constant
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from matchmaking.accounts.models import User
from matchmaking.common.directory import Facet, is_chapter, is_slug
from matchmaking.common.places import COUNTRY_CODES, LANGUAGE_CODES
from matchmaking.companies.models import Certificate, Company, CompanyText, Product
from matchmaking.exhibitors.models import DirectoryEntry, Exhibitor, Representative
from matchmaking.fairs.models import Fair

FACETS = (
    Facet("hall", "hall__slug", is_slug, label="hall__name"),
    Facet("country", "country", frozenset(COUNTRY_CODES).__contains__),
    Facet("chapter", "chapters", is_chapter, is_list=True),
    Facet("language", "languages", frozenset(LANGUAGE_CODES).__contains__, is_list=True),
    Facet("certificate", "certificates", frozenset(Certificate.values).__contains__, is_list=True),
)
TITLES: dict[str, str | Promise] = {
    "hall": _("Hall"),
    "country": _("Country"),
    "chapter": _("Goods"),
    "language": _("Language"),
    "certificate": _("Certificate"),
}


@dataclass(frozen=True)
class Stamp:
    """What changes whenever a fair or its directory of exhibitors does."""

    fair: int
    version: int
    changed_at: datetime
    entries: int
    newest_entry: datetime | None


def stamp_of(slug: str, *, hidden_too: bool = False) -> Stamp | None:
    """The stamp of the fair at this address; None where there is none, or one that only some may see.

    Plain SQL, since every page of the directory begins with it: Django takes longer to write this query than Postgres
    takes to answer it (docs/scaling.md).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT fair.id, fair.version, fair.changed_at, entries.number, entries.newest
            FROM fairs_fair AS fair, LATERAL (
                SELECT count(*) AS number, max(indexed_at) AS newest
                FROM exhibitors_directoryentry WHERE fair_id = fair.id
            ) AS entries
            WHERE fair.slug = %s AND (%s OR (fair.status <> %s AND fair.archived_at IS NULL))
            """,
            [slug, hidden_too, Fair.Status.DRAFT],
        )
        row = cursor.fetchone()
    return Stamp(*row) if row else None


def entries_of(fair: Fair) -> QuerySet[DirectoryEntry]:
    """Lines of the fair's directory: approved stands only, whatever the derived lines may say."""
    return DirectoryEntry.objects.filter(fair=fair, exhibitor__status=Exhibitor.Status.APPROVED)


def drawn(entries: QuerySet[DirectoryEntry]) -> QuerySet[DirectoryEntry]:
    """Lines with what their cards show, in one query."""
    texts = CompanyText.objects.filter(company=OuterRef("exhibitor__company")).order_by(
        Case(
            When(language=(get_language() or "en")[:2], then=Constant(0)),
            When(language="en", then=Constant(1)),
            default=Constant(2),
            output_field=IntegerField(),
        ),
        "language",
    )
    shown = ("headline", "language", "stand_number", "slug")
    return (
        entries.select_related("exhibitor__company", "hall")
        .only(
            "country",
            "chapters",
            "languages",
            *(f"exhibitor__{name}" for name in shown),
            *(f"exhibitor__company__{name}" for name in ("name", "city", "logo")),
            "hall__name",
            "hall__slug",
        )
        .annotate(
            text_headline=Subquery(texts.values("headline")[:1]),
            text_language=Subquery(texts.values("language")[:1]),
        )
    )


@dataclass(frozen=True)
class Card:
    """One exhibitor as the directory shows it."""

    exhibitor: Exhibitor
    company: Company
    hall: Any
    country: str
    headline: str
    headline_language: str
    chapters: list[str]
    languages: list[str]
    shared_languages: list[str]


def cards(entries: Iterable[Any], chapters: dict[str, str], spoken: Iterable[str]) -> list[Card]:
    """The lines as cards, for a reader who speaks these languages."""
    understood = set(spoken)
    return [
        Card(
            exhibitor=entry.exhibitor,
            company=entry.exhibitor.company,
            hall=entry.hall,
            country=entry.country,
            headline=headline,
            headline_language=language,
            chapters=[chapters.get(code, code) for code in entry.chapters],
            languages=entry.languages,
            shared_languages=[code for code in entry.languages if code in understood],
        )
        for entry in entries
        for headline, language in [_headline(entry)]
    ]


def _headline(entry: Any) -> tuple[str, str]:
    """One line in the reader's language if there is one; else the stand's own, else any of the company's."""
    own = (entry.exhibitor.headline, entry.exhibitor.language)
    text = (entry.text_headline or "", entry.text_language or "en")
    if own[0] and (own[1] == (get_language() or "en")[:2] or text[1] != (get_language() or "en")[:2]):
        return own
    return text if text[0] else own


def stale_exhibitors() -> QuerySet[Exhibitor]:
    """Exhibitors of whom the directory knows something else than what is the case.

    Whatever was changed since, by whatever hand: the stand, its company, the company's texts, a product that is there
    or was removed, somebody of the team. Products and texts tell by their history that they are gone.
    """
    since = {"history_date__gt": OuterRef("entry__indexed_at")}
    sources = (
        Product.objects.filter(company=OuterRef("company"), changed_at__gt=OuterRef("entry__indexed_at")),
        Product.history.filter(company=OuterRef("company"), history_type="-", **since),
        CompanyText.history.filter(company=OuterRef("company"), **since),
        Representative.history.filter(exhibitor=OuterRef("pk"), **since),
        User.history.filter(
            id__in=Representative.objects.filter(exhibitor=OuterRef(OuterRef("pk"))).values("participant__user"),
            **since,
        ),
    )
    changed: Q = Q(changed_at__gt=F("entry__indexed_at")) | Q(company__changed_at__gt=F("entry__indexed_at"))
    for source in sources:
        changed |= Q(Exists(source))
    approved = Q(status=Exhibitor.Status.APPROVED)
    return Exhibitor.objects.filter(
        (approved & (Q(entry=None) | changed)) | (~approved & Q(entry__isnull=False))
    ).order_by("pk")
