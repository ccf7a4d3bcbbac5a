"""What is shown of those whom the reader may be shown, and which of their words mean the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache as kept
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import get_language

from matchmaking.companies.models import HsCode, HsLabel, Service
from matchmaking.companies.naming import LABELS_KEPT, short_name
from matchmaking.discovery.models import Dossier
from matchmaking.discovery.queries.parties import ASKS


@dataclass(frozen=True)
class Shown:
    """One of the other side as a card shows him. `met_at` is another fair at which both sides have met."""

    pk: Any
    slug: str
    name: str
    picture: str
    organisation: str
    role: str
    city: str
    country: str
    place: str
    text: str
    language: str
    met_at: str
    dossier: Dossier


def shown_stands(pks: Sequence[Any], user: int) -> dict[Any, Shown]:
    """By its number, each of these stands for this visitor. One query."""
    return _read(_STANDS, {"pks": list(pks), "user": user, "language": (get_language() or "en")[:2]})


def shown_visitors(pks: Sequence[Any], stand: Any) -> dict[Any, Shown]:
    """By his profile, each of these visitors for this stand. One query."""
    return _read(_VISITORS, {"pks": list(pks), "stand": stand})


def _read(statement: str, facts: Mapping[str, Any]) -> dict[Any, Shown]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return {row[0]: _shown(row[:12], row[12:]) for row in cursor.fetchall()}


def _shown(who: Sequence[Any], dossier: Sequence[Any]) -> Shown:
    pk, slug, name, picture, *rest = who
    address = default_storage.url(picture) if picture else ""
    return Shown(pk, slug, name, address, *rest, dossier=_dossier(*dossier))  # type: ignore[misc]  # as many as there are


def _dossier(pk: int | None, facts: dict[str, Any] | None, slots: list[int] | None, taste: Any) -> Dossier:
    """As far as reasons need it; of whom nothing is known yet nothing is said."""
    return Dossier(pk=pk, facts=facts or {}, slots=slots or [], taste=taste or {})


_DOSSIER = "dossier.id, dossier.facts::json, dossier.slots, dossier.taste::json"
_STANDS = f"""
    SELECT stand.id, stand.slug, company.name, company.logo, '', '', company.city, company.country,
        concat_ws(' · ', hall.name, nullif(stand.stand_number, '')),
        coalesce(nullif(stand.headline, ''), words.headline, ''),
        CASE WHEN stand.headline <> '' THEN stand.language ELSE coalesce(words.language, '') END,
        coalesce(met.name, ''), {_DOSSIER}
    FROM exhibitors_exhibitor AS stand
    JOIN companies_company AS company ON company.id = stand.company_id
    LEFT JOIN fairs_hall AS hall ON hall.id = stand.hall_id
    LEFT JOIN discovery_dossier AS dossier ON dossier.exhibitor_id = stand.id
    LEFT JOIN LATERAL (
        SELECT headline, language FROM companies_companytext WHERE company_id = company.id
        ORDER BY language <> %(language)s, language <> 'en', language LIMIT 1
    ) AS words ON true
    LEFT JOIN LATERAL (
        SELECT fair.name FROM meetings_attendance AS mine
        JOIN meetings_attendance AS theirs ON theirs.booking_id = mine.booking_id AND theirs.stand_id IS NOT NULL
        JOIN exhibitors_exhibitor AS elsewhere
            ON elsewhere.id = theirs.stand_id AND elsewhere.company_id = company.id AND elsewhere.id <> stand.id
        JOIN fairs_fair AS fair ON fair.id = elsewhere.fair_id
        WHERE mine.user_id = %(user)s AND mine.status = 'confirmed' AND mine.stand_id IS NULL
        ORDER BY mine.starts_at DESC LIMIT 1
    ) AS met ON true
    WHERE stand.id = ANY(%(pks)s)
"""
_VISITORS = f"""
    SELECT profile.id, '', coalesce(nullif(account.name, ''), profile.organisation), account.photo,
        coalesce(company.name, profile.organisation), profile.job_title, '',
        coalesce(nullif(profile.country, ''), company.country, account.country), '',
        profile.looking_for, profile.language, coalesce(met.name, ''), {_DOSSIER}
    FROM visitors_visitorprofile AS profile
    JOIN fairs_participant AS person ON person.id = profile.participant_id
    JOIN accounts_user AS account ON account.id = person.user_id
    LEFT JOIN companies_company AS company ON company.id = profile.company_id
    LEFT JOIN discovery_dossier AS dossier ON dossier.profile_id = profile.id
    LEFT JOIN LATERAL (
        SELECT fair.name FROM meetings_attendance AS theirs
        JOIN meetings_attendance AS ours ON ours.booking_id = theirs.booking_id AND ours.stand_id IS NOT NULL
        JOIN exhibitors_exhibitor AS stand ON stand.id = ours.stand_id AND stand.id <> %(stand)s
        JOIN fairs_fair AS fair ON fair.id = stand.fair_id
        WHERE theirs.user_id = account.id AND theirs.status = 'confirmed' AND theirs.stand_id IS NULL
            AND stand.company_id = (SELECT company_id FROM exhibitors_exhibitor WHERE id = %(stand)s)
        ORDER BY theirs.starts_at DESC LIMIT 1
    ) AS met ON true
    WHERE profile.id = ANY(%(pks)s)
"""


@dataclass(frozen=True)
class Likeness:
    """Of all that two have written, the two phrases that are most alike, and their cosine."""

    asked: str
    asked_language: str
    said: str
    said_language: str
    cosine: float


def alike_texts(mine: int, others: Iterable[int]) -> dict[int, Likeness]:
    """By dossier, what the owner of mine looks for beside what each of the others says. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (theirs.dossier_id) theirs.dossier_id,
                mine.text, mine.language, theirs.text, theirs.language, 1 - (mine.meaning <=> theirs.meaning)
            FROM discovery_phrase AS theirs JOIN discovery_phrase AS mine ON mine.dossier_id = %(mine)s
            WHERE theirs.dossier_id = ANY(%(others)s) AND mine.kind = ANY(%(asks)s)
            ORDER BY theirs.dossier_id, mine.meaning <=> theirs.meaning
            """,
            {"mine": mine, "others": list(others), "asks": [str(kind) for kind in ASKS]},
        )
        return {row[0]: Likeness(*row[1:]) for row in cursor.fetchall()}


def names_of_goods(codes: Iterable[str]) -> dict[str, str]:
    """What these HS codes are called in the reader's language, short enough for a line. One query."""
    wanted = set(codes)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT line.code, coalesce(label.text, line.description)
            FROM {HsCode._meta.db_table} AS line
            LEFT JOIN {HsLabel._meta.db_table} AS label ON label.code_id = line.code AND label.language = %s
            WHERE line.code = ANY(%s)
            """,
            [(get_language() or "en")[:2], list(wanted)],
        )
        return {code: short_name(text) for code, text in cursor.fetchall()}


def names_of_services() -> dict[str, str]:
    """What services are called in the reader's language: a list that changes with a release at most, and is kept."""

    def read() -> dict[str, str]:
        return {service.pk: service.name for service in Service.objects.all()}

    return kept.get_or_set(f"service-names:{get_language()}", read, LABELS_KEPT) or {}
