"""Somebody who takes part in fairs deletes his account."""

import pytest

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.accounts.errors import StillNeeded
from matchmaking.exhibitors.models import DirectoryEntry, Representative, TeamInvitation
from matchmaking.fairs.models import Fair, Participant
from matchmaking.visitors.models import VisitorProfile
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
Status = Participant.Status


def go(user):
    delete_account(user=user, typed_email=user.email, at=NOW)


def test_he_has_left_the_fair_and_what_he_wrote_is_gone():
    ours = make.participant(message="I am Ana, and I look for cocoa.")
    visitor = make.visitor(participant=ours, looking_for="Cocoa beans")
    visitor.looking_for = "Cocoa butter"
    visitor.save()
    declined = make.participant(user=ours.user, status=Status.DECLINED, message="Please")
    go(ours.user)
    ours.refresh_from_db()
    declined.refresh_from_db()
    assert (ours.status, ours.left_at, ours.message) == (Status.LEFT, NOW, "")
    assert (declined.status, declined.left_at, declined.message) == (Status.DECLINED, None, "")
    assert not Participant.history.filter(user=ours.user).exists()
    assert not VisitorProfile.objects.exists()
    assert not VisitorProfile.history.exists()


def test_he_speaks_for_no_stand_and_the_owners_keep_it():
    stand = make.exhibitor(company=make.company(owner=make.user()))
    seat = make.representative(exhibitor=stand, job_title="Sales")
    user = seat.participant.user
    TeamInvitation.objects.create(
        exhibitor=stand, email=user.email, digest="x", expires_at=NOW, accepted_at=NOW, accepted_by=user
    )
    go(user)
    assert not Representative.objects.exists()
    assert not Representative.history.exists()
    assert not TeamInvitation.objects.exists()
    assert DirectoryEntry.objects.get(exhibitor=stand).indexed_at == NOW


def test_the_last_organiser_of_a_fair_is_told_its_name():
    ours = make.organiser(fair=make.fair(name="Cacao Days"))
    with pytest.raises(StillNeeded) as refused:
        go(ours.user)
    assert refused.value.reasons == ["Cacao Days needs an organiser. Make somebody else an organiser first."]
    ours.refresh_from_db()
    assert ours.status == Status.APPROVED


def test_a_fair_that_is_over_needs_no_organiser():
    ours = make.organiser(fair=make.fair(status=Fair.Status.CLOSED))
    go(ours.user)
    ours.refresh_from_db()
    assert ours.status == Status.LEFT


def test_one_of_two_organisers_may_go():
    ours = make.organiser()
    make.organiser(fair=ours.fair)
    go(ours.user)
    ours.refresh_from_db()
    assert ours.status == Status.LEFT
