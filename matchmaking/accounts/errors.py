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


class StillNeeded(AccountRefused):
    """Something hangs on this person alone. `reasons` are whole sentences: what it is and what to do about it."""

    code = "still_needed"
    message = _("Your account cannot be deleted yet: something hangs on you alone.")

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


class AddressMistyped(AccountRefused):
    code = "address_mistyped"
    message = _("This is not the address of your account. Type it as it is written above.")
