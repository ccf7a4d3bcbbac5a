"""How the people of a fair fare: who is left without good matches, who drowns in attention, who says what another says.

All of it is as the last run has found it, and as whoever was refreshed since has it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Avg, Count, Q, QuerySet

from matchmaking.discovery import rules
from matchmaking.discovery.models import Dossier, Phrase
from matchmaking.fairs.models import Fair

OF_STANDS, OF_VISITORS = Q(exhibitor__isnull=False), Q(profile__isnull=False)
NAMES = ("exhibitor__company", "profile__participant__user", "profile__company")


@dataclass(frozen=True)
class Sides:
    """How many are on both sides, and in how many first tens each of them is on average."""

    stands: int
    visitors: int
    stands_mean: float
    visitors_mean: float


def sides_of(fair: Fair) -> Sides:
    """One query. Visitors who show themselves to nobody cannot be seen, and do not count in the average."""
    found = _scored(fair).aggregate(
        stands=Count("exhibitor"),
        visitors=Count("profile"),
        stands_mean=Avg("shown_to", filter=OF_STANDS),
        visitors_mean=Avg("shown_to", filter=OF_VISITORS & Q(is_shown=True)),
    )
    return Sides(found["stands"], found["visitors"], found["stands_mean"] or 0.0, found["visitors_mean"] or 0.0)


def left_without(fair: Fair, sides: Sides) -> QuerySet[Dossier]:
    """Who has fewer good matches than are enough, or than there are people for him; the worst first."""
    short = OF_STANDS & Q(good__lt=min(rules.ENOUGH_GOOD, sides.visitors))
    short |= OF_VISITORS & Q(good__lt=min(rules.ENOUGH_GOOD, sides.stands))
    return _scored(fair).filter(short).select_related(*NAMES).order_by("good", "pk")


def drowning(fair: Fair, sides: Sides) -> QuerySet[Dossier]:
    """Who is in so many more first tens than others of his side that he cannot answer; the most wanted first."""
    over = OF_STANDS & Q(shown_to__gt=rules.DROWNING * max(sides.stands_mean, 1.0))
    over |= OF_VISITORS & Q(is_shown=True, shown_to__gt=rules.DROWNING * max(sides.visitors_mean, 1.0))
    return _scored(fair).filter(over).select_related(*NAMES).order_by("-shown_to", "pk")


def _scored(fair: Fair) -> QuerySet[Dossier]:
    return Dossier.objects.filter(fair=fair, scored_at__isnull=False)


MOST_ALIKE = 240  # groups: whoever has so many to look into finds the others once these are settled
MOST_NAMED = 12  # in a group

LONGEST_CHANCE = 36
"""Bytes of a text that two may write by chance ("Dark chocolate"). Bytes, not letters: in a script that says more with
each sign a sentence is shorter, and each sign is longer."""


@dataclass(frozen=True)
class Speaker:
    """One of those who say the same: a stand by its address, or a visitor by his registration."""

    stand: str
    participant: int
    name: str


@dataclass(frozen=True)
class SameWords:
    """Several who say the same: how many phrases they share, the longest of them, and who they are."""

    phrases: int
    text: str
    language: str
    speakers: Sequence[Speaker]
    more: int  # who are not named


def same_words(fair: Fair) -> list[SameWords]:
    """Groups of different owners who look for, or offer, something in the very same sentences. One query.

    A company's stand and its people may well say the same: what counts is who is behind it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _SAME,
            {
                "fair": fair.pk,
                "kinds": [str(Phrase.Kind.NEED), str(Phrase.Kind.PITCH)],
                "chance": LONGEST_CHANCE,
                "most": MOST_ALIKE,
                "named": MOST_NAMED,
            },
        )
        return [_group(*row) for row in cursor.fetchall()]


def _group(phrases: int, text: str, language: str, number: int, speakers: str) -> SameWords:
    """Django leaves it to its own fields to read JSON."""
    named = [Speaker(each["stand"] or "", each["participant"] or 0, each["name"]) for each in json.loads(speakers)]
    return SameWords(phrases, text, language, named, number - len(named))


_SAME = """
    WITH said AS (
        SELECT phrase.digest, phrase.text, phrase.language, dossier.id AS dossier, coalesce(
            'company ' || coalesce(stand.company_id, profile.company_id, (
                SELECT min(company_id) FROM companies_membership WHERE user_id = person.user_id
            )), 'person ' || person.user_id) AS owner
        FROM discovery_phrase AS phrase
        JOIN discovery_dossier AS dossier ON dossier.id = phrase.dossier_id
        LEFT JOIN exhibitors_exhibitor AS stand ON stand.id = dossier.exhibitor_id
        LEFT JOIN visitors_visitorprofile AS profile ON profile.id = dossier.profile_id
        LEFT JOIN fairs_participant AS person ON person.id = profile.participant_id
        WHERE phrase.fair_id = %(fair)s AND phrase.kind = ANY(%(kinds)s) AND octet_length(phrase.text) > %(chance)s
    ), shared AS (
        SELECT min(text) AS text, min(language) AS language, array_agg(dossier ORDER BY dossier) AS who FROM said
        GROUP BY digest HAVING count(DISTINCT owner) > 1
    ), alike AS (
        SELECT who, count(*) AS phrases, (array_agg(text ORDER BY length(text) DESC, text))[1] AS text,
            (array_agg(language ORDER BY length(text) DESC, text))[1] AS language
        FROM shared GROUP BY who
        ORDER BY phrases DESC, length(max(text)) DESC, who LIMIT %(most)s
    )
    SELECT alike.phrases, alike.text, alike.language, cardinality(alike.who), (
        SELECT jsonb_agg(jsonb_build_object(
            'stand', stand.slug, 'participant', profile.participant_id,
            'name', coalesce(company.name, nullif(account.name, ''), nullif(profile.organisation, ''), account.email)
        ) ORDER BY dossier.id)
        FROM discovery_dossier AS dossier
        LEFT JOIN exhibitors_exhibitor AS stand ON stand.id = dossier.exhibitor_id
        LEFT JOIN companies_company AS company ON company.id = stand.company_id
        LEFT JOIN visitors_visitorprofile AS profile ON profile.id = dossier.profile_id
        LEFT JOIN fairs_participant AS person ON person.id = profile.participant_id
        LEFT JOIN accounts_user AS account ON account.id = person.user_id
        WHERE dossier.id = ANY(alike.who[:%(named)s])
    )
    FROM alike ORDER BY alike.phrases DESC, length(alike.text) DESC, alike.who
"""
