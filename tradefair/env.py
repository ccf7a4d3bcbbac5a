"""Typed readers for the environment. A reader returns a value of its type or raises Misconfigured."""

import os
from pathlib import Path


class Misconfigured(Exception):
    """A setting says something that cannot be meant. The message names the variable and the cure."""


def text(name: str, default: str | None = None) -> str:
    """The variable's value, or the content of the file that NAME_FILE points to, or the default."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Misconfigured(f"{name}_FILE names {file}, which cannot be read.") from error
    value = os.environ.get(name)
    if value not in (None, ""):
        return str(value)
    if default is None:
        raise Misconfigured(f"Set {name} (or {name}_FILE, the path of a file that holds it).")
    return default


def yes_no(name: str, *, default: bool) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off; anything else is refused."""
    value = text(name, "yes" if default else "no").lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise Misconfigured(f"{name} is {value!r}: say yes or no.")


def whole(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number between least and most, both included."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError as error:
        raise Misconfigured(f"{name} is {value!r}: say a whole number.") from error
    if number < least or (most is not None and number > most):
        limits = f"{least} or more" if most is None else f"between {least} and {most}"
        raise Misconfigured(f"{name} is {number}: it must be {limits}.")
    return number


def words(name: str, default: str = "") -> list[str]:
    """The comma-separated parts, without blanks or empty ones."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
