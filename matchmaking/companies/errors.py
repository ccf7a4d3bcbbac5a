"""Why a company's house says no. Each refusal has a code, a message for people and, where there is one, a field."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CompanyRefused(Exception):
    """The base of every refusal of this app."""

    code = "refused"
    message: str | Promise = _("This is not possible.")
    field: str | None = None

    def __str__(self) -> str:
        return str(self.message)


# The company ----------------------------------------------------------------


class VatNumberWrong(CompanyRefused):
    code = "vat_number_wrong"
    message: str | Promise = _("This is not a VAT number of the chosen country. Check each digit.")
    field = "vat_number"

    def __init__(self, example: str = "") -> None:
        super().__init__(example)
        if example:
            self.message = _(
                "This is not a VAT number of the chosen country. Check each digit; one looks like %(example)s."
            ) % {"example": example}


class VatNumberTaken(CompanyRefused):
    code = "vat_number_taken"
    message = _(
        "A company with this VAT number is here already. Ask a colleague to invite you to it, or write to the "
        "organiser of your fair."
    )
    field = "vat_number"


class RegistrationNumberWrong(CompanyRefused):
    code = "registration_number_wrong"
    message: str | Promise = _("This is not a registration number of the chosen country. Check each digit.")
    field = "registration_number"

    def __init__(self, example: str = "") -> None:
        super().__init__(example)
        if example:
            self.message = _(
                "This is not a registration number of the chosen country. Check each digit; one looks like %(example)s."
            ) % {"example": example}


class FoundedInTheFuture(CompanyRefused):
    code = "founded_in_the_future"
    message = _("A company cannot be founded in the future.")
    field = "founded_in"


class AddressNotPublic(CompanyRefused):
    code = "address_not_public"
    message = _("This is not the address of a public web site. It looks like https://www.example.com.")

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NotOnLinkedIn(CompanyRefused):
    code = "not_on_linkedin"
    message = _("This is not a page on LinkedIn. It looks like https://www.linkedin.com/company/your-company.")
    field = "linkedin"


class ChangedMeanwhile(CompanyRefused):
    """Somebody else saved the same company, text or product after this form was filled in."""

    code = "changed_meanwhile"
    message = _("Somebody else has changed this meanwhile. Nothing of yours is lost: compare, then save again.")


# People ----------------------------------------------------------------


class LastOwner(CompanyRefused):
    code = "last_owner"
    message = _("A company needs an owner. Make somebody else an owner first.")


class NotAMember(CompanyRefused):
    code = "not_a_member"
    message = _("This person does not work for this company any more.")


# Products ----------------------------------------------------------------


class GoodOrService(CompanyRefused):
    code = "good_or_service"
    message = _("Choose either an HS code, for goods, or a service.")
    field = "hs_code"


class TooManyPictures(CompanyRefused):
    code = "too_many_pictures"
    message = _("A product has six pictures at most. Remove one first.")
    field = "image"
