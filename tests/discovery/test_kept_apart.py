"""Who is never suggested to whom, whatever the scores say."""

import pytest

from matchmaking.accounts.models import Block
from matchmaking.companies.models import Membership
from matchmaking.discovery.actions.refreshing import refresh_visitor
from matchmaking.discovery.models import Dossier, Pairing
from matchmaking.discovery.queries.apart import kept_apart
from matchmaking.fairs.models import Participant
from matchmaking.meetings.models import Barrier, Group
from matchmaking.visitors.models import VisitorProfile
from tests import make
from tests.discovery import people
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def stand(fair):
    return people.stand(fair)


@pytest.fixture
def buyer(fair):
    return people.visitor(fair)


def speaker(stand):
    return stand.representatives.earliest("pk").participant.user


def lists(stand, buyer):
    """Whether the stand is on the buyer's list, and the buyer on the stand's."""
    pair = Pairing.objects.filter(exhibitor=stand, profile=buyer).first()
    return (pair.is_for_visitor, pair.is_for_stand) if pair else (False, False)


def is_shown(client, fair, user, other):
    client.force_login(user)
    return f'id="match-{other.pk}"' in client.get(f"/fairs/{fair.slug}/discover/").content.decode()


def test_nothing_keeps_them_apart(fair, stand, buyer, client):
    people.matched(fair)
    assert lists(stand, buyer) == (True, True)
    assert is_shown(client, fair, buyer.participant.user, stand)
    assert is_shown(client, fair, speaker(stand), buyer)


@pytest.mark.parametrize("who_blocks", ["the visitor", "the speaker"])
def test_whoever_has_blocked_the_other_is_shown_to_neither(fair, stand, buyer, client, who_blocks):
    people.matched(fair)
    sides = (buyer.participant.user, speaker(stand))
    blocker, blocked = sides if who_blocks == "the visitor" else sides[::-1]
    Block.objects.create(blocker=blocker, blocked=blocked)
    # At once, although the lists are older …
    assert not is_shown(client, fair, buyer.participant.user, stand)
    assert not is_shown(client, fair, speaker(stand), buyer)
    client.force_login(buyer.participant.user)
    assert client.get(f"/fairs/{fair.slug}/discover/visitor/{stand.pk}/why/").status_code == 404
    # … and then on no list either.
    people.matched(fair)
    assert lists(stand, buyer) == (False, False)


def test_a_block_of_one_of_a_team_keeps_the_whole_team_away(fair, stand, buyer, client):
    people.matched(fair)
    colleague = make.representative(exhibitor=stand).participant.user
    Block.objects.create(blocker=buyer.participant.user, blocked=colleague)
    assert not is_shown(client, fair, speaker(stand), buyer)
    people.matched(fair)
    assert lists(stand, buyer) == (False, False)


def test_a_block_of_others_keeps_nobody_else_apart(fair, stand, buyer):
    Block.objects.create(blocker=buyer.participant.user, blocked=make.user())
    people.matched(fair)
    assert lists(stand, buyer) == (True, True)


def test_nobody_is_suggested_his_own_company(fair, stand, buyer):
    Membership.objects.create(company=stand.company, user=buyer.participant.user)
    people.matched(fair)
    assert lists(stand, buyer) == (False, False)


def test_nobody_is_suggested_the_company_that_his_profile_names(fair, stand, buyer):
    VisitorProfile.objects.update(company=stand.company)
    people.matched(fair)
    assert lists(stand, buyer) == (False, False)


def test_whoever_speaks_for_a_stand_is_not_suggested_to_it(fair, stand):
    both = make.visitor(participant=stand.representatives.get().participant)
    people.matched(fair)
    assert lists(stand, both) == (False, False)


def test_whoever_makes_the_first_step_himself_has_a_list_and_is_on_none(fair, stand, client):
    shy = people.visitor(fair, visibility="nobody")
    people.matched(fair)
    assert lists(stand, shy) == (True, False)


def test_whoever_hides_since_is_shown_no_more(fair, stand, buyer, client):
    people.matched(fair)
    VisitorProfile.objects.filter(pk=buyer.pk).update(visibility="nobody")
    assert not is_shown(client, fair, speaker(stand), buyer)


def test_whoever_has_left_is_shown_no_more(fair, stand, buyer, client):
    people.matched(fair)
    Participant.objects.filter(pk=buyer.participant_id).update(status="left", left_at=NOW)
    assert not is_shown(client, fair, speaker(stand), buyer)


def test_a_stand_that_is_withdrawn_is_shown_no_more(fair, stand, buyer, client):
    people.matched(fair)
    type(stand).objects.filter(pk=stand.pk).update(status="withdrawn")
    assert not is_shown(client, fair, buyer.participant.user, stand)


def test_a_stand_for_which_nobody_speaks_is_suggested_to_nobody(fair, stand, buyer):
    stand.representatives.all().delete()
    people.matched(fair)
    assert lists(stand, buyer) == (False, False)


def test_whoever_may_not_ask_is_not_told_whom_to_ask(fair, stand, buyer):
    Barrier.objects.create(fair=fair, asking_role="visitor", asked_role="exhibitor")
    people.matched(fair)
    assert lists(stand, buyer) == (False, True)


def test_where_neither_may_ask_the_other_there_is_no_match(fair, stand, buyer):
    Barrier.objects.create(fair=fair, asking_role="visitor", asked_role="exhibitor")
    Barrier.objects.create(fair=fair, asking_role="exhibitor", asked_role="visitor")
    people.matched(fair)
    assert lists(stand, buyer) == (False, False)


def test_a_barrier_about_a_group_is_about_that_group_alone(fair, stand, buyer):
    other = people.visitor(fair)
    press = Group.objects.create(fair=fair, name="Press")
    press.participants.add(other.participant)
    Barrier.objects.create(fair=fair, asking_role="exhibitor", asked_group=press)
    people.matched(fair)
    assert (lists(stand, buyer), lists(stand, other)) == ((True, True), (True, False))


def test_a_stand_without_a_team_may_not_be_asked_whatever_the_barriers_are(fair, stand, buyer):
    press = Group.objects.create(fair=fair, name="Press")
    Barrier.objects.create(fair=fair, asking_role="exhibitor", asked_group=press)
    stand.representatives.all().delete()
    other = people.stand(fair)
    people.matched(fair)
    dossiers = [Dossier.objects.get(exhibitor=one) for one in (stand, other)]
    apart = kept_apart(fair, dossiers, [Dossier.objects.get(profile=buyer)])
    assert apart.closed_to_visitor.tolist() == [[True], [False]]
    assert (apart.closed_to_stand.any(), apart.excluded.any()) == (False, False)
    assert (lists(stand, buyer), lists(other, buyer)) == ((False, False), (True, True))


def test_nobody_is_kept_apart_where_nobody_is(fair):
    apart = kept_apart(fair, [], [])
    assert apart.excluded.shape == apart.closed_to_stand.shape == apart.closed_to_visitor.shape == (0, 0)


def test_one_who_is_refreshed_is_kept_apart_in_the_same_way(fair, stand, buyer):
    people.matched(fair)
    Block.objects.create(blocker=buyer.participant.user, blocked=speaker(stand))
    refresh_visitor(buyer.pk, fair, at=NOW)
    assert lists(stand, buyer) == (False, False)
