"""Which HS codes somebody means who types digits or words, in whatever language, with typos."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from operator import itemgetter

from django.db import connection, transaction
from django.utils.translation import get_language
from pgvector.django import CosineDistance

from matchmaking.common.encoder import encode_query
from matchmaking.common.words import words
from matchmaking.companies.models import HsCode, HsLabel, HsTerm

LONGEST_QUERY = 120
"""What is read of a query; a product has a shorter name than that."""

MOST_WORDS = 8
NEAREST_TERMS = 80
NOTHING_IN_COMMON = 0.4
"""Any two texts are about that near; so are words of a language that the encoder never learnt to everything."""

WEIGHT_OF_WORDS = 0.4
"""A heading that has every word of the query gains as much as one whose meaning is that much nearer. Both figures were
found on the development list of tests/bench; anything from 0.3 to 0.5 does as well."""

_DIGITS = re.compile(r"[0-9][0-9 .]*")
_CODE = re.compile(r"[0-9]{4}(?:[0-9]{2})?")
_HEADINGS = 1228


@dataclass(frozen=True, slots=True)
class HsLine:
    """A heading or subheading as a reader sees it."""

    code: str
    label: str
    language: str

    @property
    def dotted(self) -> str:
        return f"{self.code[:4]}.{self.code[4:]}" if len(self.code) == 6 else self.code


@dataclass(frozen=True, slots=True)
class HsHeading(HsLine):
    """A heading that was found, its nearest subheadings, and the trade name that led there, if one did."""

    found_by: str = ""
    subheadings: tuple[HsLine, ...] = ()


def search_hs(text: str, *, language: str, limit: int = 8, subheadings: int = 6) -> list[HsHeading]:
    """Headings that the text may mean, the likeliest first. `language` is the reader's; labels fall back to English."""
    asked = " ".join(text[: LONGEST_QUERY * 2].replace("\0", " ").split())[:LONGEST_QUERY]
    if _DIGITS.fullmatch(asked):
        return _by_digits(re.sub(r"\D", "", asked), language, limit, subheadings)
    if not words(asked):
        return []
    meanings, found_by = _by_meaning(asked)
    by_words = _by_words(asked)
    scores = {
        code: max(0.0, meanings.get(code, 0.0) - NOTHING_IN_COMMON) + WEIGHT_OF_WORDS * by_words.get(code, 0.0)
        for code in {*meanings, *by_words}
    }
    best = sorted(scores, key=lambda code: (-scores[code], code))[:limit]
    return _shown(best, found_by, asked, language, subheadings)


def hs_lines(codes: Iterable[str], *, language: str) -> dict[str, HsLine]:
    """Headings and subheadings by their codes, in their order; what the Harmonized System does not have is left out."""
    return dict(sorted(_labelled([code for code in codes if _CODE.fullmatch(code)], language).items()))


def hs_line(code: str, *, language: str) -> HsLine | None:
    """One heading or subheading, or nothing if the Harmonized System has no such code."""
    return hs_lines([code], language=language).get(code)


def reader_language() -> str:
    """The language of the page, as labels are kept: two letters."""
    return (get_language() or "en")[:2]


def _by_digits(digits: str, language: str, limit: int, subheadings: int) -> list[HsHeading]:
    """Headings under a prefix with some subheadings each, or one heading with all subheadings that begin so."""
    found = HsCode.objects.filter(code__startswith=digits, level=HsCode.Level.SUBHEADING).values_list("code", flat=True)
    below: dict[str, list[str]] = defaultdict(list)
    for code in found:
        some = below[code[:4]]
        if len(digits) >= 4 or len(some) < subheadings:
            some.append(code)
    headings = list(below)[:limit]
    lines = _labelled([*headings, *(code for heading in headings for code in below[heading])], language)
    return [
        HsHeading(**_parts(lines[heading]), subheadings=tuple(lines[code] for code in below[heading]))
        for heading in headings
    ]


def _by_meaning(asked: str) -> tuple[dict[str, float], dict[str, str]]:
    """How near each of the nearest headings is, at most one, and the words in which it came near."""
    meanings: dict[str, float] = {}
    found_by: dict[str, str] = {}
    nearest = (
        HsTerm.objects.annotate(distance=CosineDistance("meaning", list(encode_query(asked.lower()))))
        .order_by("distance")
        .values_list("code_id", "kind", "text", "distance")[:NEAREST_TERMS]
    )
    for code, kind, text, distance in nearest:
        heading = code[:4]
        if heading not in meanings:
            meanings[heading] = 1 - distance
            found_by[heading] = text if kind == HsTerm.Kind.TRADE_NAME else ""
    return meanings, found_by


_SIMILAR_WORDS = """
    SELECT asked.word, known.headings, known.likeness
    FROM unnest(%s) AS asked (word)
    CROSS JOIN LATERAL (
        SELECT headings, similarity(word, asked.word) AS likeness
        FROM companies_hsword
        WHERE word %% asked.word
        ORDER BY likeness DESC, word
        LIMIT 6
    ) AS known
"""


def _by_words(asked: str) -> dict[str, float]:
    """How much of the query each heading has, from nothing to one: rare words count more, misspelt ones less."""
    wanted = [word for word in dict.fromkeys(words(asked)) if len(word) > 1][:MOST_WORDS]
    matches: dict[str, dict[str, float]] = {word: defaultdict(float) for word in wanted}
    rarity = dict.fromkeys(wanted, log(_HEADINGS))
    with transaction.atomic(), connection.cursor() as cursor:
        _set("pg_trgm.similarity_threshold", 0.45)
        cursor.execute(_SIMILAR_WORDS, [wanted])
        for word, headings, likeness in cursor.fetchall():
            rare = log(1 + _HEADINGS / len(headings))
            rarity[word] = min(rarity[word], rare) if likeness == 1 else rarity[word]
            for code in headings:
                matches[word][code] = max(matches[word][code], likeness**2 * rare)
    total = sum(rarity.values()) or 1.0
    scores: dict[str, float] = defaultdict(float)
    for word in wanted:
        for code, weight in matches[word].items():
            scores[code] += min(weight, rarity[word]) / total
    return scores


def _shown(
    codes: list[str], found_by: Mapping[str, str], asked: str, language: str, subheadings: int
) -> list[HsHeading]:
    """The headings in this order, each with the subheadings that are nearest to the query."""
    below: dict[str, list[str]] = defaultdict(list)
    nearest = (
        HsTerm.objects.filter(code__parent__in=codes, kind=HsTerm.Kind.DESCRIPTION)
        .annotate(distance=CosineDistance("meaning", list(encode_query(asked.lower()))))
        .values_list("code_id", "distance")
    )
    for code, _distance in sorted(nearest, key=itemgetter(1)):  # here, for the index of meanings knows no headings
        if len(below[code[:4]]) < subheadings:
            below[code[:4]].append(code)
    lines = _labelled([*codes, *(line for some in below.values() for line in some)], language)
    return [
        HsHeading(
            **_parts(lines[code]),
            found_by=found_by.get(code, ""),
            subheadings=tuple(lines[line] for line in below[code]),
        )
        for code in codes
        if code in lines
    ]


def _labelled(codes: Iterable[str], language: str) -> dict[str, HsLine]:
    """Lines by code, each in the reader's language if it has a label there, else in English, else as described."""
    lines = {
        code: HsLine(code, description, "en")
        for code, description in HsCode.objects.filter(code__in=codes).values_list("code", "description")
    }
    labels = HsLabel.objects.filter(code__in=codes, language__in=["en", language]).values_list(
        "code_id", "language", "text"
    )
    for code, spoken, text in sorted(labels, key=lambda label: label[1] == language):
        lines[code] = HsLine(code, text, spoken)
    return lines


def _parts(line: HsLine) -> dict[str, str]:
    return {"code": line.code, "label": line.label, "language": line.language}


def _set(name: str, value: float) -> None:
    """Until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, str(value)])
