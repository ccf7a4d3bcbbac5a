"""The invented companies and people: the same for the same seed, all different, from everywhere."""

import pytest

from matchmaking.demo.phrases import PHRASES
from matchmaking.demo.sketches import BUYER, EXPORTER, company_sketch, goods, visitor_sketch
from matchmaking.demo.world import COUNTRIES, EARS, FAMILY_PIECES, GIVEN_NAMES, HALLS, ROOTS, SECTORS


def test_the_same_seed_gives_the_same_fair():
    assert [company_sketch(n, seed=7) for n in range(50)] == [company_sketch(n, seed=7) for n in range(50)]
    assert [visitor_sketch(n, seed=7) for n in range(50)] == [visitor_sketch(n, seed=7) for n in range(50)]


def test_another_seed_gives_another_fair():
    assert company_sketch(5, seed=7) != company_sketch(5, seed=8)


def test_every_company_has_an_address_of_its_own():
    assert len({company_sketch(n, seed=7).slug for n in range(7_000)}) == 7_000


def test_the_first_sixty_exhibitors_come_from_twenty_countries_and_write_in_their_own_languages():
    first = [company_sketch(n, seed=7) for n in range(60)]
    assert len({sketch.country.code for sketch in first}) >= 20
    assert {"fr", "es", "zh", "ar", "en", "de", "pt"} <= {language for sketch in first for language in sketch.texts}
    assert {sketch.hall for sketch in first} == set(range(len(HALLS)))


def test_every_address_ends_in_example_com():
    people = [person for n in range(300) for person in company_sketch(n, seed=7).team]
    people += [visitor_sketch(n, seed=7).person for n in range(300)]
    assert all(person.email.endswith("@example.com") for person in people)
    assert len({person.email for person in people}) == len(people)


def test_the_demo_exporter_and_the_demo_buyer_are_number_nought():
    assert company_sketch(0, seed=7).team[0].email == EXPORTER
    assert visitor_sketch(0, seed=7).person.email == BUYER
    assert company_sketch(0, seed=1).products[0].hs == "180632"
    assert visitor_sketch(0, seed=1).headings == ["1806"]


def test_sentences_are_filled_in():
    for n in range(200):
        sketch = company_sketch(n, seed=7)
        texts = [sketch.headline, sketch.pitch, *(part for pair in sketch.texts.values() for part in pair)]
        assert not any("{" in text for text in texts)


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.code)
def test_every_country_has_names_words_and_a_language(country):
    assert country.language in PHRASES
    assert country.names in GIVEN_NAMES
    assert country.names in FAMILY_PIECES
    assert EARS.get(country.names, country.names) in ROOTS


def test_every_good_has_a_sector_and_a_name_in_every_language():
    assert {good.sector for good in goods()} == set(SECTORS)
    assert all(set(good.names) == set(PHRASES) and all(good.names.values()) for good in goods())
