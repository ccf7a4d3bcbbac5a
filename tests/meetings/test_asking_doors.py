"""The doors to whom one may ask, in plain SQL, let in whom the querysets let in, and say the same of the two."""

import pytest
from django.http import Http404

from matchmaking.accounts.models import Block
from matchmaking.companies.models import Membership
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Participant
from matchmaking.meetings import rules
from matchmaking.meetings.access import participants_asked_by, stands_asked_by, stands_spoken_for_by
from matchmaking.meetings.access.asking import stand_asked_by, visitor_asked_by
from matchmaking.meetings.models import Barrier, Group
from matchmaking.meetings.queries import team_of
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def stand(fair):
    return make.exhibitor(fair=fair)


def reader(fair, **kw):
    """Somebody who takes part, as a page knows him."""
    return make.participant(fair=fair, user=make.member(), **kw)


def standing(fair, status):
    """A stand of this status."""
    return make.exhibitor(fair=fair, status=status, decided_at=None if status == "applied" else NOW)


def found(door, me, address):
    try:
        return door(me, address)
    except Http404:
        return None


# Visitors ----------------------------------------------------------------


def speaks(who):
    make.representative(user=who.user, exhibitor=make.exhibitor(fair=who.fair))


def speaks_for_whom_he_has_left(who):
    seat = make.representative(user=who.user, exhibitor=make.exhibitor(fair=who.fair))
    Membership.objects.filter(user=who.user, company=seat.exhibitor.company).delete()


def speaks_for_a_stand_that_waits(who):
    make.representative(user=who.user, exhibitor=standing(who.fair, "applied"))


def waits(who):
    Participant.objects.filter(pk=who.pk).update(status="applied", decided_at=None)


def is_shut_out(who):
    who.user.is_active = False
    who.user.save()


OTHERS = [None, speaks, speaks_for_whom_he_has_left, speaks_for_a_stand_that_waits, waits, is_shut_out]
READERS = [["visitor"], ["exhibitor"], ["visitor", "exhibitor"], ["organiser"], ["interpreter"]]


@pytest.mark.parametrize("roles", READERS, ids="-".join)
@pytest.mark.parametrize("visibility", ["everybody", "exhibitors", "nobody"])
@pytest.mark.parametrize("happens", OTHERS)
def test_the_plain_door_lets_in_the_visitors_whom_the_queryset_lets_in(fair, roles, visibility, happens):
    me, profile = reader(fair, roles=roles), make.visitor(fair=fair, visibility=visibility)
    if happens:
        happens(profile.participant)
    allowed = participants_asked_by(me.user).filter(fair=fair, visitor_profile=profile)
    asked = found(visitor_asked_by, me, profile.pk)
    assert (asked.people if asked else []) == list(allowed)


@pytest.mark.parametrize("roles", [["visitor"], ["organiser"]], ids="-".join)
@pytest.mark.parametrize("by_me", [True, False])
def test_a_block_shuts_both_doors(fair, roles, by_me):
    me, profile = reader(fair, roles=roles), make.visitor(fair=fair)
    two = [me.user, profile.participant.user]
    blocker, blocked = two if by_me else reversed(two)
    Block.objects.create(blocker=blocker, blocked=blocked)
    assert found(visitor_asked_by, me, profile.pk) is None
    assert not participants_asked_by(me.user).filter(visitor_profile=profile).exists()


def test_an_administrator_who_takes_part_asks_whom_he_sees(fair):
    me, profile = reader(fair), make.visitor(fair=fair, visibility="nobody")
    me.user.is_superuser = True
    me.user.save()
    assert visitor_asked_by(me, profile.pk).people == list(participants_asked_by(me.user).filter(fair=fair))


def test_oneself_and_people_of_other_fairs_are_not_there(fair):
    me, elsewhere = reader(fair), make.visitor(fair=make.fair())
    own = make.visitor(participant=me)
    for profile in (own, elsewhere):
        assert found(visitor_asked_by, me, profile.pk) is None
        assert not participants_asked_by(me.user).filter(fair=fair, visitor_profile=profile).exists()


# Stands ----------------------------------------------------------------


@pytest.mark.parametrize("status", Exhibitor.Status.values)
def test_the_plain_door_lets_in_the_stands_that_the_queryset_lets_in(fair, status):
    me, stand = reader(fair), standing(fair, status)
    asked = found(stand_asked_by, me, stand.slug)
    assert ([asked.stand] if asked else []) == list(stands_asked_by(me.user).filter(fair=fair, slug=stand.slug))


def test_a_stand_of_another_fair_is_not_there(fair):
    assert found(stand_asked_by, reader(fair), make.exhibitor(fair=make.fair()).slug) is None


def test_the_team_is_that_of_the_queryset_in_its_order(fair, stand):
    seats = [make.representative(exhibitor=stand, position=position) for position in (2, 0, 1)]
    for happens in (waits, is_shut_out):
        happens(make.representative(exhibitor=stand).participant)
    gone = make.representative(exhibitor=stand)
    Membership.objects.filter(user=gone.participant.user, company=stand.company).delete()
    asked = stand_asked_by(reader(fair), stand.slug)
    assert asked.people == team_of(stand) == [seats[n].participant for n in (1, 2, 0)]
    assert [person.user for person in asked.people] == [person.user for person in team_of(stand)]


def test_a_stand_without_a_team_is_there_without_people(fair, stand):
    asked = stand_asked_by(reader(fair), stand.slug)
    assert (asked.stand, asked.people, asked.asked) == (stand, [], [])
    assert asked.stand.company.name == stand.company.name
    assert (asked.stand.hall_id, asked.stand.status) == (stand.hall_id, stand.status)


# What there is between the two ----------------------------------------------------------------


def test_what_is_said_of_the_two_is_theirs(fair, stand):
    seat, me = make.representative(exhibitor=stand), reader(fair)
    mine, theirs = (Group.objects.create(fair=fair, name=name) for name in ("Mine", "Theirs"))
    mine.participants.add(me)
    theirs.participants.add(seat.participant)
    Barrier.objects.create(fair=fair, asking_role="visitor", asked_group=theirs)
    Barrier.objects.create(fair=make.fair(), asking_role="visitor")
    make.stand_terms(exhibitor=stand, books_directly=True)
    wait = make.wait(fair=fair, waiting=me, wanted_stand=stand)
    asked = stand_asked_by(me, stand.slug)
    assert (asked.books_directly, asked.wait) == (True, wait.pk)
    assert asked.asking == rules.Person(me.roles, [mine.pk])
    assert asked.asked == [rules.Person(seat.participant.roles, [theirs.pk])]
    assert asked.barriers == [
        {"asking_role": "visitor", "asking_group_id": None, "asked_role": "", "asked_group_id": theirs.pk}
    ]


def test_a_place_on_a_list_that_is_over_or_somebody_elses_is_not_mine(fair, stand):
    make.representative(exhibitor=stand)
    me, profile = reader(fair), make.visitor(fair=fair)
    make.wait(fair=fair, wanted_stand=stand)
    make.wait(fair=fair, waiting=me, wanted=profile.participant, status="withdrawn")
    assert stand_asked_by(me, stand.slug).wait is None
    assert visitor_asked_by(me, profile.pk).wait is None


def test_my_stands_are_those_of_the_queryset_at_this_fair(fair, stand):
    make.representative(exhibitor=stand)
    me = reader(fair, roles=["exhibitor"])
    for name in ("Zuidhof", "Abeille"):
        make.representative(exhibitor=make.exhibitor(fair=fair, company=make.company(name=name)), user=me.user)
    speaks_for_whom_he_has_left(me)
    speaks_for_a_stand_that_waits(me)
    speaks(make.participant(fair=make.fair(), user=me.user))
    asked = stand_asked_by(me, stand.slug)
    assert list(asked.mine) == list(stands_spoken_for_by(me.user).filter(fair=fair))
    assert [mine.company.name for mine in asked.mine] == ["Abeille", "Zuidhof"]


def test_each_door_is_one_query(fair, stand, django_assert_num_queries):
    profile, me = make.visitor(fair=fair), reader(fair)
    for _ in range(3):
        make.representative(exhibitor=stand)
    for door, address in ((stand_asked_by, stand.slug), (visitor_asked_by, profile.pk)):
        with django_assert_num_queries(1):
            asked = door(me, address)
            assert [str(person.user) for person in asked.people]


def test_whoever_is_not_let_in_has_no_business_at_the_door(fair, stand):
    with pytest.raises(AssertionError):
        stand_asked_by(reader(fair, status="applied", decided_at=None), stand.slug)
