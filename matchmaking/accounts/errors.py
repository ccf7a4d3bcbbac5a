"""What accounts refuse, and how they say it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountRefused(Exception):
    """The base of every refusal about a person's account."""

    code: str = "refused"
    message: str | Promise = _("This cannot be done.")


class BlocksHimself(AccountRefused):
    code = "blocks_himself"
    message = _("You cannot block yourself.")


class AddressMistyped(AccountRefused):
    code = "address_mistyped"
    message = _("This is not the address of your account. Type it as it is written above.")
