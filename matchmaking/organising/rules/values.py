"""What a cell says, by what its column means. Each reader returns the value, or raises Unreadable with the reason."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import override

from matchmaking.common.calls import validate_call_link
from matchmaking.common.places import known_zones
from matchmaking.companies import rules as companies
from matchmaking.companies.errors import CompanyRefused
from matchmaking.organising.errors.problems import Unreadable
from matchmaking.organising.rules import places
from matchmaking.organising.rules.places import plain

Reader = Callable[[str], Any]
SEVERAL = re.compile(r"[;|\n]")
STAND = re.compile(r"[A-Z0-9][A-Z0-9-]{0,7}")
MOST_HEADINGS = 20
LONGEST_ADDRESS = 254


def in_both(label: object) -> list[str]:
    """What a label is in English and in French: tables come in either, whoever brings them."""
    said = []
    for reading in ("en", "fr"):
        with override(reading):
            said.append(str(label))
    return said


def text(most: int) -> Reader:
    """Any words, on one line or several, up to so many characters."""

    def read(cell: str) -> str:
        if len(cell) > most:
            raise Unreadable("too_long", most=most)
        return cell

    return read


def line(most: int) -> Reader:
    """Words on one line."""
    read_text = text(most)
    return lambda cell: read_text(" ".join(cell.split()))


def email(cell: str) -> str:
    address = cell.removeprefix("mailto:").strip("<> ").lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Unreadable("not_an_address") from error
    if len(address) > LONGEST_ADDRESS:
        raise Unreadable("too_long", most=LONGEST_ADDRESS)
    return address


def several(read: Reader) -> Reader:
    """A list: parted by semicolons, bars or lines, or by commas where that makes sense."""

    def read_all(cell: str) -> list[Any]:
        values: list[Any] = []
        for part in filter(None, map(str.strip, SEVERAL.split(cell))):
            try:
                values.append(read(part))
            except Unreadable:
                if "," not in part:
                    raise
                values += [read(piece) for piece in filter(None, map(str.strip, part.split(",")))]
        return sorted(set(values))

    return read_all


def whole(least: int, most: int) -> Reader:
    def read(cell: str) -> int:
        digits = cell.replace(" ", "").replace("\u202f", "")
        if not re.fullmatch(r"\d{1,9}", digits, re.ASCII):
            raise Unreadable("not_a_number")
        if not least <= int(digits) <= most:
            raise Unreadable("out_of_range", least=least, most=most)
        return int(digits)

    return read


def clock(cell: str) -> time:
    found = re.fullmatch(r"(\d{1,2})\s*[:.hH]?\s*(\d{2})?(?::\d{2})?", cell.strip(), re.ASCII)
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else _no_time()
    except ValueError as error:
        raise Unreadable("not_a_time") from error


def _no_time() -> time:
    raise Unreadable("not_a_time")


def zone(cell: str) -> str:
    if name := _zones().get(cell.strip().replace(" ", "_").lower()):
        return name
    raise Unreadable("no_such_zone")


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in known_zones()}


def web_address(field: str) -> Reader:
    def read(cell: str) -> str:
        address = cell if "://" in cell else f"https://{cell}"
        try:
            companies.check_web_address(address, field=field)
        except CompanyRefused as refusal:
            raise Unreadable("not_a_web_address") from refusal
        if len(address) > 300 or re.search(r"\s", address):
            raise Unreadable("not_a_web_address")
        return address

    return read


def call_link(cell: str) -> str:
    try:
        validate_call_link(cell)
    except ValidationError as error:
        raise Unreadable("not_a_call_link") from error
    return cell


def stand_number(cell: str) -> str:
    number = cell.upper().replace(" ", "")
    if not STAND.fullmatch(number):
        raise Unreadable("not_a_stand_number")
    return number


def choice(choices: type[TextChoices], also: Mapping[str, str] | None = None) -> Reader:
    """One of the choices, by its code, its name in English or French, or another name for it."""

    @cache
    def names() -> dict[str, str]:
        known = {plain(str(value)): str(value) for value in choices.values}
        for value, label in choices.choices:
            known |= {plain(said): str(value) for said in in_both(label)}
        return known | dict(also or {})

    def read(cell: str) -> str:
        if value := names().get(plain(cell)):
            return value
        raise Unreadable("not_a_choice", choices=", ".join(map(str, choices.values)))

    return read


country, language = places.country, places.language


def hs_digits(cell: str) -> str:
    """The digits of one code, however they are parted."""
    digits = re.sub(r"[\s.\u202f-]", "", cell.upper().removeprefix("HS"))
    if not re.fullmatch(r"\d{2,12}", digits, re.ASCII):
        raise Unreadable("no_such_hs_code")
    return digits


def hs_code(cell: str) -> str:
    """What stands for one code of six digits. Which codes there are is asked later, of the classification."""
    if re.search(r"\d\s*(?:[,;–—/]|\bto\b|\bà\b|\.\.|\s-\s|-(?=\d{4}))\s*\d", cell):
        raise Unreadable("hs_range")
    return hs_digits(cell)


def headings(cell: str) -> list[str]:
    """The headings that a cell names, as they are or from … to. Which there are is asked later."""
    found: list[str] = []
    for part in filter(None, map(str.strip, re.split(r"[,;|\n]", cell))):
        ends = [hs_digits(end) for end in re.split(r"\s*(?:–|—|\.\.|\s-\s|(?<=\d{4})-(?=\d{4}))\s*", part)]
        if len(ends) == 1:
            found.append(ends[0])
            continue
        first, last = int(ends[0][:4]), int(ends[-1][:4])
        if last - first > MOST_HEADINGS * 5:
            raise Unreadable("too_many_headings", most=MOST_HEADINGS)
        found += [f"{number:04d}*" for number in range(first, last + 1)]  # starred: need not exist
    return found
