"""Judgements, as tables."""

from itertools import islice

import pytest

from matchmaking.companies import rules
from matchmaking.companies.errors import (
    AddressNotPublic,
    FoundedInTheFuture,
    GoodOrService,
    NotOnLinkedIn,
    RegistrationNumberWrong,
    VatNumberWrong,
)
from matchmaking.companies.rules import Step
from tests.make import NOW


@pytest.mark.parametrize("country", rules.VAT_EXAMPLES)
def test_every_example_of_a_vat_number_is_one(country):
    assert rules.check_vat_number(rules.VAT_EXAMPLES[country], country=country)


@pytest.mark.parametrize("country", rules.REGISTRATION_EXAMPLES)
def test_every_example_of_a_registration_number_is_one(country):
    assert rules.check_registration_number(rules.REGISTRATION_EXAMPLES[country], country=country)


@pytest.mark.parametrize(
    ("country", "typed", "stored"),
    [
        ("AT", "atu 13585627", "ATU13585627"),
        ("AU", "83 914 571 673", "83914571673"),
        ("BE", "0428.759.497", "BE0428759497"),
        ("BE", "428759497", "BE0428759497"),
        ("BR", "16.727.230/0001-97", "16727230000197"),
        ("CH", "CHE-107.787.577 MWST", "CHE107787577MWST"),
        ("CN", "91110000600037341l", "91110000600037341L"),
        ("DE", "DE 136 695 976", "DE136695976"),
        ("ES", "B64717838", "ESB64717838"),
        ("FR", "23 334175221", "FR23334175221"),
        ("GB", "GB 980 7806 84", "980780684"),
        ("GR", "GR 094259216", "EL094259216"),
        ("GR", "094259216", "EL094259216"),
        ("IN", "27AAPFU0939F1ZV", "27AAPFU0939F1ZV"),
        ("IT", "IT 00743110157", "IT00743110157"),
        ("NL", "004495445B01", "NL004495445B01"),
        ("NO", "NO 995 525 828 MVA", "995525828MVA"),
        ("PL", "PL 856-734-62-15", "PL8567346215"),
        ("CH", "DE136695976", "DE136695976"),  # registered in Germany, at home in Switzerland
        ("US", "DE136695976", "DE136695976"),
        ("US", " 12-3456789 ", "12-3456789"),  # no rule known: free text
        ("GL", "abc １２", "ABC 12"),
    ],
)
def test_a_vat_number_is_stored_in_one_form(country, typed, stored):
    assert rules.check_vat_number(typed, country=country) == stored
    assert rules.check_vat_number(stored, country=country) == stored


@pytest.mark.parametrize(
    ("country", "typed"),
    [
        ("AT", "ATU13585626"),
        ("AU", "83 914 571 674"),
        ("BE", "BE0428759498"),
        ("BR", "16.727.230/0001-98"),
        ("CH", "CHE-107.787.578 MWST"),
        ("CN", "91110000600037342L"),
        ("DE", "DE136695978"),
        ("ES", "B64717839"),
        ("FR", "84 323 140 391"),
        ("GB", "980780685"),
        ("GR", "EL123456781"),
        ("IN", "27AAPFU0939F1ZO"),
        ("IT", "IT00743110158"),
        ("NL", "NL123456789B90"),
        ("NO", "NO 995 525 829 MVA"),
        ("PL", "PL8567346216"),
        ("BE", "not a number"),
        ("BE", "🍫"),
    ],
)
def test_a_wrong_vat_number_is_refused_with_an_example(country, typed):
    with pytest.raises(VatNumberWrong, match="one looks like"):
        rules.check_vat_number(typed, country=country)


def test_a_refusal_without_an_example_is_whole_as_well():
    assert str(VatNumberWrong()) == "This is not a VAT number of the chosen country. Check each digit."
    assert str(RegistrationNumberWrong()).endswith("Check each digit.")


def test_registration_numbers():
    assert rules.check_registration_number("0428.759.497", country="BE") == "0428759497"
    assert rules.check_registration_number("rcs Paris 123", country="FR") == "RCS PARIS 123"
    with pytest.raises(RegistrationNumberWrong, match="0428"):
        rules.check_registration_number("0428.759.498", country="BE")


@pytest.mark.parametrize(
    "address",
    ["https://example.com", "http://www.example.com/path?x=1", "https://例え.jp/", "https://a.b.example.com:8443/"],
)
def test_public_web_addresses(address):
    rules.check_web_address(address, field="website")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.com/",
        "https://localhost/",
        "https://printer.local/",
        "https://intranet/",
        "https://wiki.corp/",
        "https://127.0.0.1/",
        "https://10.0.0.1./",
        "https://[::1]/",
        "https://[::1",
        "https://0x7f.1/",
        "https://user:secret@example.com/",
        "https://a..example.com/",
        "https://example.com:99999/",
        "https:///path",
        "",
    ],
)
def test_other_addresses_are_refused(address):
    with pytest.raises(AddressNotPublic) as caught:
        rules.check_web_address(address, field="website")
    assert caught.value.field == "website"


def test_linkedin():
    rules.check_linkedin("https://www.linkedin.com/company/brun")
    rules.check_linkedin("https://be.linkedin.com/company/brun")
    for address in ("https://notlinkedin.com/company/brun", "https://linkedin.com.example.org/"):
        with pytest.raises(NotOnLinkedIn):
            rules.check_linkedin(address)


def test_founded():
    rules.check_founded(2030, at=NOW)
    with pytest.raises(FoundedInTheFuture):
        rules.check_founded(2031, at=NOW)


def test_good_or_service():
    rules.check_good_or_service("180632", "")
    rules.check_good_or_service(None, "1B")
    for both in (("180632", "1B"), ("", None)):
        with pytest.raises(GoodOrService):
            rules.check_good_or_service(*both)


def test_addresses_go_on_without_end():
    assert list(islice(rules.slugs_for("Brun"), 3)) == ["brun", "brun-2", "brun-3"]
    assert list(islice(rules.slugs_for("New!"), 2)) == ["new-2", "new-3"]


@pytest.mark.parametrize(
    ("texts", "products", "has_logo", "step"),
    [
        (0, 5, True, Step.DESCRIBE),
        (1, 0, True, Step.SELL),
        (1, 1, False, Step.LOGO),
        (1, 1, True, Step.NOTHING),
    ],
)
def test_the_next_step(texts, products, has_logo, step):
    assert rules.next_step(texts=texts, products=products, has_logo=has_logo) == step
