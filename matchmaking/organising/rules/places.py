"""Countries and languages by whatever people call them: codes, and names in English, French and their own languages."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

import pycountry
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from matchmaking.common.places import COUNTRY_CODES, LANGUAGE_CODES
from matchmaking.common.words import fold
from matchmaking.companies.naming import PAGE_LANGUAGES
from matchmaking.organising.errors.problems import Unreadable

# What people write and no list has.
ALSO = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "u.k.": "GB",
    "grande bretagne": "GB", "angleterre": "GB", "usa": "US", "u.s.a.": "US", "u.s.": "US", "america": "US",
    "etats unis d'amerique": "US", "holland": "NL", "hollande": "NL", "ivory coast": "CI", "burma": "MM",
    "czech republic": "CZ", "republique tcheque": "CZ", "south korea": "KR", "coree": "KR", "russia": "RU",
    "uae": "AE", "emirats": "AE", "p.r. china": "CN", "pr china": "CN", "prc": "CN", "macedonia": "MK",
    "turkey": "TR", "swaziland": "SZ", "cape verde": "CV", "vietnam": "VN", "viet nam": "VN",
}  # fmt: skip


def plain(text: str) -> str:
    """Folded, and without what people put between words or leave out."""
    return " ".join(fold(text).replace("-", " ").replace(",", " ").split())


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def _names_of(code: str) -> Iterator[str]:
    known = pycountry.countries.get(alpha_2=code)
    for attribute in ("alpha_2", "alpha_3", "name", "official_name", "common_name"):
        if name := getattr(known, attribute, None):
            yield str(name)
    for language in {*PAGE_LANGUAGES, *get_official_languages(code, de_facto=True)}:
        locale = _locale(language)
        if locale and (name := locale.territories.get(code)):
            yield str(name)


@cache
def _countries() -> dict[str, str]:
    return _by_name((code, _names_of(code)) for code in COUNTRY_CODES) | ALSO


@cache
def _languages() -> dict[str, str]:
    def names(code: str) -> Iterator[str]:
        yield code
        for language in {*PAGE_LANGUAGES, code}:
            locale = _locale(language)
            if locale and (name := locale.languages.get(code)):
                yield str(name)

    return _by_name((code, names(code)) for code in LANGUAGE_CODES)


def _by_name(found: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    return {plain(name): code for code, names in found for name in names}


def country(text: str) -> str:
    """The code of the country; Unreadable, with the nearest name where there is one."""
    wanted = plain(text)
    if code := _countries().get(wanted):
        return code
    if near := get_close_matches(wanted, _countries(), n=1, cutoff=0.82):
        known: Any = pycountry.countries.get(alpha_2=_countries()[near[0]])
        raise Unreadable("country_is_nearly", nearest=str(getattr(known, "common_name", known.name)))
    raise Unreadable("no_such_country")


def language(text: str) -> str:
    if code := _languages().get(plain(text)):
        return code
    raise Unreadable("no_such_language")
