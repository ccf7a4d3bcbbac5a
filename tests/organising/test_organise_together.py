"""Who organises: duties, invitations by mail, accepting them, and who cannot go."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.fairs.actions import team
from matchmaking.fairs.errors import (
    FairArchived,
    InvitationExpired,
    InvitationForAnother,
    InvitationRevoked,
    InvitationUsed,
    LastOrganiser,
    NotAnOrganiser,
    OrganisesAlready,
    TooManyInvitations,
)
from matchmaking.fairs.models import OrganiserInvitation, Participant
from matchmaking.fairs.tasks import send_due_invitations, send_invitation
from tests import make
from tests.fairs.pages import queries_of, words
from tests.make import NOW
from tests.organising.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]


def invite(owner, *more, email="anna@example.com", duty="manager", at=NOW):
    return team.invite_organiser(fairs=[owner.fair, *more], email=email, duty=duty, by=owner.user, at=at)


def accept(invitation, user, at=NOW):
    return team.accept_invitation(invitation=invitation, user=user, at=at)


# Duties ----------------------------------------------------------------


def test_change_duty_gives_another_duty():
    helper = make.organiser(duty="helper")
    assert team.change_duty(organiser=helper, duty="owner", at=NOW).is_owner


def test_the_last_owner_keeps_his_duty_and_his_place():
    owner = make.organiser()
    make.organiser(fair=owner.fair, duty="manager")
    with pytest.raises(LastOrganiser):
        team.change_duty(organiser=owner, duty="manager", at=NOW)
    with pytest.raises(LastOrganiser):
        team.remove_organiser(organiser=owner, at=NOW)
    owner.refresh_from_db()
    assert owner.is_owner


def test_who_is_no_organiser_has_no_duty_to_change():
    with pytest.raises(NotAnOrganiser):
        team.change_duty(organiser=make.participant(), duty="owner", at=NOW)


def test_remove_organiser_leaves_what_else_one_came_for():
    both = make.organiser(roles=["visitor", "organiser"], duty="helper")
    assert team.remove_organiser(organiser=both, at=NOW).roles == ["visitor"]
    alone = make.organiser(duty="helper")
    gone = team.remove_organiser(organiser=alone, at=NOW)
    assert (gone.status, gone.left_at, gone.is_organiser) == ("left", NOW, False)


def test_whoever_owns_the_fair_no_more_has_invited_nobody():
    owner = make.organiser()
    make.organiser(fair=owner.fair)
    invitation = invite(owner)
    team.change_duty(organiser=owner, duty="helper", at=NOW)
    with pytest.raises(InvitationRevoked):
        accept(invitation, make.member(email="anna@example.com"))


def test_at_an_archived_fair_the_team_stays():
    owner = make.organiser(fair=make.fair(status="closed", archived_at=NOW))
    with pytest.raises(FairArchived):
        team.change_duty(organiser=owner, duty="owner", at=NOW)
    with pytest.raises(FairArchived):
        invite(owner)


# Invitations ----------------------------------------------------------------


def test_the_mail_leads_to_a_page_whose_button_makes_an_organiser(client):
    owner, anna = make.organiser(), make.member(email="anna@example.com")
    invitation = invite(owner, email=" Anna@Example.com ")
    assert send_invitation(str(invitation.pk)) is True
    assert send_invitation(str(invitation.pk)) is False
    [sent] = mail.outbox
    assert sent.to == ["anna@example.com"]
    address = next(word for word in sent.body.split() if "/organise/invitations/" in word)
    path = "/" + address.split("/", 3)[3]
    assert client.get(path).status_code == 200
    client.force_login(anna)
    assert "Manager" in words(client.get(path))
    assert not Participant.objects.filter(user=anna).exists()
    assert client.post(path).url == page("organise", owner.fair)
    seat = Participant.objects.get(user=anna)
    assert (seat.duty, seat.status, seat.decided_by) == ("manager", "approved", owner.user)
    assert client.post(path).status_code == 302  # a second click is harmless
    assert client.get(path.replace(str(invitation.pk), "00000000-0000-4000-8000-000000000000")).status_code == 404


def test_one_mail_invites_to_several_fairs():
    owner = make.organiser()
    second = make.organiser(user=owner.user)
    invitation = invite(owner, second.fair)
    send_due_invitations()
    [sent] = mail.outbox
    assert second.fair.name in sent.body
    anna = make.member(email="anna@example.com")
    assert {seat.fair for seat in accept(invitation, anna)} == {owner.fair, second.fair}


def test_a_newer_invitation_takes_the_older_ones_place():
    owner = make.organiser()
    first, second = invite(owner), invite(owner, duty="helper")
    first.refresh_from_db()
    assert first.revoked_at == NOW
    assert accept(second, make.member(email="anna@example.com"))[0].duty == "helper"


def test_invite_organiser_refuses():
    owner = make.organiser(user=make.member())
    with pytest.raises(OrganisesAlready):
        invite(owner, email=owner.user.email)
    for n in range(10):
        invite(owner, email=f"{n}@example.com")
    with pytest.raises(TooManyInvitations):
        invite(owner)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"accepted_at": NOW}, InvitationUsed),
        ({"revoked_at": NOW}, InvitationRevoked),
        ({"expires_at": NOW}, InvitationExpired),
        ({"email": "somebody@example.com"}, InvitationForAnother),
    ],
)
def test_accept_invitation_refuses(facts, refusal, client):
    invitation = make.organiser_invitation(**{"email": "anna@example.com", "secret": "abc"} | facts)
    anna = make.member(email="anna@example.com")
    with pytest.raises(refusal):
        accept(invitation, anna)
    path = reverse("accept-organiser-invitation", args=[invitation.pk, "abc"])
    client.force_login(anna)
    assert client.get(path).status_code == client.post(path).status_code == 409
    assert not Participant.objects.filter(user=anna).exists()


def test_accepting_lets_in_who_was_declined_and_lowers_no_duty():
    declined = make.participant(status="declined", user=make.member(email="anna@example.com"))
    seat = accept(make.organiser_invitation(fair=declined.fair, email="anna@example.com"), declined.user)[0]
    assert (seat.status, seat.roles, seat.duty) == ("approved", ["visitor", "organiser"], "helper")
    owner = make.organiser(user=make.member(email="berta@example.com"))
    seat = accept(make.organiser_invitation(fair=owner.fair, email="berta@example.com"), owner.user)[0]
    assert seat.is_owner


def test_who_deletes_his_account_leaves_no_address_in_invitations():
    anna = make.member(email="anna@example.com")
    accept(make.organiser_invitation(email=anna.email), anna)
    make.organiser_invitation(email=anna.email)
    delete_account(user=anna, typed_email=anna.email, at=NOW)
    assert not OrganiserInvitation.objects.exists()


# The page ----------------------------------------------------------------


def test_the_page_invites_changes_and_removes(client, fair, organiser):
    helper = make.organiser(fair=fair, duty="helper")
    other, strange = make.organiser(user=organiser.user).fair, make.fair()
    typed = {"email": "anna@example.com", "duty": "analyst"}
    assert client.post(page("list-organisers", fair), typed | {"fairs": [strange.pk]}).status_code == 422
    assert client.post(page("list-organisers", fair), typed | {"fairs": [other.pk]}).status_code == 302
    assert {ours.fair for ours in OrganiserInvitation.objects.all()} == {fair, other}
    shown = words(client.get(page("list-organisers", fair)))
    assert "anna@example.com" in shown
    assert "See figures, without names" in shown
    assert client.post(page("change-duty", fair, helper.pk), {"duty": "king"}).status_code == 422
    assert client.post(page("change-duty", fair, helper.pk), {"duty": "manager"}).status_code == 302
    helper.refresh_from_db()
    assert helper.duty == "manager"
    assert client.post(page("change-duty", fair, organiser.pk), {"duty": "helper"}).status_code == 409
    assert client.post(page("remove-organiser", fair, organiser.pk)).status_code == 409
    assert client.post(page("remove-organiser", fair, helper.pk)).status_code == 302
    ours = OrganiserInvitation.objects.get(fair=fair)
    assert client.post(page("take-back-invitation", fair, ours.pk)).status_code == 302
    ours.refresh_from_db()
    assert ours.revoked_at is not None


def test_the_page_says_who_organises_already(client, fair, organiser):
    response = client.post(page("list-organisers", fair), {"email": organiser.user.email, "duty": "helper"})
    assert response.status_code == 409
    assert 'id="id_email_error"' in words(response)


def test_nobody_of_another_fair_is_touched(client, fair, organiser):
    other = make.organiser(duty="helper")
    invitation = make.organiser_invitation()
    assert client.post(page("change-duty", fair, other.pk), {"duty": "owner"}).status_code == 404
    assert client.post(page("remove-organiser", fair, other.pk)).status_code == 404
    assert client.post(page("take-back-invitation", fair, invitation.pk)).status_code == 404


def test_who_gives_up_his_own_duty_finds_his_other_fairs(client, fair, organiser):
    make.organiser(fair=fair)
    response = client.post(page("change-duty", fair, organiser.pk), {"duty": "analyst"})
    assert response.url == reverse("organising:list-fairs")


def test_the_page_asks_as_often_for_three_as_for_one(client, fair, organiser):
    make.organiser_invitation(fair=fair, email="0@example.com", expires_at=NOW + timedelta(days=1))
    few = queries_of(client, page("list-organisers", fair))
    for n in range(1, 4):
        make.organiser(fair=fair, duty="helper")
        make.organiser_invitation(fair=fair, email=f"{n}@example.com", expires_at=NOW + timedelta(days=1))
    assert queries_of(client, page("list-organisers", fair)) == few <= 15
