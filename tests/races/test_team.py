"""Two owners give up their fair at once: one of them keeps it."""

import pytest

from matchmaking.fairs import queries
from matchmaking.fairs.actions import team
from matchmaking.fairs.errors import LastOrganiser
from matchmaking.fairs.models import OrganiserInvitation, Participant
from tests import make
from tests.make import NOW
from tests.races.test_fairs import race, together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
DEEDS = {
    "change_duty": lambda owner: team.change_duty(organiser=owner, duty="helper", at=NOW),
    "remove_organiser": lambda owner: team.remove_organiser(organiser=owner, at=NOW),
}


def give_up_together(monkeypatch, one, other):
    fair = make.fair()
    owners = [make.organiser(fair=fair) for _ in range(2)]
    together(monkeypatch, queries, "other_owners", patience=1)
    outcomes = race(
        *[lambda o=owner, deed=deed: DEEDS[deed](o) for owner, deed in zip(owners, (one, other), strict=True)]
    )
    left = Participant.objects.filter(fair=fair, status="approved", duty="owner").count()
    return outcomes, left


@pytest.mark.parametrize(("one", "other"), [("change_duty", "change_duty"), ("change_duty", "remove_organiser")])
def test_of_two_owners_who_give_up_at_once_one_stays(monkeypatch, one, other):
    outcomes, left = give_up_together(monkeypatch, one, other)
    assert left == 1
    assert sum(isinstance(outcome, LastOrganiser) for outcome in outcomes) == 1


def test_without_the_lock_both_would_go(monkeypatch):
    def unheld(participant):
        return Participant.objects.get(pk=participant.pk)

    monkeypatch.setattr(team, "hold_participant", unheld)
    _outcomes, left = give_up_together(monkeypatch, "change_duty", "change_duty")
    assert left == 0


def test_two_clicks_on_one_invitation_make_one_organiser():
    invitation = make.organiser_invitation(email="anna@example.com")
    anna = make.member(email="anna@example.com")

    def accept():
        return team.accept_invitation(invitation=OrganiserInvitation.objects.get(pk=invitation.pk), user=anna, at=NOW)

    race(accept, accept)
    assert Participant.objects.get(user=anna).duty == "helper"
    assert Participant.objects.filter(fair=invitation.fair).count() == 1
