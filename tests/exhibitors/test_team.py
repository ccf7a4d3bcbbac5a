"""Inviting a colleague, accepting, and leaving the team."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.companies.models import Membership
from matchmaking.exhibitors import rules
from matchmaking.exhibitors.actions import team
from matchmaking.exhibitors.errors import (
    InvitationExpired,
    InvitationForAnother,
    InvitationRevoked,
    InvitationUsed,
    LastRepresentative,
    NotExhibiting,
    OnTheTeamAlready,
    TooManyInvitations,
)
from matchmaking.exhibitors.models import Exhibitor, Representative, TeamInvitation
from matchmaking.exhibitors.tasks import send_due_invitations, send_invitation
from matchmaking.fairs.models import Fair, Participant
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return make.representative()


def invite(seat, email="new@example.com", at=NOW):
    return team.invite_colleague(exhibitor=seat.exhibitor, email=email, by=seat.participant.user, at=at)


def test_invite_colleague_makes_an_invitation_that_is_due_to_be_sent(seat):
    invitation = invite(seat, " New@Example.com ")
    assert (invitation.email, invitation.expires_at, invitation.sent_at) == ("new@example.com", NOW + team.LASTS, None)
    assert invitation.invited_by == seat.participant.user


def test_an_invitation_is_announced_only_once_it_is_true(seat, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as told:
        invite(seat)
    assert len(told) == 1
    with django_capture_on_commit_callbacks() as told, pytest.raises(OnTheTeamAlready):
        invite(seat, seat.participant.user.email)
    assert told == []


def test_inviting_again_takes_the_earlier_invitation_back(seat):
    first, second = invite(seat), invite(seat, at=NOW + timedelta(hours=1))
    first.refresh_from_db()
    assert first.revoked_at == NOW + timedelta(hours=1)
    assert second.is_open(at=NOW + timedelta(hours=2))


def test_invite_colleague_refuses_somebody_on_the_team(seat):
    with pytest.raises(OnTheTeamAlready):
        invite(seat, seat.participant.user.email)


def test_invite_colleague_refuses_too_many(seat):
    for n in range(rules.MOST_INVITATIONS):
        invite(seat, f"new{n}@example.com")
    with pytest.raises(TooManyInvitations):
        invite(seat, "one-more@example.com")
    invite(seat, "one-more@example.com", at=NOW + team.LASTS)  # the others have expired


def test_invite_colleague_refuses_where_the_stand_is_given_up():
    seat = make.representative(exhibitor=make.exhibitor(status=Exhibitor.Status.WITHDRAWN))
    with pytest.raises(NotExhibiting):
        invite(seat)


def test_the_mail_carries_the_secret_and_the_database_its_digest(seat, mailoutbox, time_machine):
    time_machine.move_to(NOW)
    invitation = invite(seat)
    assert send_invitation(str(invitation.pk)) is True
    invitation.refresh_from_db()
    (mail,) = mailoutbox
    assert mail.to == ["new@example.com"]
    assert seat.exhibitor.company.name in mail.subject
    assert "\n" not in mail.subject
    (secret,) = re.findall(rf"/invitations/{invitation.pk}/([^/\s]+)/", mail.body)
    assert invitation.digest == team.digest_of(secret)
    assert invitation.sent_at == NOW


def test_a_mail_is_sent_once(seat, mailoutbox, time_machine):
    time_machine.move_to(NOW)
    invitation = invite(seat)
    assert [send_invitation(str(invitation.pk)), send_invitation(str(invitation.pk)), send_due_invitations()] == [
        True,
        False,
        0,
    ]
    assert len(mailoutbox) == 1


def test_a_mail_that_could_not_be_sent_is_due_again(seat, mailoutbox, time_machine, settings):
    time_machine.move_to(NOW)
    invite(seat)
    settings.EMAIL_BACKEND = "no.such.Backend"
    assert send_due_invitations() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due_invitations() == 1
    assert len(mailoutbox) == 1


def test_the_mail_is_in_the_language_of_the_invited_account(seat, mailoutbox, time_machine):
    time_machine.move_to(NOW)
    make.user(email="new@example.com", language="en")
    send_invitation(str(invite(seat).pk))
    assert "Europe/Brussels" in mailoutbox[0].body


def test_accept_invitation_seats_the_colleague(seat):
    invitation, user = invite(seat), make.user(email="new@example.com")
    new = team.accept_invitation(invitation=invitation, user=user, at=NOW)
    invitation.refresh_from_db()
    assert (new.exhibitor, new.participant.user, new.position) == (seat.exhibitor, user, 1)
    assert (new.participant.roles, new.participant.status) == (["exhibitor"], Participant.Status.APPROVED)
    assert Membership.objects.get(user=user).role == Membership.Role.MEMBER
    assert (invitation.accepted_at, invitation.accepted_by) == (NOW, user)


def test_accept_invitation_at_a_fair_by_approval_needs_no_second_approval():
    stand = make.exhibitor(fair=make.fair(registration=Fair.Registration.APPROVAL))
    invitation = invite(make.representative(exhibitor=stand))
    new = team.accept_invitation(invitation=invitation, user=make.user(email="new@example.com"), at=NOW)
    assert new.participant.status == Participant.Status.APPROVED


def test_accept_invitation_keeps_the_visitors_role(seat):
    user = make.user(email="new@example.com")
    make.participant(fair=seat.exhibitor.fair, user=user)
    new = team.accept_invitation(invitation=invite(seat), user=user, at=NOW)
    assert new.participant.roles == ["visitor", "exhibitor"]


def test_a_second_click_is_harmless(seat):
    invitation, user = invite(seat), make.user(email="new@example.com")
    assert team.accept_invitation(invitation=invitation, user=user, at=NOW) == team.accept_invitation(
        invitation=invitation, user=user, at=NOW
    )


def test_accept_invitation_refuses_what_is_used_expired_revoked_or_anothers(seat):
    user, other = make.user(email="new@example.com"), make.user()
    invitation = invite(seat)
    with pytest.raises(InvitationForAnother):
        team.accept_invitation(invitation=invitation, user=other, at=NOW)
    with pytest.raises(InvitationExpired):
        team.accept_invitation(invitation=invitation, user=user, at=NOW + team.LASTS)
    new = team.accept_invitation(invitation=invitation, user=user, at=NOW)
    team.remove_representative(representative=new, at=NOW)
    with pytest.raises(InvitationUsed):
        team.accept_invitation(invitation=invitation, user=user, at=NOW)
    again = invite(seat)
    team.revoke_invitation(invitation=again, at=NOW)
    with pytest.raises(InvitationRevoked):
        team.accept_invitation(invitation=again, user=user, at=NOW)
    assert Representative.objects.count() == 1


def test_remove_representative_never_takes_the_last(seat):
    with pytest.raises(LastRepresentative):
        team.remove_representative(representative=seat, at=NOW)
    other = make.representative(exhibitor=seat.exhibitor)
    team.remove_representative(representative=seat, at=NOW)
    assert list(Representative.objects.all()) == [other]


# Pages ----------------------------------------------------------------


@pytest.fixture
def link(seat, time_machine, mailoutbox):
    time_machine.move_to(NOW)
    invitation = invite(seat)
    send_invitation(str(invitation.pk))
    return re.findall(r"https?://[^/]+(/invitations/\S+)", mailoutbox[0].body)[0]


def test_the_page_shows_the_facts_and_changes_nothing(client, link, seat):
    client.force_login(make.user(email="new@example.com"))
    response = client.get(link)
    assert (response.status_code, 'id="accept-form"' in response.content.decode()) == (200, True)
    assert Representative.objects.count() == 1
    assert TeamInvitation.objects.get().accepted_at is None


def test_the_button_accepts(client, link, seat):
    client.force_login(make.user(email="new@example.com"))
    response = client.post(link)
    assert response.status_code == 302
    assert Representative.objects.count() == 2


def test_a_newcomer_is_led_to_an_account_with_the_address_filled_in(client, link):
    content = client.get(link).content.decode()
    assert "email=new%40example.com" in content
    assert 'id="accept-form"' not in content
    assert client.post(link).status_code == 200
    assert Representative.objects.count() == 1


def test_somebody_else_is_told(client, link):
    client.force_login(make.user())
    assert client.get(link).status_code == 409
    response = client.post(link)
    assert (response.status_code, 'id="refusal"' in response.content.decode()) == (409, True)


@pytest.mark.parametrize("why", ["used", "expired", "revoked"])
def test_the_page_of_an_invitation_that_leads_nowhere_says_why(client, link, seat, time_machine, why):
    user, invitation = make.user(email="new@example.com"), TeamInvitation.objects.get()
    if why == "used":
        new = team.accept_invitation(invitation=invitation, user=user, at=NOW)
        team.remove_representative(representative=new, at=NOW)
    elif why == "revoked":
        team.revoke_invitation(invitation=invitation, at=NOW)
    else:
        time_machine.move_to(invitation.expires_at)
    assert client.get(link).status_code == 410  # nobody has to sign in first to be told
    client.force_login(user)
    for response in (client.get(link), client.post(link)):
        assert (response.status_code, response.context["refusal"].code) == (409, f"invitation_{why}")
        assert 'id="refusal"' in response.content.decode()
        assert 'id="accept-form"' not in response.content.decode()
    assert Representative.objects.count() == 1


def test_a_wrong_secret_and_a_wrong_number_look_alike(client, link):
    client.force_login(make.user(email="new@example.com"))
    assert client.get(link[:-5] + "xxxx/").status_code == 404
    assert client.get("/invitations/6f0c3a1e-0000-4000-8000-000000000000/secret/").status_code == 404


def test_the_team_page_invites(client, seat, django_capture_on_commit_callbacks, time_machine):
    time_machine.move_to(NOW)
    client.force_login(seat.participant.user)
    address = reverse("exhibitors:list-team", args=[seat.exhibitor.fair.slug, seat.exhibitor.slug])
    assert client.post(address, {"email": "new@example.com"}).status_code == 302
    assert "new@example.com" in client.get(address).content.decode()
    assert client.post(address, {"email": "nonsense"}).status_code == 422
    assert client.post(address, {"email": seat.participant.user.email}).status_code == 409


def test_the_team_page_takes_back_changes_and_removes(client, seat):
    client.force_login(seat.participant.user)
    args = [seat.exhibitor.fair.slug, seat.exhibitor.slug]
    invitation = invite(seat)
    client.post(reverse("exhibitors:revoke-invitation", args=[*args, invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    client.post(reverse("exhibitors:change-representative", args=[*args, seat.pk]), {"job_title": "Export manager"})
    seat.refresh_from_db()
    assert seat.job_title == "Export manager"
    other = make.representative(exhibitor=seat.exhibitor)
    client.post(reverse("exhibitors:remove-representative", args=[*args, other.pk]))
    assert list(Representative.objects.all()) == [seat]


def test_a_representative_of_another_stand_is_not_found(client, seat):
    client.force_login(seat.participant.user)
    other = make.representative()
    args = [seat.exhibitor.fair.slug, seat.exhibitor.slug, other.pk]
    assert client.post(reverse("exhibitors:remove-representative", args=args)).status_code == 404


def test_who_no_longer_works_for_the_company_loses_its_workshop(client, seat):
    """The seat is still there, for the organiser to see; it opens nothing any more."""
    workshop = reverse("exhibitors:edit-stand", args=[seat.exhibitor.fair.slug, seat.exhibitor.slug])
    client.force_login(seat.participant.user)
    assert client.get(workshop).status_code == 200
    Membership.objects.filter(company=seat.exhibitor.company, user=seat.participant.user).delete()
    assert client.get(workshop).status_code == 404
    assert client.post(workshop, {}).status_code == 404
