"""Whether a lobby is open at a moment, who is there, and what may be written there. Pure."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, cast

from babel import Locale
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from matchmaking.common.calls import LONGEST_LINK, LONGEST_PHONE, validate_call_link, validate_phone
from matchmaking.lobbies import errors
from matchmaking.lobbies.models import LONGEST_REMARK, DeviceCheck, Lobby, NumbersCard, Stay
from matchmaking.meetings.models import Attendance, Booking

BEAT = timedelta(seconds=15)  # how often a page says that it is there
LOST = timedelta(seconds=40)  # without a word, somebody is not there any more: two beats may be lost
OVERTIME = timedelta(minutes=5)  # in which a sentence is ended
LARGEST_NUMBER = 2**53  # that a browser counts up to
WAITED_ENOUGH = timedelta(minutes=4)  # for the other side, before it is called
EXTENDED_BY = timedelta(minutes=10)


class Phase(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    OVER = "over"


def phase(booking: Booking, lobby: Lobby, at: datetime) -> Phase:
    """Whether one waits, meets, or has met."""
    if not booking.is_confirmed or lobby.closed_at or at >= booking.ends_at + OVERTIME:
        return Phase.OVER
    return Phase.OPEN if lobby.opened_at else Phase.WAITING


def is_there(stay: Stay, at: datetime) -> bool:
    return stay.left_at is None and at - stay.seen_at < LOST


def both_sides(roles: Collection[str]) -> bool:
    """Somebody of each side is among them."""
    return {Attendance.Role.HOST, Attendance.Role.GUEST} <= set(roles)


def opens_by_itself(booking: Booking, roles: Collection[str], at: datetime) -> bool:
    """It is time, and somebody of each side is there."""
    return at >= booking.starts_at and both_sides(roles)


def check_opens(lobby: Lobby, role: str, at: datetime) -> None:
    """The host opens the room whenever he likes, until it is over."""
    if phase(lobby.booking, lobby, at) == Phase.OVER:
        raise errors.NotThere
    if role != Attendance.Role.HOST:
        raise errors.OnlyTheHost


def check_enters(lobby: Lobby, at: datetime) -> None:
    """Who is let in to the call."""
    now = phase(lobby.booking, lobby, at)
    if now == Phase.OVER:
        raise errors.NotThere
    if now == Phase.WAITING:
        raise errors.NotOpenYet


def check_place(others: int, places: int) -> None:
    """There is room for one more in the call."""
    if others >= places:
        raise errors.CallIsFull(places)


def check_deals(role: str) -> None:
    """He is of one of the two sides."""
    if role not in (Attendance.Role.HOST, Attendance.Role.GUEST):
        raise errors.OnlyThoseWhoDeal


def check_extends(booking: Booking, at: datetime) -> None:
    """Nobody is held longer than he sees coming."""
    if at < booking.ends_at - EXTENDED_BY:
        raise errors.TooEarlyToExtend


def check_remark(text: str) -> str:
    """What is said, without the space around it."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise errors.NothingSaid
    if len(text) > LONGEST_REMARK:
        raise errors.TooLong
    return text


def is_flat(data: Mapping[str, Any]) -> bool:
    """As pages describe a way to each other: a few plain facts, nothing too deep or too large for whoever is told."""
    facts = [fact for each in data.values() for fact in (each.values() if isinstance(each, dict) else [each])]
    return all(
        abs(fact) <= LARGEST_NUMBER if isinstance(fact, int | float) else fact is None or isinstance(fact, str)
        for fact in facts
    )


def check_link(link: str) -> str:
    """The address of a call elsewhere, or nothing."""
    return checked("link", link, validate_call_link, LONGEST_LINK)


def check_phone(number: str) -> str:
    """A phone number, or nothing."""
    return checked("phone", number, validate_phone, LONGEST_PHONE)


def checked(name: str, value: str, validate: Callable[[str], None], longest: int) -> str:
    value = value.strip()
    if len(value) > longest:
        raise errors.NotUnderstood(name, _("This is too long."))
    try:
        if value:
            validate(value)
    except ValidationError as error:
        raise errors.NotUnderstood(name, error.message) from error
    return value


# Walk-ins ----------------------------------------------------------------

MOST_WAITING = 50  # at one stand
LONGEST_WISH = 300  # characters
USUAL_TALK = timedelta(minutes=8)  # with somebody who has walked up, where none has been had yet


def check_wish(text: str) -> str:
    """What somebody says that it is about, without the space around it."""
    text = text.replace("\x00", "").strip()
    if len(text) > LONGEST_WISH:
        raise errors.TooLong
    return text


def expected_wait(place: int, team: int, talk: timedelta) -> timedelta:
    """Until whoever has this place (1 is the next one) is let in, if all of the team talk to those before him.

    Of those before him each takes one talk of somebody on the team, and somebody has to end the talk he is in."""
    return talk * place / max(1, team)


# Numbers cards ----------------------------------------------------------------

WRITTEN = ("product", "unit", "currency", "incoterm", "delivery", "next_step")
COUNTED = ("quantity", "price")


def check_card(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What is noted on a card, each as it is stored. NotUnderstood names the field."""
    told: dict[str, Any] = {name: written(name, facts[name]) for name in WRITTEN if name in facts}
    told |= {name: counted(name, facts[name]) for name in COUNTED if name in facts}
    if told.get("incoterm") and told["incoterm"] not in NumbersCard.Incoterm:
        raise errors.NotUnderstood("incoterm", _("This is none of the Incoterms of 2020."))
    if told.get("currency"):
        told["currency"] = told["currency"].upper()
        if told["currency"] not in currencies():
            raise errors.NotUnderstood("currency", _("Use the three letters of the currency, such as EUR."))
    return told


def written(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > longest(NumbersCard, name):
        raise errors.NotUnderstood(name, _("This is too long."))
    return value.replace("\x00", "").strip()


def counted(name: str, value: Any) -> Decimal | None:
    """The number that the text says, with a point; None of nothing."""
    field = cast("models.DecimalField[Any, Any]", NumbersCard._meta.get_field(name))
    if not isinstance(value, str):
        raise errors.NotUnderstood(name, _("Write a number."))
    if not value.strip():
        return None
    try:
        number = Decimal(value.strip())
    except InvalidOperation as error:
        raise errors.NotUnderstood(name, _("Write a number.")) from error
    if not number.is_finite() or number < 0 or (name == "quantity" and not number):
        raise errors.NotUnderstood(name, _("Write a number above zero."))
    if number >= 10 ** (field.max_digits - field.decimal_places):
        raise errors.NotUnderstood(name, _("This number is too large."))
    return number.quantize(Decimal(1).scaleb(-field.decimal_places))


def longest(model: type[models.Model], name: str) -> int:
    """How many characters there is room for."""
    return cast("models.CharField[Any, Any]", model._meta.get_field(name)).max_length or 0


def check_complete(card: NumbersCard) -> None:
    """What both sides are to stand by says of what, and in which money."""
    if not card.product:
        raise errors.CardIncomplete("product", _("Say which product this is about."))
    if card.price is not None and not card.currency:
        raise errors.CardIncomplete("currency", _("Say in which currency the price is."))


@cache
def currencies() -> frozenset[str]:
    """The letters of all that is money, as CLDR has them after ISO 4217."""
    return frozenset(Locale("en").currencies)


# Device checks ----------------------------------------------------------------

WAYS = ("relay", "direct")
SLOW_MS, NARROW_KILOBITS = 600, 500  # as static/js/room/check.js has them: a picture needs more
MOST_MEASURED = 10**7  # milliseconds, kilobits a second: whatever is more was not measured


def is_weak(check: DeviceCheck) -> bool:
    """The way through the relay was measured, and is not enough for pictures."""
    return (check.round_trip_ms or 0) > SLOW_MS or (check.kilobits is not None and check.kilobits < NARROW_KILOBITS)


def check_found(found: Mapping[str, Any]) -> dict[str, Any]:
    """What a page may say of a check, as it is stored; nonsense is left out."""
    told: dict[str, Any] = {}
    for name in ("browser", "microphone", "camera"):
        if isinstance(found.get(name), str):
            told[name] = found[name].replace("\x00", "")[: longest(DeviceCheck, name)]
    if isinstance(found.get("hears"), bool):
        told["hears"] = found["hears"]
    if found.get("path") in WAYS:
        told["path"] = found["path"]
        for name in ("round_trip_ms", "kilobits"):
            number = found.get(name)
            told[name] = number if type(number) is int and 0 <= number <= MOST_MEASURED else None
    return told
