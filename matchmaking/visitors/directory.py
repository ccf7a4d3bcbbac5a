"""The directory of visitors: what it can be asked, what a line of it shows, and when it changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matchmaking.accounts.models import User
from matchmaking.common.directory import Facet, is_chapter
from matchmaking.common.places import COUNTRY_CODES, LANGUAGE_CODES
from matchmaking.companies.models import Certificate, CompanyText
from matchmaking.fairs.models import Fair
from matchmaking.visitors.models import DirectoryEntry, VisitorProfile

FACETS = (
    Facet("country", "country", frozenset(COUNTRY_CODES).__contains__),
    Facet("chapter", "chapters", is_chapter, is_list=True),
    Facet("language", "languages", frozenset(LANGUAGE_CODES).__contains__, is_list=True),
    Facet("certificate", "certificates", frozenset(Certificate.values).__contains__, is_list=True),
)
TITLES: dict[str, str | Promise] = {
    "country": _("Country"),
    "chapter": _("Looks for"),
    "language": _("Language"),
    "certificate": _("Certificate needed"),
}


@dataclass(frozen=True)
class Stamp:
    """What changes whenever somebody's line in a fair's directory is written anew, is let in, or leaves.

    It is read from the ends of two indexes. Whose account is deleted changes nothing here: a page that shows him is
    found out when everybody on it is asked for again, and the numbers are right within a minute.
    """

    fair: int
    newest_entry: datetime | None
    newest_decision: datetime | None


def stamp_of(fair: Fair) -> Stamp:
    """The stamp of the fair's directory, in plain SQL, since every page of it asks (docs/scaling.md)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT
                (SELECT max(indexed_at) FROM visitors_directoryentry WHERE fair_id = %(fair)s),
                (SELECT max(GREATEST(decided_at, left_at)) FROM fairs_participant WHERE fair_id = %(fair)s)
            """,
            {"fair": fair.pk},
        )
        newest_entry, newest_decision = cursor.fetchone()
    return Stamp(fair.pk, newest_entry, newest_decision)


def drawn(entries: QuerySet[DirectoryEntry]) -> QuerySet[DirectoryEntry]:
    """Lines with what their cards show, in one query."""
    shown = ("organisation", "job_title", "looking_for", "language", "visibility")
    return entries.select_related("profile__participant__user", "profile__company").only(
        "country",
        "chapters",
        "languages",
        *(f"profile__{name}" for name in shown),
        "profile__company__name",
        "profile__participant__user__name",
        "profile__participant__user__email",
        "profile__participant__user__photo",
    )


@dataclass(frozen=True)
class Card:
    """One visitor as the directory shows him."""

    profile: VisitorProfile
    user: User
    organisation: str
    country: str
    chapters: list[str]
    languages: list[str]
    shared_languages: list[str]


def cards(entries: Iterable[Any], chapters: dict[str, str], spoken: Iterable[str]) -> list[Card]:
    """The lines as cards, for a reader who speaks these languages."""
    understood = set(spoken)
    return [
        Card(
            profile=entry.profile,
            user=entry.profile.participant.user,
            organisation=entry.profile.company.name if entry.profile.company else entry.profile.organisation,
            country=entry.country,
            chapters=[chapters.get(code, code) for code in entry.chapters],
            languages=entry.languages,
            shared_languages=[code for code in entry.languages if code in understood],
        )
        for entry in entries
    ]


def stale_profiles() -> QuerySet[VisitorProfile]:
    """Profiles of which the directory knows something else than what is the case, whoever changed it."""
    since = {"history_date__gt": OuterRef("entry__indexed_at")}
    changed = (
        Q(entry=None)
        | Q(changed_at__gt=F("entry__indexed_at"))
        | Q(company__changed_at__gt=F("entry__indexed_at"))
        | Exists(CompanyText.history.filter(company=OuterRef("company"), **since))
        | Exists(User.history.filter(id=OuterRef("participant__user"), **since))
    )
    return VisitorProfile.objects.filter(changed).order_by("pk")
