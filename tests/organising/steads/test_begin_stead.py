"""Being at a fair in somebody's name: with a reason, and never more than he needs."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from matchmaking.lobbies.models import Lobby, Remark
from matchmaking.meetings.models import AgendaFeed, Availability, Booking, BusyTime, MeetingRequest
from matchmaking.organising.actions.steads import begin_stead
from matchmaking.organising.errors.data import InAName, NotInHisName
from matchmaking.organising.middleware import KEY
from matchmaking.organising.models import Deed, Stead
from matchmaking.organising.rules.steads import DONE, OF_THE_SITE, READ, is_open
from tests import make
from tests.architecture.world import addresses
from tests.make import NOW
from tests.organising.pages import page
from tests.organising.steads.entering import MINUTE, WHY, begin, proven

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]


# Beginning ----------------------------------------------------------------


def test_begin_stead_lends_the_name_and_says_so(client, owner, amina, fair):
    response = begin(client, amina, because="  She cannot   open her times. ")
    assert response.url == reverse("exhibitors:show-fair", args=[fair.slug])
    stead = Stead.objects.get()
    assert (stead.fair, stead.by, stead.whom, stead.because) == (fair, owner.user, amina.user, WHY)
    assert (stead.began_at, stead.ends_at, stead.ended_at) == (NOW, NOW + 30 * MINUTE, None)
    shown = client.get(response.url).content.decode()
    assert 'id="stead-band"' in shown
    assert "You are signed in as Amina Diallo" in shown
    assert f"because: {WHY}" in shown
    assert "Back to me" in shown


def test_begin_stead_is_a_deed(inside, owner, amina):
    (deed,) = Deed.objects.all()
    assert (deed.kind, deed.by, deed.as_whom, deed.view) == (
        "stead",
        owner.user,
        amina.user,
        "organising:begin-stead",
    )


def test_begin_stead_asks_who_one_is(client, fair, amina):
    client.force_login(make.organiser(fair=fair, user=make.member()).user)
    for answer in (client.get(page("begin-stead", fair, amina.pk)), begin(client, amina)):
        assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not Stead.objects.exists()
    assert not Deed.objects.exists()


def test_begin_stead_goes_on_after_one_has_proven_who_one_is(client, fair, amina):
    """allauth takes up the suspended request without our middleware: the deed is written all the same."""
    client.force_login(make.organiser(fair=fair, user=make.member()).user)
    address = page("begin-stead", fair, amina.pk)
    begin(client, amina)
    client.post(reverse("account_reauthenticate") + f"?next={address}", {"password": "secret-enough"})
    assert Stead.objects.count() == Deed.objects.filter(kind="stead").count() == 1


@pytest.mark.parametrize("because", ["", "too short", " a  b  c ", "x" * 301])
def test_begin_stead_wants_a_reason(client, owner, amina, because):
    response = begin(client, amina, because=because)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["because"]
    assert not Stead.objects.exists()


def nobody_to_stand_in_for(fair):
    yield make.organiser(fair=fair, duty="helper")
    yield make.participant(fair=fair, user=make.organiser().user)  # who organises another fair
    yield make.participant(fair=fair, user=make.user(is_staff=True))
    yield make.participant(fair=fair, user=make.user(is_superuser=True))
    yield make.participant(fair=fair, user=make.user(is_active=False))
    yield make.participant(fair=fair, status="applied", decided_at=None)
    yield make.participant(fair=fair, status="left", left_at=NOW)


def test_begin_stead_refuses_whom_nobody_may_stand_in_for(client, owner, fair):
    for person in [*nobody_to_stand_in_for(fair), owner]:
        assert begin(client, person).status_code == 409, person
        with pytest.raises(NotInHisName):
            begin_stead(participant=person, by=make.user(), because=WHY, at=NOW)
    assert not Stead.objects.exists()
    assert set(Deed.objects.values_list("outcome", flat=True)) == {"refused"}


@pytest.mark.parametrize("duty", ["manager", "helper", "analyst"])
def test_begin_stead_is_for_owners_of_this_fair(client, fair, amina, duty):
    for who in (make.organiser(fair=fair, user=make.member(), duty=duty), make.organiser(user=make.member())):
        proven(client, who.user)
        assert begin(client, amina).status_code == 404
    assert not Stead.objects.exists()


def test_begin_stead_is_for_participants_of_this_fair(client, owner, fair):
    stranger = make.participant()
    assert client.post(page("begin-stead", fair, stranger.pk), {"because": WHY}).status_code == 404


def test_begin_stead_takes_nothing_from_another_site(owner, amina):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner.user)
    assert begin(client, amina).status_code == 403
    assert not Stead.objects.exists()


def test_one_stands_in_for_one_at_a_time(owner, amina, fair):
    begin_stead(participant=amina, by=owner.user, because=WHY, at=NOW)
    other = make.participant(fair=fair)
    with pytest.raises(InAName):
        begin_stead(participant=other, by=owner.user, because=WHY, at=NOW + 29 * MINUTE)
    begin_stead(participant=other, by=owner.user, because=WHY, at=NOW + 30 * MINUTE)
    assert list(Stead.objects.order_by("began_at").values_list("ended_at", flat=True)) == [NOW + 30 * MINUTE, None]


def test_an_administrator_may_too(client, fair, amina):
    proven(client, make.member(is_superuser=True, is_staff=True))
    assert begin(client, amina).status_code == 302
    assert client.get(reverse("exhibitors:show-fair", args=[fair.slug])).wsgi_request.user == amina.user


def test_the_administration_leads_to_it(client, fair, amina):
    client.force_login(make.member(is_superuser=True, is_staff=True))
    shown = client.get(reverse("admin:fairs_participant_change", args=[amina.pk])).content.decode()
    assert page("begin-stead", fair, amina.pk) in shown
    assert client.get(reverse("admin:fairs_participant_add")).status_code == 200


# The session stays one's own ----------------------------------------------------------------


def test_the_session_is_new_and_still_ones_own(client, owner, amina):
    client.get(page("begin-stead", amina.fair, amina.pk))
    before, token = client.session.session_key, client.cookies["csrftoken"].value
    begin(client, amina)
    inside = client.session
    assert inside.session_key != before
    assert client.cookies["csrftoken"].value != token
    assert inside["_auth_user_id"] == str(owner.user_id)  # which is what sockets ask
    client.post(page("end-stead", amina.fair))
    assert client.session.session_key not in (before, inside.session_key)
    assert KEY not in client.session


def test_a_key_that_was_known_before_opens_nothing(client, owner, amina, fair):
    """Whoever has fixed or stolen the session's key from before is not let into it."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key
    begin(client, amina)
    assert thief.get(reverse("meetings:show-agenda", args=[fair.slug])).url.startswith(reverse("account_login"))


def test_a_form_of_a_page_from_before_is_not_taken(owner, amina, fair):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner.user)
    client.get(reverse("account_reauthenticate"))
    old = client.cookies["csrftoken"].value
    client.post(reverse("account_reauthenticate"), {"password": "secret-enough", "csrfmiddlewaretoken": old})
    old = client.cookies["csrftoken"].value
    assert begin(client, amina, HTTP_X_CSRFTOKEN=old).status_code == 302
    address = reverse("meetings:edit-availability", args=[fair.slug])
    assert client.post(address, {}, HTTP_X_CSRFTOKEN=old).status_code == 403


def test_a_key_of_somebody_elses_visit_is_worth_nothing(client, owner, amina, fair):
    other = make.organiser(fair=fair, user=make.member())
    stead = begin_stead(participant=amina, by=other.user, because=WHY, at=NOW)
    for key in (str(stead.pk), "nonsense", ""):
        session = client.session
        session[KEY] = key
        session.save()
        assert client.get(reverse("exhibitors:show-fair", args=[fair.slug])).status_code == 302
        assert client.get(reverse("exhibitors:show-fair", args=[fair.slug])).wsgi_request.user == owner.user


# What is open, and what is not ----------------------------------------------------------------


def everywhere():
    """Every address of the house that is not named as open in somebody's name."""
    return sorted(
        name for name, _parts in addresses() if name not in READ | DONE | OF_THE_SITE | {"organising:end-stead"}
    )


def test_everything_that_is_not_named_is_closed():
    parts = {"fair": "f"}
    for name in everywhere():
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
            assert not is_open(name, method, parts, fair="f"), name
    for name in READ:
        assert is_open(name, "GET", parts, fair="f")
        assert is_open(name, "POST", parts, fair="f") == (name in DONE)
    assert {name for name, _parts in addresses()} >= READ | DONE | OF_THE_SITE


@pytest.mark.parametrize("space", ["account", "mfa", "socialaccount", "usersessions", "lobbies", "reminders", "trust"])
def test_nothing_of_the_account_of_calls_or_of_trust_is_open(space):
    assert not [name for name in READ | DONE | OF_THE_SITE if name.startswith(space)]


@pytest.mark.parametrize(
    ("method", "name", "args"),
    [
        ("get", "account_change_password", ()),
        ("post", "account_change_password", ()),
        ("post", "account_set_password", ()),
        ("post", "account_email", ()),
        ("post", "account_logout", ()),
        ("get", "account_reauthenticate", ()),
        ("post", "mfa_activate_totp", ()),
        ("get", "accounts:me", ()),
        ("post", "accounts:delete-account", ()),
        ("post", "accounts:block-person", ()),
        ("get", "companies:mine", ()),
        ("get", "reminders:list", ()),
        ("get", "fairs:home", ()),
        ("post", "set_language", ()),
    ],
)
def test_ones_own_pages_are_closed_in_a_name(inside, method, name, args):
    assert getattr(inside, method)(reverse(name, args=args)).status_code == 403


def test_the_password_is_not_changed_in_a_name(inside, amina):
    typed = {"oldpassword": "secret-enough", "password1": "another-secret-9", "password2": "another-secret-9"}
    assert inside.post(reverse("account_change_password"), typed).status_code == 403
    amina.user.refresh_from_db()
    assert amina.user.check_password("secret-enough")
    assert Deed.objects.filter(view="account_change_password", outcome="forbidden", as_whom=amina.user).exists()


def test_another_fair_and_the_desk_are_closed_in_a_name(inside, amina, fair):
    other = make.participant(user=amina.user)
    assert inside.get(reverse("exhibitors:show-fair", args=[other.fair.slug])).status_code == 403
    assert inside.get(reverse("meetings:show-agenda", args=[other.fair.slug])).status_code == 403
    elsewhere = make.booking(fair=other.fair, guest=other)
    assert inside.get(reverse("meetings:show-booking", args=[elsewhere.pk])).status_code == 403
    assert inside.get(reverse("admin:index")).status_code == 404
    for name in ("organise", "list-participants", "list-deeds"):
        assert inside.get(page(name, fair)).status_code == 403


def test_nobody_stands_in_twice(inside, fair):
    other = make.participant(fair=fair)
    assert begin(inside, other).status_code == 403
    assert Stead.objects.count() == 1


def test_no_request_and_no_word_is_written_in_a_name(inside, amina, fair):
    stand = make.exhibitor(fair=fair)
    asked = make.meeting_request(sender=make.participant(fair=fair), recipient=amina)
    assert inside.post(reverse("meetings:ask-stand", args=[fair.slug, stand.slug]), {}).status_code == 403
    assert inside.post(reverse("meetings:accept-request", args=[asked.pk]), {}).status_code == 403
    assert inside.get(reverse("meetings:show-request", args=[asked.pk])).status_code == 403
    booking = make.booking(slot=fair.slots.get(), guest=amina)
    assert inside.get(reverse("lobbies:enter-room", args=[booking.pk])).status_code == 403
    assert MeetingRequest.objects.get().status == "open"


def test_what_is_between_two_is_not_shown_in_a_name(inside, amina, fair):
    asked = make.meeting_request(sender=make.participant(fair=fair), recipient=amina, message="Our secret price.")
    booking = make.booking(slot=fair.slots.get(), guest=amina, request=asked)
    Remark.objects.create(
        lobby=Lobby.objects.create(booking=booking), author=amina.user, text="Said in the room.", said_at=NOW
    )
    AgendaFeed.objects.create(user=amina.user)
    BusyTime.objects.create(user=amina.user, starts_at=NOW, ends_at=NOW + 60 * MINUTE, title="At the doctor’s")
    secrets = ("Our secret price", "Said in the room", ".ics", "At the doctor")
    addresses = [
        reverse("meetings:show-booking", args=[booking.pk]),
        reverse("meetings:move-booking", args=[booking.pk]),
        reverse("meetings:cancel-booking", args=[booking.pk]),
        reverse("meetings:show-agenda", args=[fair.slug]),
        reverse("meetings:edit-availability", args=[fair.slug]),
    ]
    for address in addresses:
        shown = inside.get(address)
        assert shown.status_code == 200, address
        told = shown.content.decode().replace(reverse("meetings:meeting-file", args=[booking.pk]), "")
        assert [secret for secret in secrets if secret in told.replace("(.ics)", "")] == [], address


def test_no_page_is_kept_in_a_name(inside, fair):
    shown = inside.get(reverse("meetings:show-agenda", args=[fair.slug]))
    assert shown["Cache-Control"] == "private, no-store"
    assert 'data-reader=""' in shown.content.decode()
    assert inside.get(reverse("meetings:keep-day", args=[fair.slug])).status_code == 403


# What is done in a name ----------------------------------------------------------------


def test_what_is_done_in_a_name_is_written_down_and_done_by_oneself(inside, owner, amina, fair):
    booking = make.booking(fair=fair, guest=amina)
    response = inside.post(reverse("meetings:cancel-booking", args=[booking.pk]), {"reason": "She is ill."})
    assert response.status_code == 302
    booking.refresh_from_db()
    assert booking.status == "cancelled"
    deed = Deed.objects.get(view="meetings:cancel-booking")
    assert (deed.kind, deed.by, deed.as_whom, deed.outcome) == ("stead", owner.user, amina.user, "done")
    assert deed.parts == {"pk": str(booking.pk)}  # and not the reason
    assert Booking.history.filter(id=booking.pk).first().history_user == owner.user


def test_times_can_be_opened_in_a_name(inside, owner, amina, fair):
    make.laid_out(amina, owner)
    slot = make.slot(fair=fair, starts_at=NOW + 60 * MINUTE)
    inside.post(reverse("meetings:edit-availability", args=[fair.slug]), {"slot": slot.pk, "do": "open"})
    assert set(Availability.objects.values_list("participant", flat=True)) <= {amina.pk}
    assert Deed.objects.filter(view="meetings:edit-availability", as_whom=amina.user).count() <= 1
