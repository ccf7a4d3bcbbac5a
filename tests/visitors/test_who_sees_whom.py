"""Nobody who should not see a profile can find it: the same matrix for the page, the directory and its counts."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from matchmaking.accounts.models import Block
from matchmaking.fairs.models import Participant
from matchmaking.visitors.access import are_still_open_to, entries_open_to, profiles_open_to, viewer_of
from matchmaking.visitors.actions.indexing import index_visitors
from matchmaking.visitors.models import VisitorProfile
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db

Role, Status, Visibility = Participant.Role, Participant.Status, VisitorProfile.Visibility

STAMPS = {
    Status.APPLIED: {"decided_at": None},
    Status.APPROVED: {"decided_at": NOW},
    Status.DECLINED: {"decided_at": NOW},
    Status.LEFT: {"decided_at": NOW, "left_at": NOW},
}
VIEWERS = {
    "visitor": lambda fair: make.participant(fair=fair).user,
    "exhibitor": lambda fair: make.participant(fair=fair, roles=[Role.EXHIBITOR]).user,
    "interpreter": lambda fair: make.participant(fair=fair, roles=[Role.INTERPRETER]).user,
    "organiser": lambda fair: make.organiser(fair=fair).user,
    "superuser": lambda fair: make.user(is_superuser=True),
    "waiting exhibitor": lambda fair: at(fair, Status.APPLIED),
    "declined exhibitor": lambda fair: at(fair, Status.DECLINED),
    "exhibitor who left": lambda fair: at(fair, Status.LEFT),
    "organiser who left": lambda fair: at(fair, Status.LEFT, Role.ORGANISER),
    "exhibitor of another fair": lambda fair: make.participant(roles=[Role.EXHIBITOR]).user,
    "organiser of another fair": lambda fair: make.organiser().user,
    "stranger": lambda fair: make.user(),
}
SEEN_BY = {
    Visibility.EVERYBODY: {"visitor", "exhibitor", "interpreter", "organiser", "superuser"},
    Visibility.EXHIBITORS: {"exhibitor", "organiser", "superuser"},
    Visibility.NOBODY: {"organiser", "superuser"},
}
INSIDE = ["visitor", "exhibitor", "interpreter", "organiser", "superuser"]  # in one order for every worker


def at(fair, status, role=Role.EXHIBITOR):
    return make.participant(fair=fair, roles=[role], status=status, **STAMPS[status]).user


def found_by(client, viewer, profile):
    """Whether the viewer meets the profile: on its page, in the directory, by its words and in the counts."""
    client.force_login(viewer)
    fair = profile.participant.fair
    page = client.get(reverse("visitors:show-visitor", kwargs={"fair": fair.slug, "pk": profile.pk}))
    assert page.status_code in (200, 404)
    address = reverse("visitors:directory", kwargs={"fair": fair.slug})
    seen = [page.status_code == 200]
    for query in ("", "?q=zanzibarium", "?q=zanzibariun", "?country=TZ", "?chapter=18", "?sort=name&page=7"):
        answer = client.get(address + query)
        assert answer.status_code in (200, 409)
        html = answer.content.decode()
        here = f'id="visitor-{profile.pk}"' in html
        assert ('value="TZ"' in html and not re.search(r'value="TZ" checked>.*?facet__count">0<', html)) == here
        assert "Zanzibarium" not in html or here
        assert "?q=zanzibarium" not in html or here or query == "?q=zanzibarium"
        seen.append(here)
    assert len(set(seen[1:])) == 1, seen
    return seen[0], seen[1]


@pytest.fixture
def profile():
    profile = make.visitor(country="TZ", looking_for="Zanzibarium", visibility=Visibility.EVERYBODY)
    profile.sought.create(code=make.hs_code("1806"))
    index_visitors([profile.pk], at=NOW)
    return profile


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("visibility", Visibility)
def test_visibility(client, profile, visibility, viewer):
    VisitorProfile.objects.filter(pk=profile.pk).update(visibility=visibility)
    user = VIEWERS[viewer](profile.participant.fair)
    expected = viewer in SEEN_BY[visibility]
    assert found_by(client, user, profile) == (expected, expected)
    assert (profile in profiles_open_to(user)) is expected


@pytest.mark.parametrize("viewer", INSIDE)
@pytest.mark.parametrize("status", [Status.APPLIED, Status.DECLINED, Status.LEFT])
def test_who_waits_was_declined_or_left_is_hidden(client, profile, status, viewer):
    user = VIEWERS[viewer](profile.participant.fair)
    assert found_by(client, user, profile) == (True, viewer in SEEN_BY[profile.visibility])
    Participant.objects.filter(pk=profile.participant_id).update(status=status, **STAMPS[status])
    assert found_by(client, user, profile) == (viewer in ("organiser", "superuser"), False)


@pytest.mark.parametrize("viewer", INSIDE)
def test_whose_account_is_shut_is_hidden(client, profile, viewer):
    user = VIEWERS[viewer](profile.participant.fair)
    type(user).objects.filter(pk=profile.participant.user_id).update(is_active=False)
    assert found_by(client, user, profile) == (viewer in ("organiser", "superuser"), False)


@pytest.mark.parametrize("viewer", INSIDE)
@pytest.mark.parametrize("turned", [False, True], ids=["blocked by the viewer", "has blocked the viewer"])
def test_a_block_hides_both_ways(client, profile, turned, viewer):
    user = VIEWERS[viewer](profile.participant.fair)
    found_by(client, user, profile)
    pair = [user, profile.participant.user]
    blocker, blocked = reversed(pair) if turned else pair
    Block.objects.create(blocker=blocker, blocked=blocked)
    sees = viewer in ("organiser", "superuser")
    assert found_by(client, user, profile) == (sees, sees)


def test_a_block_of_others_changes_nothing(client, profile):
    user = VIEWERS["visitor"](profile.participant.fair)
    Block.objects.create(blocker=user, blocked=make.user())
    assert found_by(client, user, profile) == (True, True)


@pytest.mark.parametrize("visibility", Visibility)
def test_everybody_sees_himself(client, profile, visibility):
    VisitorProfile.objects.filter(pk=profile.pk).update(visibility=visibility)
    assert found_by(client, profile.participant.user, profile) == (True, True)


@pytest.mark.parametrize(
    ("status", "sees_himself"), [(Status.APPLIED, True), (Status.DECLINED, False), (Status.LEFT, False)]
)
def test_who_is_not_let_in_sees_himself_at_most(client, profile, status, sees_himself):
    Participant.objects.filter(pk=profile.participant_id).update(status=status, **STAMPS[status])
    assert found_by(client, profile.participant.user, profile) == (sees_himself, False)


def test_a_cached_page_does_not_outlive_a_decision_to_hide(client, profile):
    """Others have just seen the page; then the profile is hidden by a hand that does not index."""
    user = VIEWERS["visitor"](profile.participant.fair)
    assert found_by(client, user, profile) == (True, True)
    VisitorProfile.objects.filter(pk=profile.pk).update(visibility=Visibility.NOBODY)
    assert found_by(client, user, profile) == (False, False)


def test_strangers_sign_in_first(client, profile):
    fair = profile.participant.fair
    for address in (
        reverse("visitors:directory", kwargs={"fair": fair.slug}),
        reverse("visitors:show-visitor", kwargs={"fair": fair.slug, "pk": profile.pk}),
        reverse("visitors:edit-profile", kwargs={"fair": fair.slug}),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))
    assert not profiles_open_to(AnonymousUser()).exists()


def test_a_profile_is_not_found_under_another_fair(client, profile):
    client.force_login(make.user(is_superuser=True))
    address = reverse("visitors:show-visitor", kwargs={"fair": make.fair().slug, "pk": profile.pk})
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("viewer", sorted(INSIDE))
def test_the_directory_is_the_door_for_those_who_were_let_in(profile, viewer):
    """The three ways of asking agree, person by person."""
    fair = profile.participant.fair
    for visibility in Visibility:
        for status in Status:
            participant = make.participant(fair=fair, status=status, **STAMPS[status])
            make.visitor(participant=participant, visibility=visibility)
    index_visitors(VisitorProfile.objects.values_list("pk", flat=True), at=NOW)
    user = VIEWERS[viewer](fair)
    seen = viewer_of(user, fair, Participant.objects.filter(fair=fair, user=user).first())
    let_in = profiles_open_to(user).filter(participant__fair=fair, participant__status=Status.APPROVED)
    found = set(entries_open_to(seen).values_list("pk", flat=True))
    assert found == set(let_in.values_list("pk", flat=True))
    if seen.kind:
        everybody = set(VisitorProfile.objects.values_list("pk", flat=True))
        assert {pk for pk in everybody if are_still_open_to(seen, [pk])} == found
        assert are_still_open_to(seen, sorted(found))
        assert not are_still_open_to(seen, sorted(everybody))
