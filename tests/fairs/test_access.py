import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from matchmaking.fairs.access import fair_context, open_fair, organised_fair, participants_open_to
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


@pytest.mark.parametrize("status", [Fair.Status.OPEN, Fair.Status.LIVE, Fair.Status.CLOSED])
def test_open_fair_lets_everybody_in_once_it_is_published(status):
    fair = make.fair(status=status)
    assert open_fair(request_of(AnonymousUser()), fair.slug) == fair


def test_open_fair_hides_a_draft_from_all_but_its_organisers():
    fair = make.fair(status=Fair.Status.DRAFT)
    alice, charlie = make.organiser(fair=fair).user, make.organiser().user
    assert open_fair(request_of(alice), fair.slug) == fair
    assert open_fair(request_of(make.user(is_superuser=True)), fair.slug) == fair
    for stranger in (AnonymousUser(), charlie, make.participant(fair=fair).user):
        with pytest.raises(Http404):
            open_fair(request_of(stranger), fair.slug)


@pytest.mark.parametrize("status", [s for s in Participant.Status if s != Participant.Status.APPROVED])
def test_organised_fair_is_for_approved_organisers_only(status):
    fair = make.fair()
    stamps = {
        "decided_at": None if status == Participant.Status.APPLIED else NOW,
        "left_at": NOW if status == Participant.Status.LEFT else None,
    }
    former = make.organiser(fair=fair, status=status, **stamps)
    for stranger in (
        AnonymousUser(),
        make.user(),
        make.participant(fair=fair).user,
        make.organiser().user,
        former.user,
    ):
        with pytest.raises(Http404):
            organised_fair(request_of(stranger), fair.slug, Right.SEE)
    assert organised_fair(request_of(make.organiser(fair=fair).user), fair.slug, Right.SEE) == fair


def test_fair_context_knows_the_reader(django_assert_num_queries):
    fair = make.fair()
    visitor, organiser = make.participant(fair=fair), make.organiser(fair=fair)
    admin = make.user(is_superuser=True)
    with django_assert_num_queries(1):
        seen = fair_context(request_of(visitor.user), fair)
    assert seen == {"fair": fair, "participant": visitor, "may_organise": False, "rights": frozenset()}
    for everything in (fair_context(request_of(organiser.user), fair), fair_context(request_of(admin), fair)):
        assert (everything["may_organise"], everything["rights"]) == (True, frozenset(Right))
    with django_assert_num_queries(0):
        seen = fair_context(request_of(AnonymousUser()), fair)
    assert seen == {"fair": fair, "participant": None, "may_organise": False, "rights": frozenset()}


def test_participants_are_open_to_themselves_and_to_their_organisers():
    fair = make.fair()
    alice, bob, organiser = make.participant(fair=fair), make.participant(fair=fair), make.organiser(fair=fair)
    make.participant()
    assert set(participants_open_to(alice.user)) == {alice}
    assert set(participants_open_to(organiser.user)) == {alice, bob, organiser}
    assert not participants_open_to(AnonymousUser()).exists()
