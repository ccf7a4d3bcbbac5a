"""One who has changed is fresh at once; whoever is behind is found."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matchmaking.discovery import rules, tasks
from matchmaking.discovery.actions.refreshing import refresh_stand, refresh_visitor
from matchmaking.discovery.models import Dossier, FairWeights, Pairing, Run
from matchmaking.discovery.queries.stale import Stale, fairs_to_match, stale_in
from matchmaking.exhibitors.models import Exhibitor, ShownProduct
from matchmaking.fairs.models import Participant
from matchmaking.meetings.models import Barrier
from matchmaking.visitors.actions.indexing import index_visitors
from matchmaking.visitors.models import SoughtHeading
from tests import make
from tests.discovery import people
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def fair():
    return make.fair()


def order_of(buyer):
    return [p.exhibitor for p in Pairing.objects.filter(profile=buyer, is_for_visitor=True).order_by("-worth")]


def standing(fair):
    """All that is on lists, to compare: who, how seen by both, on whose list."""
    columns = ("exhibitor", "profile", "stand_view", "visitor_view", "is_for_visitor", "is_for_stand")
    return {row[:2]: row[2:] for row in Pairing.objects.filter(fair=fair).values_list(*columns)}


def test_a_visitor_who_looks_for_something_else_has_another_list(fair):
    chocolate, tea = people.stand(fair), people.stand(fair, sells="090210", product="Green tea")
    buyer = people.visitor(fair)
    people.matched(fair)
    assert order_of(buyer) == [chocolate, tea]
    SoughtHeading.objects.filter(profile=buyer).update(code="0902")
    refresh_visitor(buyer.pk, fair, at=LATER)
    assert order_of(buyer) == [tea, chocolate]


def test_a_stand_that_shows_something_else_is_found_by_others(fair):
    stand = people.stand(fair)
    tea_buyer, chocolate_buyer = people.visitor(fair, wants="0902"), people.visitor(fair)
    people.matched(fair)
    before = standing(fair)[stand.pk, tea_buyer.pk]
    product = ShownProduct.objects.get(exhibitor=stand).product
    product.hs_code = make.hs_code("090210", "Green tea")
    product.save()
    refresh_stand(stand.pk, fair, at=LATER)
    after = standing(fair)
    assert after[stand.pk, tea_buyer.pk][:2] > before[:2]
    assert after[stand.pk, tea_buyer.pk][:2] > after[stand.pk, chocolate_buyer.pk][:2]


def test_one_who_is_refreshed_is_seen_as_if_everybody_had_been_matched_anew(fair):
    for sells in ("180632", "090210", "721030"):
        people.stand(fair, sells=sells, product=f"Good {sells}")
    buyers = [people.visitor(fair, wants=wants, looking_for="Thé vert", language="fr") for wants in ("1806", "0902")]
    people.matched(fair)
    whole = standing(fair)
    refresh_visitor(buyers[0].pk, fair, at=LATER)
    assert {pair: pytest.approx(said, abs=1e-3) for pair, said in whole.items()} == standing(fair)


def test_a_newcomer_is_on_the_lists_of_those_who_were_there_before(fair):
    stand = people.stand(fair)
    people.matched(fair)
    newcomer = people.visitor(fair)
    refresh_visitor(newcomer.pk, fair, at=LATER)
    pair = Pairing.objects.get(exhibitor=stand, profile=newcomer)
    assert (pair.is_for_visitor, pair.is_for_stand, pair.worth > 0) == (True, True, True)


def test_a_stand_that_is_withdrawn_is_known_and_listed_no_more(fair):
    stand, other = people.stand(fair), people.stand(fair)
    buyer = people.visitor(fair)
    people.matched(fair)
    Exhibitor.objects.filter(pk=stand.pk).update(status="withdrawn")
    refresh_stand(stand.pk, fair, at=LATER)
    assert not Dossier.objects.filter(exhibitor=stand).exists()
    assert list(standing(fair)) == [(other.pk, buyer.pk)]


def test_a_visitor_who_has_left_is_known_and_listed_no_more(fair):
    stand, gone, buyer = people.stand(fair), people.visitor(fair), people.visitor(fair)
    people.matched(fair)
    Participant.objects.filter(pk=gone.participant_id).update(status="left", left_at=LATER)
    refresh_visitor(gone.pk, fair, at=LATER)
    assert not Dossier.objects.filter(profile=gone).exists()
    assert list(standing(fair)) == [(stand.pk, buyer.pk)]


def test_whoever_has_no_time_left_is_on_no_list(fair):
    stand, buyer = people.stand(fair), people.visitor(fair)
    make.slots(fair, 2)
    people.matched(fair)
    assert Pairing.objects.count() == 1
    make.laid_out(buyer.participant)  # with an agenda in which nothing is open
    refresh_visitor(buyer.pk, fair, at=NOW)
    assert not Pairing.objects.filter(exhibitor=stand).exists()


def test_a_full_list_takes_only_whoever_is_worth_more_than_the_last_on_it(fair, monkeypatch):
    monkeypatch.setattr(rules, "LIST_OF_STAND", 1)
    stand = people.stand(fair)
    people.visitor(fair)
    people.matched(fair)
    worse, better = people.visitor(fair, wants="7210", languages=["tr"]), people.visitor(fair, markets=["BE"])
    refresh_visitor(worse.pk, fair, at=LATER)
    refresh_visitor(better.pk, fair, at=LATER)
    assert not Pairing.objects.get(exhibitor=stand, profile=worse).is_for_stand
    assert Pairing.objects.get(exhibitor=stand, profile=better).is_for_stand


def test_the_number_of_queries_does_not_grow_with_the_others(fair, django_assert_max_num_queries):
    buyer = people.visitor(fair, looking_for="Chocolate")
    counts = []
    for more in (1, 2):
        for _ in range(more):
            people.stand(fair)
        people.matched(fair)
        with django_assert_max_num_queries(40) as caught:
            refresh_visitor(buyer.pk, fair, at=LATER)
        counts.append(len(caught))
    assert counts[0] == counts[1]


# Who is behind ----------------------------------------------------------------


def test_nobody_is_behind_after_everybody_was_matched(fair):
    people.stand(fair)
    people.visitor(fair)
    people.matched(fair)
    assert stale_in(fair) == []


def test_whoever_has_changed_what_he_says_is_behind(fair):
    stand, buyer = people.stand(fair), people.visitor(fair)
    people.matched(fair)
    index_visitors([buyer.pk], at=LATER)
    assert stale_in(fair) == [Stale(buyer.pk, None)]
    del stand


def test_whoever_has_come_since_is_behind(fair):
    people.visitor(fair)
    people.matched(fair)
    stand = people.stand(fair)
    assert stale_in(fair) == [Stale(None, stand.pk)]


def test_whoever_has_marked_somebody_is_behind(fair):
    stand, buyer = people.stand(fair), people.visitor(fair)
    people.matched(fair)
    stand.marks.create(side="stand", profile=buyer, kind="saved", at=LATER)
    assert stale_in(fair) == [Stale(None, stand.pk)]


def test_the_task_refreshes_whoever_is_behind(fair):
    buyer = people.visitor(fair)
    people.matched(fair)
    stand = people.stand(fair)
    assert tasks.refresh_the_changed() == 1
    assert order_of(buyer) == [stand]
    assert Dossier.objects.get(exhibitor=stand).scored_at is not None


def test_one_who_has_said_something_is_fresh_at_once(fair):
    stand, buyer = people.stand(fair), people.visitor(fair)
    people.matched(fair)
    for dossier in Dossier.objects.all():
        assert tasks.refresh_one(dossier.pk)
    known = Dossier.objects.values_list("exhibitor", "profile", "known_at")
    assert {row[:2] for row in known} == {(stand.pk, None), (None, buyer.pk)}
    assert all(known_at != NOW for _stand, _profile, known_at in known)
    assert not tasks.refresh_one(0)


def test_where_many_are_behind_everybody_is_matched_anew(fair, monkeypatch):
    monkeypatch.setattr(rules, "MOST_ONE_BY_ONE", 1)
    people.visitor(fair)
    people.matched(fair)
    people.stand(fair), people.stand(fair)
    assert tasks.refresh_the_changed() == 0
    assert Run.objects.filter(fair=fair, status="waiting").count() == 1
    assert tasks.refresh_the_changed() == 0  # and is not wanted twice
    assert Run.objects.filter(fair=fair, status="waiting").count() == 1


def test_one_that_fails_does_not_keep_the_others_from_being_fresh(fair, monkeypatch, caplog):
    people.visitor(fair)
    people.matched(fair)
    broken, sound = people.stand(fair), people.stand(fair)
    real = tasks.refresh_stand

    def fails_for_one(exhibitor, fair, *, at):
        if exhibitor == broken.pk:
            raise RuntimeError("as if the line to the database were cut")
        real(exhibitor, fair, at=at)

    monkeypatch.setattr(tasks, "refresh_stand", fails_for_one)
    assert tasks.refresh_the_changed() == 1
    assert Dossier.objects.filter(exhibitor=sound).exists()
    assert "could not be refreshed" in caplog.text


# Which fairs are due ----------------------------------------------------------------


def test_a_fair_without_lists_is_due(fair):
    people.stand(fair)
    assert fairs_to_match(at=NOW) == [fair]
    assert tasks.match_due_fairs() == 1
    assert Run.objects.get().status == Run.Status.DONE


def test_a_fair_that_is_closed_or_empty_is_not_due(fair):
    assert fairs_to_match(at=NOW) == []
    people.stand(fair)
    type(fair).objects.update(status="closed")
    assert fairs_to_match(at=NOW) == []


def test_a_fair_whose_lists_are_old_is_due(fair):
    people.stand(fair)
    people.matched(fair)
    assert fairs_to_match(at=NOW + rules.AGE / 2) == []
    assert fairs_to_match(at=NOW + rules.AGE * 2) == [fair]


def test_a_fair_for_which_the_organiser_has_said_something_else_is_due(fair):
    people.stand(fair)
    people.matched(fair)
    Run.objects.update(wanted_at=NOW - timedelta(minutes=5))
    Barrier.objects.create(fair=fair, asking_role="visitor", asked_role="exhibitor")
    Barrier.history.update(history_date=NOW - timedelta(minutes=10))
    assert fairs_to_match(at=NOW) == []
    Barrier.history.update(history_date=NOW)
    assert fairs_to_match(at=NOW) == [fair]


def test_a_fair_for_which_other_weights_are_written_is_due(fair):
    people.stand(fair)
    people.matched(fair)
    Run.objects.update(wanted_at=timezone.now())
    FairWeights.objects.create(fair=fair, products=1)
    assert fairs_to_match(at=timezone.now()) == [fair]


def test_a_run_whose_worker_has_died_is_begun_anew(fair):
    people.stand(fair)
    died = Run.objects.create(fair=fair, status="running", touched_at=timezone.now() - rules.PATIENCE * 2)
    assert tasks.match_everybody(died.pk) is True
    died.refresh_from_db()
    assert died.status == Run.Status.DONE


def test_a_run_that_another_worker_has_is_left_to_it(fair):
    people.stand(fair)
    busy = Run.objects.create(fair=fair, status="running", touched_at=timezone.now())
    assert tasks.match_everybody(busy.pk) is False
    busy.refresh_from_db()
    assert busy.status == Run.Status.RUNNING


def test_a_run_that_fails_says_so_and_another_may_be_wanted(fair, monkeypatch, caplog):
    people.stand(fair)

    def breaks(run, *, now):
        raise RuntimeError("as if the memory were full")

    monkeypatch.setattr(tasks, "carry_out", breaks)
    assert tasks.match_due_fairs() == 0
    assert Run.objects.get().status == Run.Status.FAILED
    assert "failed" in caplog.text


def test_two_are_paired_once(fair):
    stand, buyer = people.stand(fair), people.visitor(fair)
    people.matched(fair)
    pair = Pairing.objects.get(exhibitor=stand, profile=buyer)
    pair.pk = None
    with refused_by("paired_once"):
        pair.save()


def test_a_pairing_is_on_a_list(fair):
    stand, buyer = people.stand(fair), people.visitor(fair)
    people.matched(fair)
    with refused_by("pairing_is_on_a_list"):
        Pairing.objects.filter(exhibitor=stand, profile=buyer).update(is_for_visitor=False, is_for_stand=False)


def test_whoever_has_left_is_behind_until_nothing_is_known_of_him(fair):
    stand, buyer = people.stand(fair), people.visitor(fair)
    people.matched(fair)
    Participant.objects.filter(pk=buyer.participant_id).update(status="left", left_at=NOW)
    Exhibitor.objects.filter(pk=stand.pk).update(status="withdrawn")
    assert set(stale_in(fair)) == {Stale(buyer.pk, None), Stale(None, stand.pk)}
    tasks.refresh_the_changed()
    assert stale_in(fair) == []
    assert not Dossier.objects.exists()
