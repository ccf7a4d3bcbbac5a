"""How one wants to be told: what there is to choose, what of it is kept, and what is refused at its field."""

from datetime import time

import pytest
from django.urls import reverse

from matchmaking.reminders import rules
from matchmaking.reminders.actions.wishing import choose, stop_mails
from matchmaking.reminders.forms.wishes import GROUPS, HabitsForm, WishesForm
from matchmaking.reminders.models import Habits, Notice, Wish
from matchmaking.reminders.rules import Manner
from tests import make

pytestmark = pytest.mark.django_db
Kind, Mail = Notice.Kind, Wish.Mail
PAGE = reverse("reminders:choose")


@pytest.fixture
def me():
    return make.member(time_zone="America/Lima", is_time_zone_chosen=True)


@pytest.fixture
def desk(client, me):
    client.force_login(me)
    return client


def typed(**kw):
    """What the page sends that was opened by somebody who has chosen nothing, and what he changes in it."""
    wishes = WishesForm(manners={kind: rules.usual(kind) for kind in Kind})
    fields = [(name, field.initial) for form in (wishes, HabitsForm(instance=Habits())) for name, field in shown(form)]
    sent = {name: "on" if value is True else value for name, value in fields if value not in (False, None)} | kw
    return {name: value for name, value in sent.items() if value is not None}


def shown(form):
    for name, field in form.fields.items():
        field.initial = form.get_initial_for_field(field, name)
        yield name, field


def wishes_of(user):
    return {wish.kind: Manner(wish.mail, wish.push) for wish in Wish.objects.filter(user=user)}


# What there is to choose ---------------------------------------------------------


def test_choose_has_every_kind_once():
    assert sorted(kind for _, kinds in GROUPS for kind in kinds) == sorted(Kind)


@pytest.mark.parametrize(
    ("kind", "mails"),
    [
        (Kind.REQUEST_RECEIVED, ["at_once", "digest", "never"]),
        (Kind.SOON, ["at_once", "never"]),
        (Kind.WAITED_FOR, ["at_once", "never"]),
        (Kind.REGISTRATION, ["at_once"]),
        (Kind.NOT_DELIVERED, ["never"]),
    ],
)
def test_choose_offers_only_what_is_kept_to(kind, mails):
    assert rules.mails_open(kind) == mails
    for mail in Mail:
        wish = Wish(kind=kind, mail=mail, push=False)
        assert rules.wished(kind, {kind: wish}).mail in mails


def test_choose_says_why_there_is_less_to_choose(desk):
    page = desk.get(PAGE).content.decode()
    assert "a mail about a lost mail might be lost as well" in page
    assert "Always by e-mail, at once" in page
    assert "Not in a summary, which would come too late." in page
    assert 'name="mail_registration"' not in page
    assert 'name="push_not_delivered"' not in page
    assert "All times are by your clock: Lima" in page


# What is kept ----------------------------------------------------------------


def test_choose_keeps_nothing_of_what_is_as_usual(desk, me):
    assert desk.post(PAGE, typed())["Location"] == PAGE
    assert wishes_of(me) == {}
    assert Habits.objects.get().is_quiet


def test_choose_keeps_what_is_wished_otherwise(desk, me):
    desk.post(PAGE, typed(mail_request_received="digest", push_request_received=None, push_follow_up="on"))
    assert wishes_of(me) == {
        "request_received": Manner("digest", push=False),
        "follow_up": Manner("at_once", push=True),
    }


def test_choose_forgets_what_is_as_usual_again(desk, me):
    stop_mails(user=me, kind=Kind.FOLLOW_UP)
    stop_mails(user=me, kind=Kind.OFFER)
    desk.post(PAGE, typed(mail_offer="never"))
    assert wishes_of(me) == {"offer": Manner("never", push=True)}


def test_choose_shows_what_was_chosen(desk, me):
    desk.post(PAGE, typed(mail_offer="never", push_offer=None, is_quiet=None, soon_minutes="45"))
    form, habits = (desk.get(PAGE).context[name] for name in ("wishes", "habits"))
    assert (form["mail_offer"].value(), form["push_offer"].value()) == ("never", False)
    assert (habits["is_quiet"].value(), habits["soon_minutes"].value()) == (False, 45)


def test_choose_keeps_ones_hours(desk, me):
    desk.post(PAGE, typed(quiet_from="23:30", quiet_to="06:00", digest_at="08:15", day_before_hours="48"))
    habits = Habits.objects.get(user=me)
    assert (habits.quiet_from, habits.quiet_to, habits.digest_at) == (time(23, 30), time(6), time(8, 15))
    assert (habits.day_before_hours, habits.soon_minutes) == (48, None)
    desk.post(PAGE, typed())
    habits.refresh_from_db()
    assert (habits.quiet_from, habits.day_before_hours) == (time(22), None)


def test_choose_is_about_oneself(me):
    other = make.user()
    stop_mails(user=other, kind=Kind.OFFER)
    choose(user=me, manners={kind: rules.usual(kind) for kind in Kind}, habits=Habits())
    assert wishes_of(other) == {"offer": Manner("never", push=True)}
    assert list(Habits.objects.values_list("user", flat=True)) == [me.pk]


# What is refused ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("quiet_to", "22:00", "Quiet hours end at another time than they begin."),
        ("quiet_from", "25:00", "Enter a valid time."),
        ("day_before_hours", "1", "greater than or equal to 2"),
        ("day_before_hours", "73", "less than or equal to 72"),
        ("soon_minutes", "4", "greater than or equal to 5"),
        ("soon_minutes", "121", "less than or equal to 120"),
        ("soon_minutes", "soon", "Enter a whole number."),
    ],
)
def test_choose_refuses_at_the_field_and_loses_nothing(desk, me, field, value, said):
    response = desk.post(PAGE, typed(mail_offer="never", digest_at="08:15", **{field: value}))
    assert response.status_code == 422
    assert said in " ".join(response.context["habits"].errors[field])
    assert response.context["wishes"]["mail_offer"].value() == "never"
    assert response.context["habits"]["digest_at"].value() == "08:15"
    assert (wishes_of(me), Habits.objects.exists()) == ({}, False)


def test_choose_refuses_a_way_that_is_not_open(desk, me):
    response = desk.post(PAGE, typed(mail_soon="digest"))
    assert response.status_code == 422
    assert "mail_soon" in response.context["wishes"].errors
    assert 'id="id_mail_soon_error"' in response.content.decode()


def test_choose_asks_as_often_whatever_is_wished(desk, me, django_assert_num_queries):
    for number in (0, 3):
        for kind in list(Kind)[:number]:
            stop_mails(user=me, kind=kind)
        desk.get(PAGE)
        with django_assert_num_queries(6):  # the reader with his session; wishes, person, habits, browsers
            desk.get(PAGE)
