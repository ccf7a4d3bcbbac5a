"""Somebody of a support organisation vouches for a stand, once, and takes it back."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.discovery.models import Dossier, Pairing
from matchmaking.discovery.queries.stale import Stale, stale_in
from matchmaking.fairs.models import Participant
from matchmaking.trust.actions import endorsing
from matchmaking.trust.actions.endorsing import endorse, withdraw
from matchmaking.trust.actions.parting import part
from matchmaking.trust.errors import NothingToWithdraw, OwnCompany
from matchmaking.trust.models import Endorsement
from matchmaking.trust.queries import endorsers_of
from tests import make
from tests.discovery import people
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
SUPPORT = [Participant.Role.SUPPORT]


class World:
    """A stand, and the attaché of a chamber."""

    def __init__(self):
        self.fair = make.fair()
        self.stand = people.stand(self.fair)
        self.attache = make.participant(fair=self.fair, user=make.user(name="Thibault Courbrise"), roles=SUPPORT)
        make.company(name="Chamber of Liège", owner=self.attache.user)

    @property
    def address(self):
        return f"/fairs/{self.fair.slug}/exhibitors/{self.stand.slug}/endorse/"

    @property
    def page(self):
        return f"/fairs/{self.fair.slug}/exhibitors/{self.stand.slug}/"


@pytest.fixture
def world():
    return World()


def test_endorse_says_who_vouches_and_why(world):
    endorse(stand=world.stand, endorser=world.attache, words="Fiable", language="fr", at=NOW)
    assert endorsers_of([world.stand]) == {world.stand.pk: ["Chamber of Liège"]}
    assert list(Endorsement.objects.values_list("words", "language", "withdrawn_at")) == [("Fiable", "fr", None)]


def test_endorse_again_changes_the_words(world):
    endorse(stand=world.stand, endorser=world.attache, words="Good", at=NOW)
    endorse(stand=world.stand, endorser=world.attache, words="Very good", at=NOW)
    assert list(Endorsement.objects.values_list("words", flat=True)) == ["Very good"]


def test_nobody_vouches_for_his_own_company(world):
    make.membership(company=world.stand.company, user=world.attache.user)
    with pytest.raises(OwnCompany):
        endorse(stand=world.stand, endorser=world.attache, at=NOW)


def test_withdraw_ends_it_and_leaves_it_in_the_past(world):
    endorse(stand=world.stand, endorser=world.attache, at=NOW)
    withdraw(stand=world.stand, endorser=world.attache, at=NOW)
    assert endorsers_of([world.stand]) == {}
    assert Endorsement.objects.get().withdrawn_at == NOW
    with pytest.raises(NothingToWithdraw):
        withdraw(stand=world.stand, endorser=world.attache, at=NOW)
    endorse(stand=world.stand, endorser=world.attache, at=NOW)
    assert endorsers_of([world.stand]) == {world.stand.pk: ["Chamber of Liège"]}


@pytest.mark.parametrize("change", [{"status": "left", "left_at": NOW}, {"roles": ["visitor"]}])
def test_whoever_supports_nobody_any_more_vouches_for_nobody(world, change):
    endorse(stand=world.stand, endorser=world.attache, at=NOW)
    Participant.objects.filter(pk=world.attache.pk).update(**change)
    assert endorsers_of([world.stand]) == {}


# The pages ----------------------------------------------------------------


def test_the_stands_page_says_who_vouches_for_it(world, client):
    endorse(stand=world.stand, endorser=world.attache, words="<b>Fiable</b>", language="fr", at=NOW)
    page = client.get(world.page).content.decode()
    assert "Chamber of Liège" in page
    assert '<blockquote class="likeness__said" lang="fr" dir="ltr">&lt;b&gt;Fiable&lt;/b&gt;</blockquote>' in page
    assert world.address not in page  # a passer-by is not asked to


def test_vouching_and_taking_it_back(world, client):
    client.force_login(world.attache.user)
    assert world.address in client.get(world.page).content.decode()
    answer = client.post(world.address, {"words": "Reliable", "language": "en"})
    assert answer.headers["Location"] == world.page
    assert "Reliable" in client.get(world.address).content.decode()
    client.post(f"{world.address}withdraw/")
    assert endorsers_of([world.stand]) == {}
    assert client.post(f"{world.address}withdraw/").status_code == 302  # and a second time it is told, not a fault


@pytest.mark.parametrize("sent", [{"words": "x" * 301, "language": "en"}, {"words": "", "language": "xx"}, {}])
def test_what_cannot_be_meant_is_told_at_the_field_and_nothing_is_lost(world, client, sent):
    client.force_login(world.attache.user)
    answer = client.post(world.address, sent)
    assert answer.status_code == 422
    assert 'class="field__errors"' in answer.content.decode()
    assert sent.get("words", "") in answer.content.decode()
    assert not Endorsement.objects.exists()


def test_vouching_for_ones_own_company_is_refused_in_words(world, client):
    make.membership(company=world.stand.company, user=world.attache.user)
    client.force_login(world.attache.user)
    answer = client.post(world.address, {"language": "en"})
    assert answer.status_code == 409
    assert "Nobody vouches for his own company." in answer.content.decode()


def test_only_those_who_support_exporters_at_this_fair_find_the_page(world, client):
    visitor = make.participant(fair=world.fair)
    elsewhere = make.participant(roles=SUPPORT)
    waiting = make.participant(fair=world.fair, roles=SUPPORT, status="applied", decided_at=None)
    for who in (visitor, elsewhere, waiting):
        client.force_login(who.user)
        assert client.get(world.address).status_code == 404
        assert client.post(world.address, {"language": "en"}).status_code == 404


def test_a_stand_that_is_not_approved_is_not_there(world, client):
    type(world.stand).objects.update(status="withdrawn")
    client.force_login(world.attache.user)
    assert client.get(world.address).status_code == 404


def test_the_number_of_queries_does_not_grow_with_those_who_vouch(world, client):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            endorse(stand=world.stand, endorser=make.participant(fair=world.fair, roles=SUPPORT), at=NOW)
        client.get(world.page)
        with CaptureQueriesContext(connection) as caught:
            client.get(world.page)
        counts.append(len(caught))
    assert counts[0] == counts[1]


# What it does to suggestions ----------------------------------------------------------------


def test_whoever_is_vouched_for_is_suggested_with_that_as_a_reason(world, client):
    other = people.stand(world.fair)
    buyer = people.visitor(world.fair)
    endorse(stand=world.stand, endorser=world.attache, at=NOW)
    people.matched(world.fair)
    views = {p.exhibitor: p.visitor_view for p in Pairing.objects.filter(profile=buyer)}
    assert views[world.stand] > views[other]
    client.force_login(buyer.participant.user)
    assert "Vouched for by Chamber of Liège" in client.get(f"/fairs/{world.fair.slug}/discover/").content.decode()
    client.force_login(world.stand.representatives.get().participant.user)
    page = client.get(f"/fairs/{world.fair.slug}/discover/").content.decode()
    assert "You are vouched for by Chamber of Liège" in page


def test_the_list_is_behind_as_soon_as_somebody_vouches_or_does_not_any_more(world):
    people.visitor(world.fair)
    people.matched(world.fair)
    later = NOW.replace(hour=10)
    endorse(stand=world.stand, endorser=world.attache, at=later)
    assert stale_in(world.fair) == [Stale(None, world.stand.pk)]
    Dossier.objects.update(known_at=later)
    assert stale_in(world.fair) == []
    withdraw(stand=world.stand, endorser=world.attache, at=later.replace(hour=11))
    assert stale_in(world.fair) == [Stale(None, world.stand.pk)]


# What the database keeps ----------------------------------------------------------------


def test_the_same_person_vouches_once_at_a_time(world):
    endorse(stand=world.stand, endorser=world.attache, at=NOW)
    with refused_by("endorsed_once_at_a_time_by_the_same_person"):
        Endorsement.objects.create(exhibitor=world.stand, endorser=world.attache)


def test_an_endorsement_is_withdrawn_after_it_was_given(world):
    with refused_by("endorsement_is_withdrawn_after_it_was_given"):
        Endorsement.objects.create(
            exhibitor=world.stand, endorser=world.attache, at=NOW, withdrawn_at=NOW.replace(hour=1)
        )


def both_press(world, monkeypatch):
    """He presses twice, and each press sees that he does not vouch yet."""
    barrier, real, problems = threading.Barrier(2, timeout=10), endorsing._say_anew, []
    passed = set()

    def look(mine, said):
        found = real(mine, said)
        if threading.get_ident() not in passed:
            passed.add(threading.get_ident())
            barrier.wait()
        return found

    def press():
        try:
            endorse(stand=world.stand, endorser=world.attache, words="Good", at=NOW)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    monkeypatch.setattr(endorsing, "_say_anew", look)
    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_whoever_presses_twice_vouches_once(monkeypatch):
    world = World()
    assert both_press(world, monkeypatch) == []
    assert Endorsement.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_he_would_vouch_twice(monkeypatch):
    world, name = World(), "endorsed_once_at_a_time_by_the_same_person"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {name}")
    try:
        both_press(world, monkeypatch)
        assert Endorsement.objects.count() == 2
    finally:
        Endorsement.objects.all().delete()
        with connection.cursor() as cursor:
            columns = "(exhibitor_id, endorser_id) WHERE withdrawn_at IS NULL"
            cursor.execute(f"CREATE UNIQUE INDEX {name} ON trust_endorsement {columns}")


def test_whoever_deletes_his_account_takes_what_he_said_with_him(world):
    endorse(stand=world.stand, endorser=world.attache, words="Reliable", at=NOW)
    assert part(user=world.attache.user, at=NOW) == []
    assert not Endorsement.objects.exists()
    assert not Endorsement.history.exists()
