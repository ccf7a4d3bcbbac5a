"""An organiser invites companies to exhibit: many at once, line by line, sent again, taken back, and followed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from matchmaking.exhibitors.actions.team import digest_of
from matchmaking.exhibitors.models import ExhibitorInvitation
from matchmaking.exhibitors.tasks import send_due_exhibitor_invitations
from matchmaking.organising.forms.inviting import read_line
from tests import make
from tests.make import NOW
from tests.organising.pages import page
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SECRET = "the-secret"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def desk(client, fair):
    client.force_login(make.organiser(fair=fair, user=make.member(name="Olga")).user)
    return client


def invitation(fair, **kw):
    n = ExhibitorInvitation.objects.count()
    facts = {"email": "maker@example.com", "digest": f"{n:064d}", "created_at": NOW, "expires_at": NOW + DAY}
    return ExhibitorInvitation.objects.create(**{"fair": fair} | facts | kw)


def invite(desk, fair, lines, **kw):
    return desk.post(page("invite-exhibitors", fair), {"lines": lines} | kw)


@pytest.mark.parametrize(
    ("text", "email", "company"),
    [
        ("Sales@Example.com", "sales@example.com", ""),
        ("sales@example.com, Example Ltd", "sales@example.com", "Example Ltd"),
        ("sales@example.com\tExample, Sons & Co", "sales@example.com", "Example, Sons & Co"),
        ("sales@example.com; Example", "sales@example.com", "Example"),
        ("Example Ltd <sales@example.com>", "sales@example.com", "Example Ltd"),
        ('"Example" <sales@example.com>', "sales@example.com", "Example"),
    ],
)
def test_a_line_is_read_as_people_write_it(text, email, company):
    line = read_line(1, text)
    assert (line.email, line.company, line.problem) == (email, company, "")


def test_invite_exhibitors_sends_each_a_link(desk, fair):
    response = invite(desk, fair, "a@example.com, Atelier A\n\nb@example.com")
    assert response["Location"] == page("organise-invitations", fair)
    assert send_due_exhibitor_invitations() == 2
    assert send_due_exhibitor_invitations() == 0
    assert sorted(each.to[0] for each in mail.outbox) == ["a@example.com", "b@example.com"]
    first = next(each for each in mail.outbox if each.to == ["a@example.com"])
    assert "invites Atelier A to come with a stand" in first.body
    made = ExhibitorInvitation.objects.get(email="a@example.com")
    assert (made.sent_at, made.expires_at) == (NOW, NOW + 30 * DAY)
    secret = first.body.split(f"{made.pk}/")[1].split("/")[0]
    assert made.digest == digest_of(secret)


def test_invite_exhibitors_names_each_wrong_line_and_invites_nobody(desk, fair):
    invitation(fair, email="old@example.com")
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    lines = ["good@example.com", "nonsense", "good@example.com", "old@example.com", seat.participant.user.email]
    response = invite(desk, fair, "\n".join([*lines, "a@b.example, " + "x" * 141]))
    assert response.status_code == 422
    assert [(line.number, str(line.problem)) for line in response.context["wrong"]] == [
        (2, "This is no e-mail address."),
        (3, "This address is in the list twice."),
        (4, "is invited already"),
        (5, "has a stand at this fair already"),
        (6, "The company’s name is longer than 140 characters."),
    ]
    assert "nonsense" in response.content.decode()
    assert ExhibitorInvitation.objects.count() == 1


def test_invite_exhibitors_can_leave_the_wrong_lines_out(desk, fair):
    assert invite(desk, fair, "good@example.com\nnonsense", skip="yes").status_code == 302
    assert [each.email for each in ExhibitorInvitation.objects.all()] == ["good@example.com"]


def test_invite_exhibitors_takes_two_hundred_lines(desk, fair):
    lines = [f"a{n}@example.com" for n in range(201)]
    assert invite(desk, fair, "\n".join(lines)).status_code == 422
    assert invite(desk, fair, "").status_code == 422
    assert invite(desk, fair, "\n".join(lines[:200])).status_code == 302
    assert ExhibitorInvitation.objects.count() == 200


def test_invite_exhibitors_is_refused_when_the_fair_is_over(desk, fair):
    fair.status = "closed"
    fair.save()
    response = invite(desk, fair, "a@example.com")
    assert (response.status_code, response.context["refusal"].code) == (409, "fair_takes_no_stands")


def test_an_expired_invitation_makes_room_for_a_new_one(desk, fair):
    invitation(fair, expires_at=NOW)
    assert invite(desk, fair, "maker@example.com").status_code == 302
    assert ExhibitorInvitation.objects.filter(revoked_at=None).count() == 1


def test_resend_sends_a_new_link_once_an_hour(desk, fair, time_machine):
    made = invitation(fair, sent_at=NOW)
    resend = page("resend-exhibitor-invitation", fair, made.pk)
    assert desk.post(resend).status_code == 409
    time_machine.move_to(NOW + HOUR, tick=False)
    assert desk.post(resend).status_code == 302
    assert send_due_exhibitor_invitations() == 1
    again = ExhibitorInvitation.objects.get()
    assert again.digest != made.digest
    assert again.expires_at == NOW + HOUR + 30 * DAY


def test_revoke_takes_it_back_once(desk, fair):
    made = invitation(fair, digest=digest_of(SECRET))
    revoke = page("revoke-exhibitor-invitation", fair, made.pk)
    assert desk.post(revoke).status_code == 302
    assert desk.post(revoke).status_code == 409
    assert desk.post(page("resend-exhibitor-invitation", fair, made.pk)).status_code == 409
    assert desk.get(reverse("exhibitors:accept-exhibitor-invitation", args=[made.pk, SECRET])).status_code == 409


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(desk, fair, number, django_assert_num_queries):
    for n in range(number):
        seat = make.representative(exhibitor=make.exhibitor(fair=fair))
        who = seat.participant.user
        invitation(fair, email=f"{n}@example.com", accepted_at=NOW, accepted_by=who)
    desk.get(page("organise-invitations", fair))
    with django_assert_num_queries(5):  # the reader with his session, the fair with his part; how many, which, stands
        desk.get(page("organise-invitations", fair))


# Following it ----------------------------------------------------------------


def test_accept_leads_a_stranger_to_sign_up_and_back(client, fair):
    made = invitation(fair, digest=digest_of(SECRET))
    address = reverse("exhibitors:accept-exhibitor-invitation", args=[made.pk, SECRET])
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 200
        assert f"?next={address}&email=maker%40example.com" in response.content.decode()
    made.refresh_from_db()
    assert made.accepted_at is None


def test_accept_leads_to_the_stand_and_is_known(client, fair):
    made, me = invitation(fair, digest=digest_of(SECRET)), make.member()
    client.force_login(me)
    address = reverse("exhibitors:accept-exhibitor-invitation", args=[made.pk, SECRET])
    for _ in range(2):
        assert client.post(address)["Location"] == reverse("exhibitors:exhibit", args=[fair.slug])
    made.refresh_from_db()
    assert (made.accepted_at, made.accepted_by) == (NOW, me)
    client.force_login(make.member())
    assert client.post(address).status_code == 409
    assert client.get(address).context["refusal"].code == "invitation_used"


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"expires_at": NOW}, "invitation_too_old"), ({"revoked_at": NOW}, "invitation_taken_back")],
)
def test_accept_refuses_what_is_over(client, fair, facts, code):
    made = invitation(fair, digest=digest_of(SECRET), **facts)
    client.force_login(make.member())
    address = reverse("exhibitors:accept-exhibitor-invitation", args=[made.pk, SECRET])
    for response in (client.get(address), client.post(address)):
        assert (response.status_code, response.context["refusal"].code) == (409, code)


def test_accept_wants_the_secret(client, fair):
    made = invitation(fair)
    assert client.get(reverse("exhibitors:accept-exhibitor-invitation", args=[made.pk, "guess"])).status_code == 404


def test_invitation_is_open_once_and_taken_or_revoked(fair):
    invitation(fair)
    with refused_by("one_open_invitation_per_address_and_fair"):
        invitation(fair, email="MAKER@example.com")
    with refused_by("invitation_to_exhibit_taken_or_revoked"):
        invitation(fair, email="other@example.com", accepted_at=NOW, revoked_at=NOW)
