"""The door of a fair's busiest pages is written in SQL by hand: it opens to whom `fairs_open_to` opens."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from matchmaking.fairs.access import fair_context, fair_page, fairs_open_to
from matchmaking.fairs.models import Fair, Participant
from tests import make

pytestmark = pytest.mark.django_db
Role, Status = Participant.Role, Participant.Status


def readers(fair):
    yield AnonymousUser()
    yield make.user()
    yield make.user(is_superuser=True, is_staff=True)
    for roles in ([Role.VISITOR], [Role.EXHIBITOR], [Role.ORGANISER], [Role.VISITOR, Role.ORGANISER]):
        yield make.participant(fair=fair, roles=roles).user
        yield make.participant(fair=make.fair(), roles=roles).user
    yield make.participant(fair=fair, roles=[Role.ORGANISER], status=Status.APPLIED, decided_at=None).user


@pytest.mark.parametrize("status", Fair.Status.values)
def test_the_page_opens_to_whom_the_door_opens(rf, status):
    fair = make.fair(status=status)
    for user in readers(fair):
        request = rf.get("/")
        request.user = user
        if fairs_open_to(user).filter(pk=fair.pk).exists():
            assert fair_page(request, fair.slug) == fair_context(request, fair)
        else:
            with pytest.raises(Http404):
                fair_page(request, fair.slug)


def test_a_page_of_no_fair_is_not_found(rf, django_assert_num_queries):
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(Http404), django_assert_num_queries(1):
        fair_page(request, "nowhere")
