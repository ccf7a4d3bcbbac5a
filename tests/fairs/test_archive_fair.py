"""A closed fair is put away, read on, and brought back."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from matchmaking.exhibitors.access import exhibitors_editable_by
from matchmaking.fairs.access import fairs_open_to, fairs_organised_by
from matchmaking.fairs.actions.fair import archive_fair, restore_fair
from matchmaking.fairs.errors import NotClosedYet
from matchmaking.fairs.rights import IN_THE_ARCHIVE, Right
from tests import make
from tests.make import NOW
from tests.organising.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return make.fair(status="closed")


def test_archive_fair_takes_a_closed_one_once(fair):
    archive_fair(fair=fair, at=NOW)
    archive_fair(fair=fair, at=NOW.replace(hour=20))
    fair.refresh_from_db()
    assert (fair.archived_at, fair.version) == (NOW, 2)
    restore_fair(fair=fair)
    fair.refresh_from_db()
    assert (fair.archived_at, fair.status) == (None, "closed")


@pytest.mark.parametrize("status", ["draft", "open", "live"])
def test_archive_fair_refuses_one_that_is_not_closed(status):
    with pytest.raises(NotClosedYet):
        archive_fair(fair=make.fair(status=status), at=NOW)


def test_an_archived_fair_is_there_for_those_who_took_part_alone(fair):
    visitor, declined = make.participant(fair=fair), make.participant(fair=fair, status="declined")
    organiser, admin = make.organiser(fair=fair, duty="analyst"), make.user(is_superuser=True)
    archive_fair(fair=fair, at=NOW)
    for user in (visitor.user, organiser.user, admin):
        assert fair in fairs_open_to(user)
    for user in (AnonymousUser(), make.user(), declined.user):
        assert fair not in fairs_open_to(user)


@pytest.mark.parametrize("right", Right)
def test_at_an_archived_fair_nothing_is_changed_any_more(fair, right):
    owner, admin = make.organiser(fair=fair).user, make.user(is_superuser=True)
    archive_fair(fair=fair, at=NOW)
    for user in (owner, admin):
        assert (fair in fairs_organised_by(user, right)) == (right in IN_THE_ARCHIVE)


def test_a_stand_at_an_archived_fair_is_prepared_no_more(fair):
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    assert seat.exhibitor in exhibitors_editable_by(seat.participant.user)
    archive_fair(fair=fair, at=NOW)
    assert seat.exhibitor not in exhibitors_editable_by(seat.participant.user)


def test_a_profile_at_an_archived_fair_is_read_and_written_no_more(client, fair):
    profile = make.visitor(participant=make.participant(fair=fair, user=make.member()))
    client.force_login(profile.participant.user)
    edit = reverse("visitors:edit-profile", args=[fair.slug])
    own = reverse("visitors:show-visitor", args=[fair.slug, profile.pk])
    assert edit in client.get(own).content.decode()
    archive_fair(fair=fair, at=NOW)
    for address in (own, reverse("fairs:home"), reverse("exhibitors:show-fair", args=[fair.slug])):
        shown = client.get(address)
        assert shown.status_code == 200
        assert edit not in shown.content.decode()
    assert client.get(edit).status_code == 404
    assert client.post(edit, {}).status_code == 404


def test_the_pages_of_an_archived_fair(client, fair):
    owner, visitor = make.organiser(fair=fair), make.participant(fair=fair)
    client.force_login(owner.user)
    assert client.post(page("archive-fair", fair)).url == reverse("organising:list-fairs")
    home = reverse("exhibitors:show-fair", args=[fair.slug])
    directory, agenda = (reverse(name, args=[fair.slug]) for name in ("exhibitors:directory", "meetings:show-agenda"))
    desk = client.get(page("organise", fair))
    assert desk.status_code == 200
    assert "Take out of the archive" in desk.content.decode()
    assert client.get(page("change-fair", fair)).status_code == 404
    assert client.post(page("change-status", fair), {"status": "live"}).status_code == 404
    assert client.get(page("list-participants", fair)).status_code == 200
    client.force_login(visitor.user)
    assert [client.get(address).status_code for address in (home, directory, agenda)] == [200, 200, 200]
    client.logout()
    assert [client.get(address).status_code for address in (home, directory)] == [404, 404]
    client.force_login(owner.user)
    assert client.post(page("restore-fair", fair)).status_code == 302
    client.logout()
    assert client.get(home).status_code == 200


def test_the_page_asks_first_and_refuses_an_open_fair(client):
    owner = make.organiser(fair=make.fair(status="open"))
    client.force_login(owner.user)
    assert client.get(page("archive-fair", owner.fair)).status_code == 200
    assert client.post(page("archive-fair", owner.fair)).status_code == 409
