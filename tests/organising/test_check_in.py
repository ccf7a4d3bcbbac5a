"""Who is on the spot: let in by the code on a badge or by name, counted, undone; and signs that lead to a table."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.fairs import badges
from matchmaking.fairs.actions import checking_in
from matchmaking.fairs.actions.parting import part
from matchmaking.fairs.errors import NotTakingPart
from matchmaking.fairs.models import Badge, CheckIn
from tests import make
from tests.make import NOW
from tests.organising.pages import page
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def helper(fair):
    return make.organiser(fair=fair, user=make.member(name="Hella"), duty="helper")


@pytest.fixture
def desk(client, helper):
    client.force_login(helper.user)
    return client


@pytest.fixture
def amina(fair):
    return make.participant(fair=fair, user=make.member(name="Amina Diallo"))


def here(participant):
    return CheckIn.objects.filter(participant=participant, undone_at=None)


# By the code ----------------------------------------------------------------


def test_looking_at_a_badge_changes_nothing_and_pressing_lets_in(desk, fair, amina, helper):
    address = page("check-in-by-badge", fair, badges.token_of(amina))
    assert "Check in Amina Diallo" in desk.get(address).content.decode()
    assert not CheckIn.objects.exists()
    assert desk.post(address)["Location"] == page("organise-check-in", fair)
    found = CheckIn.objects.get()
    assert (found.participant, found.at, found.by, found.undone_at) == (amina, NOW, helper.user, None)
    assert 'id="there"' in desk.get(address).content.decode()


def test_whoever_is_here_already_is_let_in_once(desk, fair, amina):
    address = page("check-in-by-badge", fair, badges.token_of(amina))
    checking_in.check_in(participant=amina, by=make.user(name="Otto"), at=NOW - HOUR)
    shown = desk.post(address, follow=True).content.decode()
    assert "Amina Diallo is here already: Otto has checked him in." in shown
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("token", ["guess", "1.1", "1.1~guess"])
def test_a_code_that_we_did_not_sign_opens_nothing(desk, fair, token):
    assert desk.get(page("check-in-by-badge", fair, token)).status_code == 404


def test_a_badge_is_for_its_fair_and_until_it_is_made_anew(desk, fair, amina):
    elsewhere = make.participant()
    assert desk.get(page("check-in-by-badge", fair, badges.token_of(elsewhere))).status_code == 404
    old = badges.token_of(amina)
    checking_in.renew_badge(participant=amina, at=NOW)
    assert badges.bearer_of(old, fair) is None
    assert badges.bearer_of(badges.token_of(amina), fair) == amina
    assert badges.SIGNER.unsign(badges.token_of(amina)) == f"{amina.pk}.2"


def test_whoever_does_not_take_part_is_not_let_in(desk, fair):
    waiting = make.participant(fair=fair, status="applied", decided_at=None)
    address = page("check-in-by-badge", fair, badges.token_of(waiting))
    assert 'id="not-in"' in desk.get(address).content.decode()
    assert desk.post(address).status_code == 409
    with pytest.raises(NotTakingPart):
        checking_in.check_in(participant=waiting, by=make.user(), at=NOW)


# By the name ----------------------------------------------------------------


def test_list_has_who_is_here_and_finds_whoever_is_not(desk, fair, amina):
    bela = make.participant(fair=fair, user=make.user(name="Bela Nagy"))
    checking_in.check_in(participant=bela, by=make.user(), at=NOW)
    shown = desk.get(page("organise-check-in", fair))
    assert [p.user.name for p in shown.context["page"]] == ["Bela Nagy"]
    assert shown.context["counted"] == {"here": 1, "all": 3}
    found = desk.get(page("organise-check-in", fair), {"q": "amina"})
    assert [p.user.name for p in found.context["page"]] == ["Amina Diallo"]


def test_check_in_person_and_undo(desk, fair, amina):
    assert desk.post(page("check-in-person", fair, amina.pk)).status_code == 302
    assert here(amina).exists()
    for _ in range(2):
        assert desk.post(page("undo-check-in", fair, amina.pk)).status_code == 302
    assert CheckIn.objects.get().undone_at == NOW
    desk.post(page("check-in-person", fair, amina.pk))
    assert (CheckIn.objects.count(), here(amina).count()) == (2, 1)


@pytest.mark.parametrize("verb", ["check-in-person", "undo-check-in"])
def test_people_of_another_fair_are_not_there(desk, fair, verb):
    assert desk.post(page(verb, fair, make.participant().pk)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(desk, fair, number, django_assert_num_queries):
    for _ in range(number):
        checking_in.check_in(participant=make.participant(fair=fair), by=make.user(), at=NOW)
    desk.get(page("organise-check-in", fair))
    with django_assert_num_queries(5):  # the reader with his session, the fair with his part; how many, people, counts
        desk.get(page("organise-check-in", fair))


# The badge ----------------------------------------------------------------


def test_badge_says_who_one_is_and_for_whom(client, fair):
    seat = make.representative(exhibitor=make.exhibitor(fair=fair, company=make.company(name="Chocolaterie du Pont")))
    client.force_login(seat.participant.user)
    shown = client.get(reverse("meetings:show-badge", args=[fair.slug])).content.decode()
    assert "Chocolaterie du Pont" in shown
    assert '<svg class="qr"' in shown
    assert " style=" not in shown.split('<svg class="qr"')[1].split("</svg>")[0]


def test_badge_of_a_visitor_says_for_whom_he_buys(client, fair):
    visitor = make.visitor(fair=fair, organisation="Casa Quispe")
    client.force_login(visitor.participant.user)
    assert "Casa Quispe" in client.get(reverse("meetings:show-badge", args=[fair.slug])).content.decode()


def test_renew_badge_makes_the_old_one_useless(client, fair, amina):
    client.force_login(amina.user)
    old = badges.token_of(amina)
    assert client.post(reverse("meetings:renew-badge", args=[fair.slug])).status_code == 302
    assert badges.bearer_of(old, fair) is None


def test_badge_is_for_those_who_take_part(client, fair):
    client.force_login(make.member())
    assert client.get(reverse("meetings:show-badge", args=[fair.slug])).status_code == 404


# Tables ----------------------------------------------------------------


@pytest.fixture
def table(fair):
    return make.room(hall=make.hall(fair=fair), kind="table", name="Table 4")


def table_page(fair, table, verb="show-table"):
    return reverse(f"meetings:{verb}", args=[fair.slug, table.pk])


def booked(fair, table, amina, **kw):
    return make.booking(slot=make.slot(fair=fair, starts_at=NOW + 20 * MINUTE), room=table, guest=amina, **kw)


def test_table_shows_ones_own_meeting_and_that_one_is_there(client, fair, table, amina):
    meeting = booked(fair, table, amina)
    client.force_login(amina.user)
    assert "I am here" in client.get(table_page(fair, table)).content.decode()
    assert client.post(table_page(fair, table, "arrive-at-table")).status_code == 302
    assert meeting.attendances.get(user=amina.user).arrived_at == NOW
    assert "I am here" not in client.get(table_page(fair, table)).content.decode()


def test_table_takes_nobody_for_present_too_early_or_without_a_meeting(client, fair, table, amina, time_machine):
    meeting = booked(fair, table, amina)
    time_machine.move_to(NOW - 11 * MINUTE, tick=False)
    for who in (amina.user, make.participant(fair=fair, user=make.member()).user):
        client.force_login(who)
        assert "I am here" not in client.get(table_page(fair, table)).content.decode()
        shown = client.post(table_page(fair, table, "arrive-at-table"), follow=True).content.decode()
        assert "You have no meeting at this table in the next half hour." in shown
    assert not meeting.attendances.filter(arrived_at__isnull=False).exists()


def test_table_says_nothing_personal_to_others_and_all_to_helpers(client, fair, table, amina, helper):
    booked(fair, table, amina)
    for who, sees in ((make.member(), False), (make.participant(fair=fair).user, False), (helper.user, True)):
        client.force_login(who)
        shown = client.get(table_page(fair, table)).content.decode()
        assert "Table 4" in shown
        assert ("Amina Diallo" in shown) is sees


def test_table_of_another_fair_is_not_there(client, fair, amina):
    client.force_login(amina.user)
    assert client.get(table_page(fair, make.room())).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_signs_are_of_tables_and_ask_as_often_for_three_as_for_one(desk, fair, number, django_assert_num_queries):
    hall = make.hall(fair=fair)
    tables = [make.room(hall=hall, kind="table", name=f"Table {n}") for n in range(number)]
    make.room(hall=hall, kind="video")
    shown = desk.get(page("print-signs", fair))
    assert [table for table, _address in shown.context["signs"]] == tables
    assert shown.context["signs"][0][1].endswith(table_page(fair, tables[0]))
    with django_assert_num_queries(4):  # the reader with his session, the fair with his part; tables, halls
        desk.get(page("print-signs", fair), {"size": "four"})


def test_signs_of_one_hall(desk, fair, table):
    make.room(hall=make.hall(fair=fair), kind="table")
    signs = desk.get(page("print-signs", fair), {"hall": table.hall.slug}).context["signs"]
    assert [each for each, _address in signs] == [table]


# What is printed of a day ----------------------------------------------------------------


def test_schedule_has_a_sheet_for_each_table_or_stand(desk, fair, table, amina):
    seat = make.representative(exhibitor=make.exhibitor(fair=fair, company=make.company(name="Chocolaterie du Pont")))
    meeting = booked(fair, table, amina, host=seat.participant)
    meeting.attendances.filter(role="host").update(stand=seat.exhibitor)
    make.booking(slot=make.slot(fair=fair, starts_at=NOW + 24 * HOUR), room=table)
    shown = desk.get(page("print-schedule", fair))
    assert shown.context["sheets"] == [("Table 4", table.hall.name, [meeting])]
    assert "11:20" in shown.content.decode()  # in Brussels
    shown = desk.get(page("print-schedule", fair), {"by": "stand"})
    assert shown.context["sheets"] == [("Chocolaterie du Pont", "", [meeting])]
    assert desk.get(page("print-schedule", fair), {"day": "2030-05-16"}).context["sheets"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_schedule_asks_as_often_for_three_as_for_one(desk, fair, number, django_assert_num_queries):
    for n in range(number):
        make.booking(
            slot=make.slot(fair=fair, starts_at=NOW + (n + 1) * HOUR), room=make.room(hall=make.hall(fair=fair))
        )
    desk.get(page("print-schedule", fair))
    with django_assert_num_queries(5):  # the reader with his session, the fair with his part; meetings, seats, people
        desk.get(page("print-schedule", fair))


# Rules of the database, and leaving ----------------------------------------------------


def test_check_in_is_open_once_and_undone_after_it_was_made(amina):
    CheckIn.objects.create(participant=amina, at=NOW)
    with refused_by("one_open_check_in_per_person_and_fair"):
        CheckIn.objects.create(participant=amina, at=NOW)
    with refused_by("check_in_is_undone_after_it_was_made"):
        CheckIn.objects.create(participant=amina, at=NOW, undone_at=NOW - MINUTE)


def test_whoever_deletes_his_account_takes_along_where_he_was(amina, helper):
    checking_in.check_in(participant=amina, by=helper.user, at=NOW)
    checking_in.renew_badge(participant=amina, at=NOW)
    assert part(user=helper.user, at=NOW) is not None
    assert CheckIn.objects.get().by is None
    part(user=amina.user, at=NOW)
    assert not CheckIn.objects.exists()
    assert not Badge.objects.exists()
