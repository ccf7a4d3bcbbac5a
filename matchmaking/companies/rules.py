"""Judgements about companies: addresses, numbers, web pages. Pure: they know no table and no clock."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from itertools import count
from typing import Protocol
from urllib.parse import urlsplit

from anyascii import anyascii
from django.utils.text import slugify
from stdnum import get_cc_module
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError as NumberWrong

from matchmaking.companies.errors import (
    AddressNotPublic,
    FoundedInTheFuture,
    GoodOrService,
    NotOnLinkedIn,
    RegistrationNumberWrong,
    VatNumberWrong,
)


class NumberModule(Protocol):
    """What stdnum knows of one kind of number."""

    def compact(self, number: str) -> str: ...
    def validate(self, number: str) -> str: ...


MAX_PICTURES = 6
RESERVED_SLUGS = frozenset({"new"})
_SLUG_LENGTH = 60

# A valid number of each country, as people there write it. A test checks that each is one.
# fmt: off
VAT_EXAMPLES = {
    "AR": "20-05536168-2", "AT": "ATU13585627", "AU": "83 914 571 673", "BE": "BE 0428.759.497",
    "BG": "BG175074752", "BR": "16.727.230/0001-97", "CA": "12302 6635", "CH": "CHE-107.787.577 MWST",
    "CL": "76086428-5", "CN": "91110000600037341L", "CO": "213.123.432-1", "CY": "CY10259033P", "CZ": "CZ25123891",
    "DE": "DE136695976", "DK": "DK 13585628", "DZ": "416001000000007", "EE": "EE100594102", "EG": "100-531-385",
    "ES": "ESB64717838", "FI": "FI20774740", "FR": "FR 23 334175221", "GB": "GB 980 7806 84", "GR": "EL094259216",
    "HR": "HR33392005961", "HU": "HU12892312", "ID": "01.312.166.0-091.000", "IE": "IE6433435F", "IL": "516179157",
    "IN": "27AAPFU0939F1ZV", "IS": "00621", "IT": "IT00743110157", "JP": "5-8356-7825-6246", "KE": "P051365947M",
    "KR": "116-82-00276", "LT": "LT119511515", "LU": "LU15027442", "LV": "LV40003521600", "MA": "001561191000066",
    "MT": "MT11679112", "MX": "GODE561231GR8", "NL": "NL004495445B01", "NO": "NO 995 525 828 MVA",
    "NZ": "49-091-850", "PE": "20512333797", "PL": "PL8567346215", "PT": "PT501964843", "RO": "RO18547290",
    "RS": "101134702", "RU": "123456789047", "SE": "SE123456789701", "SG": "00192200M", "SI": "SI50223054",
    "SK": "SK2022749619", "TH": "0994000617721", "TN": "1234567/M/A/E/001", "TR": "4540536920", "TW": "00501503",
    "UY": "21-100342-001-7", "VN": "0100233488",
}
REGISTRATION_EXAMPLES = {
    "AT": "FN 122119m", "BE": "0428.759.497", "DE": "Aachen HRA 11223", "EE": "12345678", "FI": "2077474-0",
    "SI": "9331310000",
}
# fmt: on


def slugs_for(name: str) -> Iterator[str]:
    """Addresses for a company of that name, in the order of preference, without end. Any script becomes Latin."""
    base = slugify(anyascii(name))[:_SLUG_LENGTH].strip("-") or "company"
    if base not in RESERVED_SLUGS:
        yield base
    for number in count(2):
        yield f"{base}-{number}"


def check_vat_number(number: str, *, country: str) -> str:
    """The number in the compact form that is stored, or VatNumberWrong. Where we know no rule, any text is one.

    A number of the European Union is taken from companies elsewhere too: many are registered there.
    """
    for candidate in (country.lower() + number, number):
        if eu_vat.is_valid(candidate) and (candidate == number or country.lower() in eu_vat.MEMBER_STATES):
            compact = str(eu_vat.compact(candidate))
            return f"EL{compact[2:]}" if compact.startswith("GR") else compact  # Greece writes EL, many write GR
    module = get_cc_module(country.lower(), "vat")
    return _checked(module, number, VatNumberWrong(VAT_EXAMPLES.get(country, "")))


def check_registration_number(number: str, *, country: str) -> str:
    """The number in the compact form that is stored, or RegistrationNumberWrong. Most countries' are free text."""
    module = get_cc_module(country.lower(), "businessid")
    return _checked(module, number, RegistrationNumberWrong(REGISTRATION_EXAMPLES.get(country, "")))


def _checked(module: NumberModule | None, number: str, refusal: VatNumberWrong | RegistrationNumberWrong) -> str:
    if module is None:
        return " ".join(unicodedata.normalize("NFKC", number).upper().split())
    try:
        module.validate(number)
    except NumberWrong as error:
        raise refusal from error
    return str(module.compact(number))


def check_founded(year: int, *, at: datetime) -> None:
    if year > at.year:
        raise FoundedInTheFuture


def check_web_address(address: str, *, field: str) -> None:
    """It is an http(s) address under a public name: no user, no bare number, nothing inside a private network."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressNotPublic(field) from error
    if parts.scheme not in ("http", "https") or parts.username is not None or not is_public_name(host):
        raise AddressNotPublic(field)


def is_public_name(host: str) -> bool:
    """Whether the name may be a public host's: a dot, a top level of letters, none that is kept for private use."""
    labels = host.rstrip(".").split(".")
    top = labels[-1]
    if len(labels) < 2 or not all(labels) or top.isdigit():
        return False
    if top in {"local", "localhost", "internal", "intranet", "lan", "home", "corp", "test", "invalid", "onion", "arpa"}:
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


def check_linkedin(address: str) -> None:
    check_web_address(address, field="linkedin")
    host = urlsplit(address).hostname or ""
    if host != "linkedin.com" and not host.endswith(".linkedin.com"):
        raise NotOnLinkedIn


def check_good_or_service(hs_code: str | None, service: str | None) -> None:
    """Exactly one of the two says what a product is."""
    if bool(hs_code) == bool(service):
        raise GoodOrService


class Step(StrEnum):
    """What a company does next so that others find it worth a meeting."""

    DESCRIBE = "describe"
    SELL = "sell"
    LOGO = "logo"
    NOTHING = "nothing"


def next_step(*, texts: int, products: int, has_logo: bool) -> Step:
    """The first thing that is missing: words, then wares, then a face."""
    if not texts:
        return Step.DESCRIBE
    if not products:
        return Step.SELL
    return Step.NOTHING if has_logo else Step.LOGO
