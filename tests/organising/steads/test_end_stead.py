"""Half an hour in somebody's name is over: the way back, and that he is told."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from matchmaking.fairs.models import Participant
from matchmaking.organising.actions.steads import end_stead, end_those_over
from matchmaking.organising.due import stood_in_for
from matchmaking.organising.middleware import KEY
from matchmaking.organising.models import Deed, Stead
from matchmaking.organising.tasks import end_steads_over
from matchmaking.reminders import tellings
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Notice
from tests import make
from tests.make import NOW
from tests.organising.pages import page
from tests.organising.steads.entering import MINUTE, WHY
from tests.vetoes import refused_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]


# The end ----------------------------------------------------------------


def test_end_stead_leads_back_to_oneself(inside, owner, amina, fair, time_machine):
    time_machine.move_to(NOW + 5 * MINUTE, tick=False)
    response = inside.post(page("end-stead", fair))
    assert response.url == page("show-participant", fair, amina.pk)
    shown = inside.get(response.url)
    assert shown.wsgi_request.user == owner.user
    assert 'id="stead-band"' not in shown.content.decode()
    assert Stead.objects.get().ended_at == NOW + 5 * MINUTE
    deed = Deed.objects.get(view="organising:end-stead")
    assert (deed.kind, deed.by, deed.as_whom) == ("stead", owner.user, amina.user)


def test_end_stead_without_any_does_no_harm(client, owner, fair):
    assert client.post(page("end-stead", fair)).url == page("list-participants", fair)


def test_it_ends_by_itself_and_nothing_is_done_after(inside, owner, amina, fair, time_machine):
    booking = make.booking(fair=fair, guest=amina)
    time_machine.move_to(NOW + 30 * MINUTE, tick=False)
    address = reverse("meetings:cancel-booking", args=[booking.pk])
    assert inside.post(address, {"reason": "She is ill."}).url == reverse("fairs:home")
    booking.refresh_from_db()
    assert booking.status == "confirmed"
    assert KEY not in inside.session
    assert inside.get(reverse("fairs:home")).wsgi_request.user == owner.user
    assert Stead.objects.get().ended_at == NOW + 30 * MINUTE


def test_whoever_does_not_come_back_is_ended_by_the_clock(inside, owner, amina):
    assert end_those_over(at=NOW + 29 * MINUTE) == 0
    assert end_those_over(at=NOW + 45 * MINUTE) == 1
    assert end_those_over(at=NOW + 45 * MINUTE) == end_steads_over() == 0
    assert Stead.objects.get().ended_at == NOW + 30 * MINUTE
    assert Deed.objects.get(view="organising:end-stead").at == NOW + 30 * MINUTE


def no_owner_any_more(owner, amina):
    Participant.objects.filter(pk=owner.pk).update(duty="manager")


def somebody_to_be_left_alone(owner, amina):
    Participant.objects.filter(pk=amina.pk).update(roles=["organiser"], duty="helper")


def gone(owner, amina):
    Participant.objects.filter(pk=amina.pk).update(status="left", left_at=NOW)


@pytest.mark.parametrize("change", [no_owner_any_more, somebody_to_be_left_alone, gone])
def test_it_ends_when_it_may_not_go_on(inside, owner, amina, fair, change):
    change(owner, amina)
    address = reverse("meetings:show-agenda", args=[fair.slug])
    assert inside.get(address).url == reverse("fairs:home")
    assert inside.get(address).wsgi_request.user == owner.user


def test_it_ends_when_it_was_ended_elsewhere(inside, owner, fair):
    end_stead(stead=Stead.objects.get(), at=NOW)
    assert inside.get(reverse("meetings:show-agenda", args=[fair.slug])).url == reverse("fairs:home")


# The other is told ----------------------------------------------------------------


def test_the_person_is_told_once_afterwards(inside, owner, amina, fair):
    assert stood_in_for(NOW, 10) == []
    inside.post(page("end-stead", fair))
    note_what_is_owed(at=NOW)
    note_what_is_owed(at=NOW + MINUTE)
    notice = Notice.objects.get(kind="personal")
    assert notice.recipient == amina.user
    said = tellings.read([notice], at=NOW)[notice.pk]
    assert str(said.title) == f"Odile was at {fair} in your name"
    assert said.quote == WHY


def test_who_was_never_ended_is_told_of_as_well(inside, amina):
    note_what_is_owed(at=NOW + 31 * MINUTE)
    assert Notice.objects.get(kind="personal").due_at == NOW + 30 * MINUTE


# The database ----------------------------------------------------------------


def stead(**kw):
    facts = {"because": WHY, "began_at": NOW, "ends_at": NOW + 30 * MINUTE}
    return Stead.objects.create(**facts | kw)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("stead_has_a_reason", {"because": "too short"}),
        ("stead_has_a_reason", {"because": " " * 20}),
        ("stead_lasts_half_an_hour_at_most", {"ends_at": NOW + 31 * MINUTE}),
        ("stead_lasts_half_an_hour_at_most", {"ends_at": NOW}),
        ("stead_ends_within_its_time", {"ended_at": NOW + 31 * MINUTE}),
        ("stead_ends_within_its_time", {"ended_at": NOW - MINUTE}),
    ],
)
def test_the_database_keeps_a_visit_within_bounds(fair, name, wrong):
    with refused_by(name):
        stead(fair=fair, by=make.user(), whom=make.user(), **wrong)


def test_nobody_is_in_his_own_name_or_in_two(fair):
    by = make.user()
    with refused_by("nobody_stands_in_for_himself"):
        stead(fair=fair, by=by, whom=by)
    stead(fair=fair, by=by, whom=make.user())
    with refused_by("one_stands_in_for_one_at_a_time"):
        stead(fair=fair, by=by, whom=make.user())


def test_a_page_in_a_name_asks_a_few_questions_more(inside, owner, amina, fair):
    """The visit, the right, the person, and whether he organises."""
    address = reverse("fairs:show-timetable", args=[fair.slug])
    inside.get(address)
    with connection.execute_wrapper(counting := Count()):
        inside.get(address)
    own = Client()
    own.force_login(amina.user)
    own.get(address)
    with connection.execute_wrapper(plain := Count()):
        own.get(address)
    assert counting.n - plain.n == 4


class Count:
    n = 0

    def __call__(self, execute, *args):
        self.n += 1
        return execute(*args)
