"""Countries, languages and time zones: the codes we accept, and their names in the reader's language."""

from functools import cache
from zoneinfo import available_timezones

import pycountry
from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Languages that people at a fair speak. The ISO 639-1 list has 183, most of which nobody trades in.
# fmt: off
LANGUAGE_CODES = (
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga", "he", "hi", "hr",
    "hu", "hy", "id", "it", "ja", "ka", "kk", "km", "ko", "lo", "lt", "lv", "mn", "ms", "mt", "my", "nb", "nl",
    "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "th", "tl", "tr", "uk", "ur", "uz", "vi",
    "zh",
)
# fmt: on
COUNTRY_CODES = tuple(sorted(country.alpha_2 for country in pycountry.countries))
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def reader_locale() -> Locale:
    """The Babel locale of the language that is active now; English where Babel knows none."""
    return _locale(get_language() or "en")


def country_name(code: str) -> str:
    """The country's name in the reader's language; the code itself if nobody knows it."""
    return str(reader_locale().territories.get(code, code))


def language_name(code: str) -> str:
    """The language's name in the reader's language, with the capital that a list wants."""
    name = str(reader_locale().languages.get(code, code))
    return name[:1].upper() + name[1:]


@cache
def _sorted_choices(kind: str, language: str) -> tuple[tuple[str, str], ...]:
    name, codes = {
        "country": (country_name, COUNTRY_CODES),
        "language": (language_name, LANGUAGE_CODES),
    }[kind]
    return tuple(sorted(((code, name(code)) for code in codes), key=lambda pair: pair[1]))


def country_choices() -> list[tuple[str, str]]:
    """(code, name) of every country, by name in the reader's language."""
    return list(_sorted_choices("country", get_language() or "en"))


def language_choices() -> list[tuple[str, str]]:
    """(code, name) of every language we list, by name in the reader's language."""
    return list(_sorted_choices("language", get_language() or "en"))


@cache
def zone_names() -> tuple[str, ...]:
    """Every IANA time zone of the form Area/City, and UTC."""
    return tuple(
        sorted(
            zone
            for zone in known_zones()
            if zone == "UTC" or ("/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/", "Canada/", "posix")))
        )
    )


@cache
def known_zones() -> frozenset[str]:
    """Every name that zoneinfo knows, old spellings included. The library looks through its files at each call."""
    return frozenset(available_timezones())


def validate_country(code: str) -> None:
    if code not in COUNTRY_CODES:
        raise ValidationError(_("“%(code)s” is not a country code."), params={"code": code}, code="no_such_country")


def validate_language(code: str) -> None:
    if code not in LANGUAGE_CODES:
        raise ValidationError(
            _("“%(code)s” is not a language we know."),
            params={"code": code},
            code="no_such_language",
        )


def validate_time_zone(name: str) -> None:
    if name not in known_zones():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name}, code="no_such_zone")
