"""Judgements about people; no database, no clock."""

from matchmaking.accounts.errors import AddressMistyped, BlocksHimself
from matchmaking.accounts.models import User


def check_blockable(person: User, *, by: User) -> None:
    """Nobody blocks himself."""
    if person.pk == by.pk:
        raise BlocksHimself


def check_farewell(user: User, *, typed_email: str) -> None:
    """Who deletes his account has typed its address, so that it does not happen by a slip."""
    if typed_email.strip().lower() != user.email:
        raise AddressMistyped
