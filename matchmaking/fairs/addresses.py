"""What a fair's address is made of."""

from collections.abc import Container
from itertools import chain, count

from anyascii import anyascii
from django.utils.text import slugify

RESERVED = frozenset({"new"})  # below /fairs/, and no fair's


def address_of(name: str, taken: Container[str]) -> str:
    """An address made of the name, in Latin letters whatever its script, that no other fair has."""
    wish = slugify(anyascii(name))[:70].strip("-") or "fair"
    candidates = chain([wish], (f"{wish}-{number}" for number in count(2)))
    return next(address for address in candidates if address not in taken and address not in RESERVED)
