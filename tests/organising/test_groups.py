"""A group of participants: made, named, filled, emptied and removed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.meetings import errors
from matchmaking.meetings.actions import terms as acting
from matchmaking.meetings.models import Barrier, Group
from matchmaking.organising.views.groups import PER_PAGE
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def press(fair):
    return Group.objects.create(fair=fair, name="Press")


@pytest.fixture
def desk(fair, client):
    """An organiser of the fair, signed in."""
    client.force_login(make.organiser(fair=fair).user)
    return client


def address(group, verb="show-group"):
    return reverse(f"organising:{verb}", args=[group.fair.slug, group.pk])


def inside(group):
    return set(group.participants.all())


def test_create_group_refuses_a_name_that_is_there(fair, press):
    assert acting.create_group(fair=make.fair(), name="Press").participants.count() == 0
    with pytest.raises(errors.GroupNamedAlready):
        acting.create_group(fair=fair, name="Press")


def test_rename_group_tells_who_comes_second(fair, press):
    assert acting.rename_group(group_id=press.pk, was="Press", name="The press").name == "The press"
    assert acting.rename_group(group_id=press.pk, was="Press", name="The press").name == "The press"  # the same click
    with pytest.raises(errors.TermsChangedMeanwhile):
        acting.rename_group(group_id=press.pk, was="Press", name="Journalists")
    Group.objects.create(fair=fair, name="Newcomers")
    with pytest.raises(errors.GroupNamedAlready):
        acting.rename_group(group_id=press.pk, was="The press", name="Newcomers")


def test_remove_group_keeps_one_that_a_barrier_names(fair, press):
    barrier = acting.add_barrier(fair=fair, asked_group=press)
    with pytest.raises(errors.GroupInBarriers):
        acting.remove_group(group_id=press.pk)
    barrier.delete()
    for _ in range(2):
        acting.remove_group(group_id=press.pk)
    assert not Group.objects.exists()


def test_put_in_group_and_take_out_twice_is_once(fair, press):
    one, two = make.participant(fair=fair), make.participant(fair=fair)
    for _ in range(2):
        acting.put_in_group(group_id=press.pk, people=[one, two])
    assert inside(press) == {one, two}
    for _ in range(2):
        acting.take_out_of_group(group_id=press.pk, people=[one])
    assert inside(press) == {two}


def test_nobody_of_another_fair_is_put_in(press):
    with pytest.raises(errors.NotOfThisFair):
        acting.put_in_group(group_id=press.pk, people=[make.participant()])


def test_a_group_that_is_gone_takes_nobody(fair, press):
    Group.objects.all().delete()
    for change in (acting.put_in_group, acting.take_out_of_group):
        with pytest.raises(errors.GroupGone):
            change(group_id=press.pk, people=[make.participant(fair=fair)])
    with pytest.raises(errors.GroupGone):
        acting.rename_group(group_id=press.pk, was="Press", name="The press")


# The pages ----------------------------------------------------------------


def test_the_page_makes_a_group_and_leads_to_it(desk, fair):
    response = desk.post(reverse("organising:create-group", args=[fair.slug]), {"name": "Press"})
    assert response.url == address(Group.objects.get())
    for name, status in (("Press", 409), ("", 422), ("x" * 61, 422)):
        assert desk.post(reverse("organising:create-group", args=[fair.slug]), {"name": name}).status_code == status
    assert Group.objects.count() == 1


def test_the_page_puts_in_who_is_ticked_and_takes_out_again(desk, press):
    one, two = make.participant(fair=press.fair), make.participant(fair=press.fair)
    query = "?q=person&page=1"
    response = desk.post(address(press, "change-members") + query, {"do": "put", "participants": [one.pk, two.pk]})
    assert response.url == address(press) + query
    assert inside(press) == {one, two}
    desk.post(address(press, "change-members"), {"do": "take", "participants": [two.pk]})
    assert inside(press) == {one}
    page = desk.get(address(press) + "?within=in")
    assert [person.pk for person in page.context["page"]] == [one.pk]
    assert f'id="participant-{one.pk}"' in page.content.decode()


def test_the_page_puts_in_all_that_were_found(desk, press):
    found = [make.participant(fair=press.fair, user=make.user(name=f"Delegate {n}")) for n in range(3)]
    make.participant(fair=press.fair)
    desk.post(address(press, "change-members") + "?q=delegate", {"do": "put-all"})
    assert inside(press) == set(found)
    desk.post(address(press, "change-members") + "?within=in", {"do": "take-all"})
    assert inside(press) == set()


@pytest.mark.parametrize(
    "data", [{}, {"do": "put"}, {"do": "take"}, {"do": "dance"}, {"do": "put", "participants": "x"}]
)
def test_the_page_says_what_is_missing(desk, press, data):
    response = desk.post(address(press, "change-members"), data)
    assert response.status_code == 422
    assert 'id="problems"' in response.content.decode()


def test_nobody_of_another_fair_is_put_in_by_a_page(desk, press):
    elsewhere = make.participant()
    response = desk.post(address(press, "change-members"), {"do": "put", "participants": [elsewhere.pk]})
    assert response.status_code == 422
    assert inside(press) == set()


def test_a_group_of_another_fair_is_not_there(desk, fair):
    other = Group.objects.create(fair=make.fair(), name="Press")
    ours = reverse("organising:show-group", args=[fair.slug, other.pk])
    assert desk.get(ours).status_code == 404
    desk.post(reverse("organising:remove-group", args=[fair.slug, other.pk]))
    assert Group.objects.get() == other


def test_the_page_renames_and_removes(desk, press):
    assert desk.post(address(press, "rename-group"), {"name": "The press", "was": "Press"}).url == address(press)
    late = desk.post(address(press, "rename-group"), {"name": "Journalists", "was": "Press"})
    assert late.status_code == 409
    assert 'value="Journalists"' in late.content.decode()
    assert desk.post(address(press, "rename-group"), {"name": "", "was": "The press"}).status_code == 422
    barrier = Barrier.objects.create(fair=press.fair, asking_group=press)
    refused = desk.post(address(press, "remove-group"))
    assert refused.status_code == 409
    assert "A barrier names this group." in refused.content.decode()
    barrier.delete()
    for _ in range(2):
        terms = reverse("organising:edit-terms", args=[press.fair.slug])
        assert desk.post(address(press, "remove-group")).url == terms
    assert not Group.objects.exists()


def test_a_large_fair_comes_page_by_page(desk, press):
    people = [make.user(password="x") for _ in range(PER_PAGE)]
    for user in people:
        make.participant(fair=press.fair, user=user)
    first = desk.get(address(press))
    assert len(first.context["page"].object_list) == PER_PAGE
    assert first.context["page"].paginator.num_pages == 2
    assert 'value="put-all"' in first.content.decode()


def test_the_page_asks_as_often_for_three_as_for_one(desk, press):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(address(press)).status_code == 200
        return len(seen)

    press.participants.add(make.participant(fair=press.fair))
    asked()
    first = asked()
    press.participants.add(make.participant(fair=press.fair), make.participant(fair=press.fair))
    assert asked() == first
