"""Keys that an installation makes for itself. Standard library only: the supervisor of `make run` needs no more."""

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path

from tradefair.env import Misconfigured

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256


def new_secret_key() -> str:
    return secrets.token_urlsafe(64)


def new_push_key() -> str:
    """The private half of a pair for web push (RFC 8292), written as everybody writes it: 32 bytes in base64url."""
    number = 1 + secrets.randbelow(ORDER - 1)
    return urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def is_push_key(text: str) -> bool:
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return False
    return len(raw) == 32 and 0 < int.from_bytes(raw, "big") < ORDER


def checked_push_key(text: str) -> str:
    """The setting, if it can be meant."""
    if text and not is_push_key(text):
        raise Misconfigured("TRADEFAIR_VAPID_PRIVATE_KEY is no key: make one with manage.py make_push_keys.")
    return text


def kept(file: Path, make: Callable[[], str]) -> str:
    """The key that this copy made for itself at its first start, readable by its owner alone."""
    if not file.exists():
        half = file.with_suffix(".new")
        half.touch(mode=0o600)
        half.write_text(make())
        half.rename(file)
    return file.read_text().strip()
