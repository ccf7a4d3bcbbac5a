"""What codes, services, countries and languages are called in the languages of the pages: words to be found by."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.core.cache import cache as kept
from django.db.models import OuterRef, Subquery
from django.utils.text import Truncator
from django.utils.translation import get_language

from matchmaking.common.places import country_name, language_name
from matchmaking.common.words import words
from matchmaking.companies.models import Certificate, HsCode, HsLabel, Service

# The languages in which the pages are, or will be: who reads them searches in them.
PAGE_LANGUAGES = ("en", "fr", "es", "nl", "de", "pt", "zh", "ar")


LABELS_KEPT = 3600  # seconds; the labels change with a release at most
CERTIFICATES = {str(certificate): f"{certificate} {certificate.label}" for certificate in Certificate}


def lines_above(code: str) -> tuple[str, ...]:
    """The code and what it belongs to, down to the chapter: 180632, 1806, 18."""
    return tuple(code[:digits] for digits in (6, 4, 2) if len(code) >= digits)


def words_of_codes(codes: Iterable[str]) -> dict[str, list[str]]:
    """By HS code, the words of what it is called in each language; for the codes and the lines above them."""
    wanted = {line for code in codes for line in lines_above(code)}
    names: defaultdict[str, list[str]] = defaultdict(list)
    for code, description in HsCode.objects.filter(pk__in=wanted).values_list("pk", "description"):
        names[code].append(description)
    labels = HsLabel.objects.filter(code__in=wanted, language__in=PAGE_LANGUAGES)
    for code, text in labels.values_list("code_id", "text"):
        names[code].append(text)
    return {code: words("\n".join(texts)) for code, texts in names.items()}


def names_of_services(codes: Iterable[str]) -> dict[str, list[str]]:
    """By service, what it is called in each language that has a name for it."""
    services = Service.objects.filter(pk__in=set(codes)).values_list("pk", "names")
    return {code: [str(name) for name in names.values()] for code, names in services}


@cache
def country_names(code: str) -> tuple[str, ...]:
    """The country's name in each language of the pages."""
    return tuple(_names("territories", code))


@cache
def language_names(code: str) -> tuple[str, ...]:
    """The language's name in each language of the pages."""
    return tuple(_names("languages", code))


def _names(kind: str, code: str) -> Iterable[str]:
    for language in PAGE_LANGUAGES:
        if name := getattr(Locale.parse(language), kind).get(code):
            yield str(name)


def certificate_names(codes: Iterable[str]) -> list[str]:
    """The names of certificates, and the short codes by which they are looked for as well."""
    return [CERTIFICATES.get(code, code) for code in codes]


def chapter_names() -> dict[str, str]:
    """By chapter of the Harmonized System, its name in the reader's language, short enough for a list."""
    language = (get_language() or "en")[:2]

    def read() -> dict[str, str]:
        label = HsLabel.objects.filter(code=OuterRef("pk"), language=language).values("text")[:1]
        chapters = HsCode.objects.filter(level=HsCode.Level.CHAPTER).annotate(label=Subquery(label))
        return {
            code: short_name(label or description)
            for code, description, label in chapters.values_list("pk", "description", "label")
        }

    return kept.get_or_set(f"chapter-names:{language}", read, LABELS_KEPT) or {}


def short_name(label: str) -> str:
    """The first part of a customs label, not shouted: customs write whole chapters in capitals."""
    first = label.split(";")[0].strip()
    return Truncator(first.capitalize() if first.isupper() else first).chars(64)


def name_of(facet: str, value: str, chapters: dict[str, str]) -> str:
    """What a value of a directory's facet is called, in the reader's language."""
    match facet:
        case "country":
            return country_name(value)
        case "chapter":
            return chapters.get(value, value)
        case "language":
            return language_name(value)
        case "certificate":
            return str(Certificate(value).label)
    return value
