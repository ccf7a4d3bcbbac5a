"""The bench of matching is judged itself: what it holds to be right, and how it counts."""

from collections import Counter

import numpy as np
import pytest

from matchmaking.common.encoder import LANGUAGES
from matchmaking.companies.classification import hs_lines, services
from tests.bench.truth.judge import Scores, judge
from tests.bench.truth.market import WORTHWHILE, Market, told, utilities
from tests.bench.truth.pairs import names, pairs
from tests.bench.truth.people import crowd

pytestmark = pytest.mark.django_db
FEW = {"stands": 8, "buyers": 24}


def test_every_need_has_its_partner_in_another_language():
    for pair in pairs():
        assert {pair.need_language, pair.offer_language} <= set(LANGUAGES)
        assert pair.need_language != pair.offer_language
    assert len({pair.topic for pair in pairs()}) == len(pairs()) >= 130
    assert set(names()) == {pair.topic for pair in pairs()}


def test_half_of_every_family_is_held_out():
    halves = Counter((pair.family, pair.part) for pair in pairs())
    for family, part in halves:
        assert halves[family, part] == halves[family, "tune" if part == "held" else "held"]


def test_every_topic_has_a_code_that_exists():
    headings, sectors = {line.code for line in hs_lines() if line.level == 4}, {line.code for line in services()}
    for pair in pairs():
        assert (pair.heading in headings) != (pair.service in sectors)


def test_the_same_seed_draws_the_same_people_of_one_part_alone():
    assert crowd("held", 3, **FEW).buyers == crowd("held", 3, **FEW).buyers
    assert {pair.part for pair in crowd("held", 3, **FEW).topics} == {"held"}
    assert crowd("held", 3, **FEW).stands != crowd("held", 4, **FEW).stands


def test_utilities_are_shares_and_the_right_goods_are_worth_more():
    people = crowd("tune", 3, stands=60, buyers=60)
    to_buyers, to_stands = utilities(people, np.random.default_rng(1))
    assert min(to_buyers.min(), to_stands.min()) >= 0
    assert max(to_buyers.max(), to_stands.max()) <= 1
    wanted, there = (
        [{goods.topic for goods in each.goods} for each in side] for side in (people.buyers, people.stands)
    )
    same = np.array([[bool(one & other) for other in there] for one in wanted])
    assert to_buyers[same].mean() > WORTHWHILE > to_buyers[~same].mean()


def test_profiles_tell_no_lies_about_wishes_and_leave_much_out():
    people = crowd("tune", 3, stands=40, buyers=40)
    profiles = told(people, people.buyers, np.random.default_rng(1), is_stand=False)
    for person, profile in zip(people.buyers, profiles, strict=True):
        assert profile.party.seeks.markets <= person.wanted
        assert profile.texts or profile.party.seeks.headings or profile.party.seeks.services
    assert any(not profile.texts for profile in profiles)
    assert any(not profile.party.seeks.headings for profile in profiles)


@pytest.fixture
def by_hand():
    """Seven buyers and thirty stands; the first five of both suit each other."""
    worth = np.zeros((7, 30))
    worth[:5, :5] = np.add.outer((0.4, 0.3, 0.2, 0.1, 0.0), (0.5, 0.4, 0.3, 0.2, 0.1))
    times = np.ones(30, dtype=np.int64)
    return Market((), (), worth, times[:7], times, seed=1)


def test_the_truth_itself_is_judged_perfect(by_hand):
    judgement = judge(by_hand, Scores(by_hand.worth, by_hand.worth.T))
    assert judgement.ndcg10 == pytest.approx(1)
    assert (judgement.recall50, judgement.coverage) == (1, 1)
    assert judgement.precision10 == pytest.approx((5 / 7 * 5 / 10 + 5 / 30 * 5 / 10) / 2)


def test_whoever_suits_them_last_leaves_buyers_without_enough_on_top(by_hand):
    last_first = judge(by_hand, Scores(-by_hand.worth, by_hand.worth.T))
    assert (last_first.coverage24, last_first.coverage) == (0.5, 1)  # all thirty are on a list of sixty
    assert last_first.ndcg10 == pytest.approx(0.5)
