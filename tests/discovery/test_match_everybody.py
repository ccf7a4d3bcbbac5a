"""Everybody of a fair is matched with everybody, however few or many there are."""

import pytest

from matchmaking.discovery import rules
from matchmaking.discovery.models import Dossier, Pairing, Phrase, Run
from tests import make
from tests.discovery import people

pytestmark = pytest.mark.django_db


def test_match_everybody_pairs_those_who_suit_each_other():
    fair = make.fair()
    chocolate, tea = people.stand(fair), people.stand(fair, sells="090210", product="Green tea")
    buyer = people.visitor(fair, looking_for="Chocolat noir pour pâtissiers", language="fr")
    run = people.matched(fair)

    assert (run.status, run.done == run.total) == (Run.Status.DONE, True)
    liked = list(Pairing.objects.filter(profile=buyer, is_for_visitor=True).order_by("-worth"))
    assert [pairing.exhibitor for pairing in liked] == [chocolate, tea]
    assert liked[0].visitor_view > liked[1].visitor_view
    assert liked[0].stand_view > liked[1].stand_view
    assert Dossier.objects.filter(fair=fair).count() == 3
    assert Phrase.objects.get(dossier__profile=buyer).text == "Chocolat noir pour pâtissiers"


def test_what_a_company_says_of_itself_is_compared_with_what_is_looked_for():
    fair = make.fair()
    quiet, telling = people.stand(fair, product="Ballotins"), people.stand(fair, product="Ballotins")
    make.company_text(company=telling.company, headline="Dark chocolate for pastry shops")
    buyer = people.visitor(fair, looking_for="Dark chocolate for pastry shops", language="en")
    people.matched(fair)
    assert Phrase.objects.get(dossier__exhibitor=telling, kind="company").text == "Dark chocolate for pastry shops"
    views = {pair.exhibitor: pair.visitor_view for pair in Pairing.objects.filter(profile=buyer)}
    assert views[telling] > views[quiet]


def test_a_fair_where_nobody_is_is_matched_as_well():
    run = people.matched(make.fair())
    assert (run.status, run.done) == ("done", run.total)
    assert [run.figures[side]["people"] for side in ("stands", "visitors")] == [0, 0]


@pytest.mark.parametrize(
    ("somebody", "side", "other"), [(people.stand, "stands", "visitors"), (people.visitor, "visitors", "stands")]
)
def test_whoever_is_there_without_the_other_side_has_an_empty_list(client, somebody, side, other):
    fair = make.fair()
    made = somebody(fair)
    run = people.matched(fair)
    assert (run.status, Pairing.objects.count()) == ("done", 0)
    assert (run.figures[side]["people"], run.figures[side]["without"], run.figures[other]["people"]) == (1, 1, 0)
    assert Dossier.objects.get().scored_at is not None
    person = made.participant if side == "visitors" else made.representatives.get().participant
    client.force_login(person.user)
    page = client.get(f"/fairs/{fair.slug}/discover/").content.decode()
    assert "Nobody fits all of this" in page
    assert "Your list is being made" not in page


def listed(**kw):
    return {(pair.exhibitor_id, pair.profile_id) for pair in Pairing.objects.filter(**kw)}


def test_a_list_holds_the_best_by_the_market_and_the_best_by_likeness(monkeypatch):
    fair = make.fair()
    for sells in ("180632", "180690", "180100", "090210"):
        people.stand(fair, sells=sells, product=f"Goods {sells}", markets=["MX"] if sells > "1801" else [])
    for wants in ("1806", "1801", "0902"):
        people.visitor(fair, wants=wants)
    people.matched(fair)
    whole = list(Pairing.objects.all())
    monkeypatch.setattr(rules, "LIST_OF_VISITOR", 1)
    monkeypatch.setattr(rules, "LIST_OF_STAND", 1)
    people.matched(fair)
    for column, flag in (("profile_id", "is_for_visitor"), ("exhibitor_id", "is_for_stand")):
        for owner in {getattr(pair, column) for pair in whole}:
            own = [pair for pair in whole if getattr(pair, column) == owner]
            by_market = max(own, key=lambda pair: pair.worth)
            by_likeness = max(own, key=lambda pair: pair.stand_view * pair.visitor_view)
            best = {(pair.exhibitor_id, pair.profile_id) for pair in (by_market, by_likeness)}
            assert listed(**{column: owner, flag: True}) == best
