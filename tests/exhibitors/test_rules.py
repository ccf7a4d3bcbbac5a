from datetime import timedelta

import pytest

from matchmaking.exhibitors import errors, rules
from matchmaking.exhibitors.models import TeamInvitation
from matchmaking.exhibitors.readiness import StandState, readiness_of
from tests.make import NOW


@pytest.mark.parametrize(
    ("index", "number"),
    [(0, "A01"), (19, "A20"), (20, "B01"), (519, "Z20"), (520, "AA01"), (520 + 26 * 20, "BA01")],
)
def test_stand_numbers_count_on(index, number):
    assert rules.stand_number(index) == number


def test_stand_numbers_of_a_large_hall_are_all_different_and_fit_their_column():
    numbers = [rules.stand_number(n) for n in range(20_000)]
    assert len(set(numbers)) == 20_000
    assert max(map(len, numbers)) <= 8


@pytest.mark.parametrize(
    ("taken", "number"), [(set(), "A01"), ({"A01"}, "A02"), ({"A02"}, "A01"), ({"A01", "A02", "X99"}, "A03")]
)
def test_the_next_number_is_the_first_that_nobody_has(taken, number):
    assert rules.next_stand_number(taken) == number


def invitation(**kw):
    return TeamInvitation(**{"email": "new@example.com", "expires_at": NOW + timedelta(days=1)} | kw)


def test_an_open_invitation_is_acceptable_by_its_address_whatever_the_case():
    rules.check_acceptable(invitation(), email="New@Example.com", at=NOW)


@pytest.mark.parametrize(
    ("changes", "email", "refusal"),
    [
        ({"accepted_at": NOW}, "new@example.com", errors.InvitationUsed),
        ({"revoked_at": NOW}, "new@example.com", errors.InvitationRevoked),
        ({"expires_at": NOW}, "new@example.com", errors.InvitationExpired),
        ({}, "somebody@example.com", errors.InvitationForAnother),
    ],
)
def test_an_invitation_is_refused(changes, email, refusal):
    with pytest.raises(refusal):
        rules.check_acceptable(invitation(**changes), email=email, at=NOW)


EMPTY = StandState(
    has_picture=False,
    has_logo=False,
    headline="",
    pitch="",
    products=0,
    team=1,
    languages=0,
    documents=0,
    has_website=False,
)
FULL = StandState(
    has_picture=True,
    has_logo=True,
    headline="Chocolate",
    pitch="x" * 200,
    products=3,
    team=2,
    languages=1,
    documents=1,
    has_website=True,
)


def test_the_meter_goes_from_nothing_to_a_hundred():
    assert readiness_of(EMPTY).percent == 0
    assert readiness_of(FULL).percent == 100
    assert readiness_of(FULL).next_step is None


def test_the_weightiest_missing_thing_is_the_next_step():
    step = readiness_of(EMPTY).next_step
    assert step is not None
    assert step.code == "products"
    assert [point.weight for point in readiness_of(EMPTY).missing] == [20, 15, 15, 10, 10, 10, 10, 5, 5]
