"""What the database refuses in lobbies, whatever code runs. One test per name."""

from datetime import timedelta

import pytest

from matchmaking.lobbies.models import DeviceCheck, Lobby, NumbersCard, Remark, StandStay, Stay, WalkIn
from tests import make
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def lobby():
    return Lobby.objects.create(booking=make.booking())


@pytest.fixture
def stay(lobby):
    return Stay.objects.create(lobby=lobby, user=make.member(), arrived_at=NOW, seen_at=NOW)


def test_who_opens_a_lobby_opens_it_once(lobby):
    with refused_by("who_opens_a_lobby_opens_it_once"):
        Lobby.objects.update(opened_by=make.member())


def test_stay_is_seen_after_it_begins(stay):
    with refused_by("stay_is_seen_after_it_begins"):
        Stay.objects.update(seen_at=NOW - A_MINUTE)


def test_stay_ends_after_it_begins(stay):
    with refused_by("stay_ends_after_it_begins"):
        Stay.objects.update(left_at=NOW - A_MINUTE)


def test_whoever_has_left_is_in_no_call(stay):
    with refused_by("whoever_has_left_is_in_no_call"):
        Stay.objects.update(left_at=NOW, entered_at=NOW)


def test_one_page_of_a_person_in_a_call(stay):
    Stay.objects.update(entered_at=NOW)
    again = {"lobby": stay.lobby, "user": stay.user, "arrived_at": NOW, "seen_at": NOW}
    Stay.objects.create(**again)
    with refused_by("one_page_of_a_person_in_a_call"):
        Stay.objects.create(**again, entered_at=NOW)


def test_remark_says_something(stay):
    with refused_by("remark_says_something"):
        Remark.objects.create(lobby=stay.lobby, author=stay.user, text="")


def test_who_closes_a_lobby_closes_it_once(lobby):
    with refused_by("who_closes_a_lobby_closes_it_once"):
        Lobby.objects.update(closed_by=make.member())


def test_quantity_on_a_card_is_positive(lobby):
    with refused_by("quantity_on_a_card_is_positive"):
        NumbersCard.objects.create(lobby=lobby, quantity=0)


def test_price_on_a_card_is_not_negative(lobby):
    with refused_by("price_on_a_card_is_not_negative"):
        NumbersCard.objects.create(lobby=lobby, price=-1)


@pytest.mark.parametrize("side", ["host", "guest"])
def test_card_is_confirmed_after_it_changed(lobby, side):
    card = NumbersCard.objects.create(lobby=lobby, changed_at=NOW, **{f"{side}_confirmed_at": NOW})
    with refused_by("card_is_confirmed_after_it_changed"):
        NumbersCard.objects.filter(pk=card.pk).update(changed_at=NOW + A_MINUTE)


def test_device_check_measures_a_way(db):
    with refused_by("device_check_measures_a_way"):
        DeviceCheck.objects.create(user=make.member(), checked_at=NOW, round_trip_ms=20)


@pytest.fixture
def stand_stay():
    return StandStay.objects.create(stand=make.exhibitor(), user=make.member(), arrived_at=NOW, seen_at=NOW)


def test_stand_stay_is_seen_after_it_begins(stand_stay):
    with refused_by("stand_stay_is_seen_after_it_begins"):
        StandStay.objects.update(seen_at=NOW - A_MINUTE)


def test_stand_stay_ends_after_it_begins(stand_stay):
    with refused_by("stand_stay_ends_after_it_begins"):
        StandStay.objects.update(left_at=NOW - A_MINUTE)


def test_one_place_per_person_in_a_queue():
    stand, person = make.exhibitor(), make.participant()
    WalkIn.objects.create(stand=stand, participant=person, came_at=NOW, ended_at=NOW, status="left")
    WalkIn.objects.create(stand=stand, participant=person, came_at=NOW)
    with refused_by("one_place_per_person_in_a_queue"):
        WalkIn.objects.create(stand=stand, participant=person, came_at=NOW)


@pytest.mark.parametrize(
    "facts",
    [{"status": "left"}, {"ended_at": NOW}, {"status": "declined", "ended_at": NOW - A_MINUTE}],
    ids=["ended without a moment", "waits and has ended", "ended before he came"],
)
def test_walk_in_waits_until_it_ends(facts):
    with refused_by("walk_in_waits_until_it_ends"):
        WalkIn.objects.create(stand=make.exhibitor(), participant=make.participant(), came_at=NOW, **facts)
