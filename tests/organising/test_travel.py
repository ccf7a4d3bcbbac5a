"""Travel that was avoided: reckoned by hand, and counted once for everybody."""

from datetime import timedelta

import pytest

from matchmaking.common.places import COUNTRY_CODES
from matchmaking.fairs.models import Room
from matchmaking.organising.figures.results import Results
from matchmaking.organising.rules import travel
from matchmaking.organising.rules.travel import Home, Place
from tests import make
from tests.make import NOW
from tests.organising import results as made

BRUSSELS = Place("BE", "Europe/Brussels", 50.83, 4.33)


def test_a_quarter_of_the_equator_is_ten_thousand_kilometres():
    here, there = Place("", "", 0, 0), Place("", "", 0, 90)
    assert travel.distance_km(here, there) == pytest.approx(6371.0088 * 3.141592653589793 / 2)
    assert travel.distance_km(here, here) == 0
    assert travel.distance_km(Place("", "", 90, 0), Place("", "", -90, 0)) == pytest.approx(20015.1, abs=0.1)


def test_brussels_and_new_york_are_as_far_as_an_atlas_says():
    new_york = travel.places()["America/New_York"]
    assert travel.distance_km(BRUSSELS, new_york) == pytest.approx(5890, rel=0.005)


def test_whoever_has_a_zone_in_his_country_lives_there():
    assert travel.place_of("US", "America/Los_Angeles").zone == "America/Los_Angeles"
    assert travel.place_of("US", "Europe/Brussels").zone == "America/New_York"
    assert travel.place_of("US", "UTC").zone == "America/New_York"
    assert travel.place_of("", "UTC") is None


def test_a_fair_is_in_its_city_if_a_zone_is_named_by_it():
    assert travel.place_of_fair("New York", "America/Chicago").zone == "America/New_York"
    assert travel.place_of_fair("Dunkerque", "Europe/Paris").zone == "Europe/Paris"
    assert travel.place_of_fair("", "UTC") is None


def test_every_country_has_one_place_but_two_where_nobody_lives():
    assert {code for code in COUNTRY_CODES if code not in travel.places()} == {"BV", "HM"}


def test_two_people_of_tokyo_are_reckoned_as_by_hand():
    """9 465 km there, 18 930 back again; economy class with radiative forcing: 2 × 18 930 × 0.10916 kg = 4.13 t."""
    (journey,) = travel.saved([Home("JP", "Asia/Tokyo", 2)], BRUSSELS).journeys
    one_way = travel.distance_km(BRUSSELS, travel.places()["Asia/Tokyo"])
    assert one_way == pytest.approx(9465, rel=0.005)
    assert journey.km == pytest.approx(4 * one_way)
    assert journey.tonnes == pytest.approx(4 * one_way * 0.10916 / 1000)
    assert journey.low == pytest.approx(4 * one_way * 0.06449 / 1000 * 0.9)
    assert journey.high == pytest.approx(4 * one_way * 0.14253 / 1000 * 1.1)
    assert journey.tonnes == pytest.approx(4.13, rel=0.005)


def test_whoever_is_near_comes_by_rail():
    """Paris is 263 km away: 526 km there and back × 0.03546 kg = 18.7 kg."""
    (journey,) = travel.saved([Home("FR", "Europe/Paris", 1)], BRUSSELS).journeys
    assert journey.tonnes == pytest.approx(0.0187, rel=0.02)
    assert journey.low == pytest.approx(0.9 * journey.tonnes)
    assert travel.tonnes(1, 1000, travel.AIR) == pytest.approx(1000 * 0.03546 / 1000)
    assert travel.tonnes(1, 1002, travel.AIR) == pytest.approx(1002 * 0.10916 / 1000)


def test_the_unknown_and_the_domestic_are_not_counted_but_said():
    homes = [Home("", "UTC", 3), Home("BE", "Europe/Brussels", 4), Home("JP", "Asia/Tokyo", 1), Home("JP", "UTC", 1)]
    found = travel.saved(homes, BRUSSELS)
    assert (found.unknown, found.domestic, found.people) == (3, 4, 2)
    assert [journey.country for journey in found.journeys] == ["JP"]
    assert found.low < found.tonnes < found.high
    assert travel.saved(homes, None).unknown == 9


@pytest.mark.django_db
def test_somebody_with_three_meetings_travels_once():
    fair = make.fair()
    room, stand = make.room(hall=make.hall(fair=fair)), made.stand_of(fair, "BE")
    buyer = made.buyer_of(fair, "JP", zone="Asia/Tokyo")
    for hours in (2, 3, 4):
        made.meeting_of(stand, buyer, room=room, starts_at=NOW - timedelta(hours=hours))
    saved = Results(fair, NOW).saved
    assert (saved.people, saved.domestic) == (1, 1)
    assert saved.km == pytest.approx(18930, rel=0.005)


@pytest.mark.django_db
def test_whoever_also_sat_at_a_table_was_there_anyway():
    fair = make.fair()
    hall, stand, buyer = make.hall(fair=fair), made.stand_of(fair, "BE"), made.buyer_of(fair, "JP")
    made.meeting_of(stand, buyer, room=make.room(hall=hall), starts_at=NOW - timedelta(hours=2))
    table = make.room(hall=hall, kind=Room.Kind.TABLE)
    made.meeting_of(stand, buyer, room=table, starts_at=NOW - timedelta(hours=3))
    results = Results(fair, NOW)
    assert (results.saved.people, results.distant.on_the_spot) == (0, 2)


@pytest.mark.django_db
def test_whoever_did_not_come_has_saved_nothing():
    fair = make.fair()
    room = make.room(hall=make.hall(fair=fair))
    made.meeting_of(made.stand_of(fair), made.buyer_of(fair, "JP"), room=room, came=("host",))
    assert Results(fair, NOW).saved.people == 0
