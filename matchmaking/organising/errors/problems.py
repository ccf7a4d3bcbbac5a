"""What may be the matter with a row, by code: what is so, and what to do. Said in the reader's language when shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Unreadable(Exception):
    """A cell does not say what its column wants. `code` is one of PROBLEMS."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Words:
    """What is the matter, and what to do about it. Nothing is to be done about a note."""

    what: str | Promise
    do: str | Promise = ""


PROBLEMS: Mapping[str, Words] = {
    # The cell itself
    "missing": Words(_("Nothing is said here."), _("Fill in this column.")),
    "too_long": Words(_("This is longer than %(most)s characters."), _("Shorten it.")),
    "not_an_address": Words(_("This is not an e-mail address."), _("Write it like name@company.com.")),
    "no_such_country": Words(
        _("No country is called that."), _("Write its name in English or French, or its code such as BE.")
    ),
    "country_is_nearly": Words(_("No country is called that."), _("Is it %(nearest)s? Then write that.")),
    "no_such_language": Words(_("No language that we know is called that."), _("Write a name or a code such as fr.")),
    "no_such_zone": Words(_("This is not a time zone."), _("Write it like Europe/Brussels.")),
    "not_a_time": Words(_("This is not a time of day."), _("Write it like 09:30.")),
    "not_a_number": Words(_("This is not a whole number."), _("Write digits only.")),
    "out_of_range": Words(_("This is not between %(least)s and %(most)s."), _("Choose a number in between.")),
    "not_a_choice": Words(_("This is not one of what can be said here."), _("Write one of these: %(choices)s.")),
    "not_a_web_address": Words(_("This is not a public web address."), _("Write it like https://www.company.com.")),
    "not_a_call_link": Words(
        _("This is not a link to a call that we know."), _("Paste an https link to Zoom, Teams, Meet or VooV.")
    ),
    "not_a_stand_number": Words(
        _("A stand number has at most eight letters, digits and hyphens."), _("Write it like A12.")
    ),
    "not_a_vat_number": Words(_("This VAT number cannot be right."), _("Check it, or leave it out.")),
    "no_such_hs_code": Words(
        _("The Harmonized System 2022 has no such code."), _("Write six digits, such as 1806.32.")
    ),
    "hs_code_too_short": Words(_("This is a heading, not a code of six digits."), _("Say which of its subheadings.")),
    "hs_range": Words(_("This names several codes."), _("Give each product one code of six digits.")),
    "no_such_heading": Words(
        _("The Harmonized System 2022 has no such heading."), _("Write four digits, such as 1806.")
    ),
    "too_many_headings": Words(_("This names more than %(most)s headings."), _("Name those that matter most.")),
    "no_such_service": Words(_("The services list has no such line."), _("Write its name or code as in the list.")),
    # The row
    "twice": Words(_("Row %(row)s says the same already."), _("Remove one of the two.")),
    "no_such_hall": Words(
        _("The fair has no hall of this name."), _("Add it under Halls and rooms first, or correct the name.")
    ),
    "stand_taken": Words(_("%(company)s has this stand."), _("Give it another number, or leave the number out.")),
    "number_without_hall": Words(_("A stand number without a hall says nothing."), _("Say in which hall.")),
    "stand_declined": Words(
        _("You have declined this stand before."), _("Approve it under Stands first, if it may come after all.")
    ),
    "stand_withdrawn": Words(_("This company has withdrawn from the fair."), _("Only the company can come back.")),
    "several_companies": Words(_("Several companies are called that."), _("Add its VAT number.")),
    "no_such_stand": Words(
        _("No company of this name has a stand at the fair."), _("Import or approve the exhibitor first.")
    ),
    "several_stands": Words(_("Several exhibitors are called that."), _("Add the country.")),
    "only_linked": Words(
        _("This company knows nothing of the fair yet: it lists its products itself."),
        _("Ask one of its people to come to the stand."),
    ),
    "good_or_service": Words(_("A product has either an HS code or a service."), _("Fill in one of the two columns.")),
    "working_day": Words(_("The working day ends before it begins."), _("Write the earlier time first.")),
    "account_closed": Words(_("The account with this address is closed."), _("Use another address.")),
    "account_unconfirmed": Words(
        _("Somebody has signed up with this address without confirming it."),
        _("Ask him to confirm it, then import this row again."),
    ),
    "person_declined": Words(
        _("You have declined this person before."), _("Approve him under Participants first, if he may come.")
    ),
    "person_left": Words(_("This person has left the fair."), _("Only he himself can come back.")),
    "contact_without_name": Words(_("The contact person has no name."), _("Fill in the name.")),
    "refused": Words(
        _("The database does not accept this row."), _("Look whether something like it was added meanwhile.")
    ),
    # Notes: the row goes in
    "note_company_linked": Words(
        _("This company is here already and looks after itself: it is given a stand, and nothing else is changed.")
    ),
    "note_matched_by_vat": Words(_("By its VAT number this is %(company)s.")),
    "note_not_a_member": Words(
        _("The contact person does not work for this company here, and is left out. Its people invite him.")
    ),
    "note_contact_without_address": Words(_("A contact person without an e-mail address is left out.")),
    "note_own_profile": Words(_("This person has written the profile himself: it stays as it is.")),
    "note_own_product": Words(_("The company looks after this product itself: it stays as it is.")),
    "note_first_six": Words(_("Only the first six digits are taken: %(digits)s.")),
    "note_leading_nought": Words(_("A nought in front was lost: taken as %(digits)s.")),
}


def words_of(code: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """(what is the matter, what to do), in the reader's language."""
    words = PROBLEMS.get(code, PROBLEMS["refused"])
    return str(words.what) % params, str(words.do) % params
