"""What people do shifts what counts for them: slowly, in the right direction, within bounds, until it is forgotten."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.discovery.actions.learning import forget, learn
from matchmaking.discovery.actions.marking import Pair, mark, note_opening, rate
from matchmaking.discovery.actions.refreshing import refresh_stand, refresh_visitor
from matchmaking.discovery.learning import (
    CAUSES,
    DEEDS,
    LEAST,
    MOST,
    Deed,
    strength_of_stars,
    taste_from,
    tasting,
)
from matchmaking.discovery.models import Dossier, Mark, Opening
from matchmaking.discovery.queries.deeds import deeds_of
from matchmaking.discovery.scoring.facts import HEAVIEST, SIGNALS, Weights
from tests import make
from tests.discovery import people
from tests.make import NOW

values = st.dictionaries(st.sampled_from(SIGNALS), st.floats(0, 1))
deeds = st.builds(
    Deed, strength=st.sampled_from([*DEEDS.values()]), values=values, cause=st.sampled_from(["", *CAUSES])
)


# The rule ----------------------------------------------------------------


def test_what_sets_the_chosen_apart_counts_more_and_what_he_lacks_less():
    taste = taste_from([Deed(1.0, {"markets": 1.0, "hours": 0.0})] * 3, usual={"markets": 0.2, "hours": 0.9})
    assert taste["markets"] > 1 > taste["hours"]


def test_what_everybody_has_says_nothing():
    assert taste_from([Deed(1.0, {"languages": 1.0})] * 9, usual={"languages": 1.0}) == {}


def test_to_turn_somebody_away_is_the_opposite_of_asking_him():
    usual = {"markets": 0.5}
    asked = taste_from([Deed(DEEDS["asked"], {"markets": 1.0})], usual)
    declined = taste_from([Deed(DEEDS["declined"], {"markets": 1.0})], usual)
    assert asked["markets"] * declined["markets"] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(("cause", "signals"), CAUSES.items())
def test_a_cause_makes_what_it_names_count_more_and_nothing_else(cause, signals):
    taste = taste_from([Deed(-1.0, {"hours": 1.0}, cause)], usual={"hours": 0.0})
    assert set(taste) == set(signals)
    assert all(factor > 1 for factor in taste.values())


def test_three_stars_say_nothing_and_five_the_opposite_of_one():
    assert [strength_of_stars(stars) for stars in range(1, 6)] == [-1, -0.5, 0, 0.5, 1]


@given(some=st.lists(deeds, max_size=60), usual=values)
def test_a_taste_stays_within_bounds_whatever_is_done(some, usual):
    taste = taste_from(some, usual)
    assert all(LEAST <= factor <= MOST for factor in taste.values())
    weights = tasting(Weights(), taste)
    assert all(0 <= getattr(weights, name) <= HEAVIEST for name in SIGNALS)


@given(some=st.lists(deeds, max_size=10), usual=values)
def test_the_order_of_deeds_does_not_matter(some, usual):
    assert taste_from(some, usual) == pytest.approx(taste_from(some[::-1], usual), abs=1e-3)


@given(deed=deeds, usual=values)
def test_one_deed_alone_moves_little(deed, usual):
    assert all(0.9 <= factor <= 1.11 for factor in taste_from([deed], usual).values())


def test_a_factor_of_what_is_no_signal_any_more_is_left_out():
    assert tasting(Weights(), {"phase of the moon": 2.0}) == Weights()


# What is remembered ----------------------------------------------------------------


@pytest.fixture
def world(db):
    return World()


class World:
    """Two stands, one of them from a country that the buyer wants; and the buyer."""

    def __init__(self):
        self.fair = make.fair()
        self.belgian = people.stand(self.fair, country="BE")
        self.chilean = people.stand(self.fair, country="CL")
        self.buyer = people.visitor(self.fair, markets=["BE"])
        people.matched(self.fair)
        self.user = self.buyer.participant.user

    @property
    def dossier(self):
        return Dossier.objects.get(profile=self.buyer)

    def pair(self, stand):
        return Pair("visitor", stand.pk, self.buyer.pk)


def done(world, dossier=None):
    return [(each.other, each.deed, each.cause, each.stars) for each in deeds_of(dossier or world.dossier)]


def test_every_deed_of_a_visitor_is_remembered(world):
    belgian, chilean = (Dossier.objects.get(exhibitor=stand) for stand in (world.belgian, world.chilean))
    note_opening(pair=world.pair(world.belgian), at=NOW)
    mark(pair=world.pair(world.belgian), kind="shortlisted", by=world.user, at=NOW)
    rate(pair=world.pair(world.belgian), stars=4, has_met=True, by=world.user, at=NOW)
    mark(pair=world.pair(world.chilean), kind="dismissed", cause="market", by=world.user, at=NOW)
    make.meeting_request(sender=world.buyer.participant, recipient_stand=world.belgian)
    seat = world.chilean.representatives.get().participant
    make.meeting_request(
        sender=seat,
        sender_stand=world.chilean,
        recipient=world.buyer.participant,
        status="declined",
        answered_at=NOW,
    )
    assert sorted(done(world), key=str) == sorted(
        [
            (belgian.pk, "opened", "", None),
            (belgian.pk, "shortlisted", "", None),
            (belgian.pk, "met", "", 4),
            (belgian.pk, "asked", "", None),
            (chilean.pk, "dismissed", "market", None),
            (chilean.pk, "declined", "", None),
        ],
        key=str,
    )


def test_every_deed_of_a_team_is_remembered_as_the_stands(world):
    stand, buyer = Dossier.objects.get(exhibitor=world.belgian), world.dossier
    pair = Pair("stand", world.belgian.pk, world.buyer.pk)
    note_opening(pair=pair, at=NOW)
    mark(pair=pair, kind="saved", by=world.user, at=NOW)
    seat = world.belgian.representatives.get().participant
    make.meeting_request(
        sender=seat, sender_stand=world.belgian, recipient=world.buyer.participant, status="withdrawn", answered_at=NOW
    )
    make.meeting_request(
        sender=world.buyer.participant, recipient_stand=world.belgian, status="accepted", answered_at=NOW
    )
    assert sorted(deed.deed for deed in deeds_of(stand)) == ["accepted", "asked", "opened", "saved"]
    assert {deed.other for deed in deeds_of(stand)} == {buyer.pk}
    assert [deed.deed for deed in deeds_of(buyer)] == ["asked"]


def test_what_somebody_does_changes_his_list(world):
    for _ in range(3):
        mark(pair=world.pair(world.chilean), kind="dismissed", cause="market", by=world.user, at=NOW)
    before = world.dossier.taste
    refresh_visitor(world.buyer.pk, world.fair, at=NOW)
    assert (before, set(world.dossier.taste)) == ({}, {"markets"})
    assert world.dossier.taste["markets"] > 1


def test_what_a_team_does_changes_the_stands_list(world):
    other = people.visitor(world.fair, languages=["fr"])
    people.matched(world.fair)
    by_the_team = {"by": world.belgian.representatives.get().participant.user, "at": NOW}
    mark(pair=Pair("stand", world.belgian.pk, other.pk), kind="dismissed", cause="language", **by_the_team)
    mark(pair=Pair("stand", world.belgian.pk, world.buyer.pk), kind="shortlisted", **by_the_team)
    refresh_stand(world.belgian.pk, world.fair, at=NOW)
    assert Dossier.objects.get(exhibitor=world.belgian).taste["languages"] > 1
    assert Dossier.objects.get(exhibitor=world.chilean).taste == {}


def test_learning_twice_is_learning_once(world):
    mark(pair=world.pair(world.chilean), kind="dismissed", cause="goods", by=world.user, at=NOW)
    learn(world.dossier)
    first = world.dossier.taste
    learn(world.dossier)
    assert world.dossier.taste == first


def test_what_is_forgotten_counts_no_more_and_marks_stay(world):
    mark(pair=world.pair(world.chilean), kind="dismissed", cause="goods", by=world.user, at=NOW)
    learn(world.dossier)
    forget(dossier=world.dossier, at=NOW + timedelta(minutes=1))
    learn(world.dossier)
    assert (world.dossier.taste, done(world)) == ({}, [])
    assert Mark.objects.filter(kind="dismissed").exists()


# The page ----------------------------------------------------------------


def test_the_page_shows_what_was_learnt_and_forgets_it(world, client):
    mark(pair=world.pair(world.chilean), kind="dismissed", cause="market", by=world.user, at=NOW)
    learn(world.dossier)
    client.force_login(world.user)
    here = f"/fairs/{world.fair.slug}/discover/visitor/learnt/"
    page = client.get(here).content.decode()
    assert "Learnt from 1 thing that was done" in page
    assert "10 % more" in page
    assert client.post(f"{here}forget/").headers["Location"] == here
    assert world.dossier.taste == {}


def test_the_page_says_what_counts_less(world, client):
    Dossier.objects.filter(profile=world.buyer).update(taste={"hours": 0.5})
    client.force_login(world.user)
    assert "50 % less" in client.get(f"/fairs/{world.fair.slug}/discover/visitor/learnt/").content.decode()


def test_of_whom_nothing_is_known_yet_nothing_is_learnt_or_forgotten(world, client):
    new = people.visitor(world.fair).participant.user
    client.force_login(new)
    here = f"/fairs/{world.fair.slug}/discover/visitor/learnt/"
    assert "Learnt from 0 things that were done" in client.get(here).content.decode()
    assert client.post(f"{here}forget/").headers["Location"] == here


def test_nobody_reads_or_forgets_what_was_learnt_of_others(world, client):
    mark(pair=world.pair(world.chilean), kind="saved", by=world.user, at=NOW)
    here = f"/fairs/{world.fair.slug}/discover/stand-{world.belgian.pk}/learnt/"
    for user in (make.user(), world.user):
        client.force_login(user)
        assert client.get(here).status_code == 404
        assert client.post(f"{here}forget/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_what_was_done(world, django_assert_max_num_queries):
    counts = []
    for stands in ([world.chilean], [world.belgian, people.stand(world.fair)]):
        people.matched(world.fair)
        for stand in stands:
            note_opening(pair=world.pair(stand), at=NOW)
        dossier = world.dossier
        with django_assert_max_num_queries(12) as caught:
            learn(dossier)
        counts.append(len(caught))
    assert counts[0] >= counts[1]
    assert Opening.objects.count() == 3
