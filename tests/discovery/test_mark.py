"""Saving, shortlisting and turning away: by a visitor for himself, and by a team for all of it."""

import threading

import pytest
from django.db import connection

from matchmaking.discovery.actions.marking import Pair, mark, note_opening, rate
from matchmaking.discovery.errors import CauseMissing, NotMetYet
from matchmaking.discovery.models import Mark, Opening
from tests import make
from tests.discovery import people
from tests.make import NOW
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


class World:
    def __init__(self):
        self.fair = make.fair()
        self.stand, self.buyer = people.stand(self.fair), people.visitor(self.fair)
        people.matched(self.fair)
        self.visitor = self.buyer.participant.user
        self.speaker = self.stand.representatives.get().participant.user

    def pair(self, side="visitor"):
        return Pair(side, self.stand.pk, self.buyer.pk)

    def address(self, verb="mark", side="visitor"):
        here = f"/fairs/{self.fair.slug}/discover/"
        if side == "visitor":
            return f"{here}visitor/{self.stand.pk}/{verb}/"
        return f"{here}stand-{self.stand.pk}/{self.buyer.pk}/{verb}/"

    def meet(self, *, starts_at=NOW):
        """They are to meet, or have met."""
        slot = make.slot(fair=self.fair, starts_at=starts_at)
        made = make.booking(
            fair=self.fair, slot=slot, host=self.stand.representatives.get().participant, guest=self.buyer.participant
        )
        made.attendances.filter(user=self.speaker).update(stand=self.stand)
        return made


def said(**kw):
    return Mark.objects.filter(**kw).values_list("side", "kind", "cause", "stars").first()


# The action ----------------------------------------------------------------


def test_mark_says_one_thing_and_no_other(world):
    mark(pair=world.pair(), kind="saved", by=world.visitor, at=NOW)
    mark(pair=world.pair(), kind="shortlisted", by=world.visitor, at=NOW)
    assert list(Mark.objects.values_list("side", "kind", "by")) == [("visitor", "shortlisted", world.visitor.pk)]


def test_mark_takes_back_what_was_said(world):
    mark(pair=world.pair(), kind="saved", by=world.visitor, at=NOW)
    mark(pair=world.pair(), kind="", by=world.visitor, at=NOW)
    assert not Mark.objects.exists()


def test_mark_takes_nothing_back_where_nothing_was_said(world):
    mark(pair=world.pair(), kind="", by=world.visitor, at=NOW)
    assert not Mark.objects.exists()


def test_mark_dismisses_with_a_cause_and_not_without(world):
    with pytest.raises(CauseMissing):
        mark(pair=world.pair(), kind="dismissed", by=world.visitor, at=NOW)
    mark(pair=world.pair(), kind="dismissed", cause="market", by=world.visitor, at=NOW)
    assert said() == ("visitor", "dismissed", "market", None)


def test_mark_forgets_the_cause_of_whoever_is_saved_after_all(world):
    mark(pair=world.pair(), kind="dismissed", cause="market", by=world.visitor, at=NOW)
    mark(pair=world.pair(), kind="saved", cause="market", by=world.visitor, at=NOW)
    assert said() == ("visitor", "saved", "", None)


def test_what_both_sides_say_is_apart(world):
    mark(pair=world.pair("visitor"), kind="saved", by=world.visitor, at=NOW)
    mark(pair=world.pair("stand"), kind="dismissed", cause="other", by=world.speaker, at=NOW)
    assert (said(side="visitor")[1], said(side="stand")[1]) == ("saved", "dismissed")


def test_rate_keeps_how_a_meeting_was_beside_what_else_is_said(world):
    with pytest.raises(NotMetYet):
        rate(pair=world.pair(), stars=5, has_met=False, by=world.visitor, at=NOW)
    rate(pair=world.pair(), stars=5, has_met=True, by=world.visitor, at=NOW)
    mark(pair=world.pair(), kind="saved", by=world.visitor, at=NOW)
    mark(pair=world.pair(), kind="", by=world.visitor, at=NOW)
    assert said() == ("visitor", "", "", 5)


def test_an_opening_is_noted_once(world):
    for _ in range(2):
        note_opening(pair=world.pair(), at=NOW)
    assert Opening.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_opening_of_whoever_has_gone_meanwhile_is_nobodys(world):
    pair = world.pair()
    world.stand.delete()
    note_opening(pair=pair, at=NOW)
    assert not Opening.objects.exists()


# The pages ----------------------------------------------------------------


def test_the_card_says_at_once_what_was_marked(world, client):
    client.force_login(world.visitor)
    answer = client.post(world.address(), {"kind": "shortlisted"}, HTTP_HX_REQUEST="true")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="match-{world.stand.pk}"' in page
    assert f'id="unsave-{world.stand.pk}"' in page
    assert said() == ("visitor", "shortlisted", "", None)


def test_without_a_script_one_is_back_where_one_was(world, client):
    client.force_login(world.visitor)
    here = f"/fairs/{world.fair.slug}/discover/?sort=likeness"
    assert client.post(world.address(), {"kind": "saved", "next": here}).headers["Location"] == here


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_no_address_leads_to_another_site(world, client, elsewhere):
    client.force_login(world.visitor)
    answer = client.post(world.address(), {"kind": "saved", "next": elsewhere})
    assert answer.headers["Location"] == f"/fairs/{world.fair.slug}/discover/"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"dismiss": "nonsense"}, "Choose one of the causes."),
        ({"kind": "dismissed"}, "dismissed is not one of the available choices."),
        ({"kind": "nonsense"}, "nonsense is not one of the available choices."),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_what_cannot_be_meant_is_told_beside_the_card(world, client, sent, words, htmx):
    client.force_login(world.visitor)
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    answer = client.post(world.address(), sent, **headers)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Mark.objects.exists()


def test_whoever_is_turned_away_lies_apart_and_can_be_taken_back(world, client):
    client.force_login(world.visitor)
    client.post(world.address(), {"dismiss": "goods"})
    here = f"/fairs/{world.fair.slug}/discover/"
    assert f"match-{world.stand.pk}" not in client.get(here).content.decode()
    assert f"match-{world.stand.pk}" in client.get(f"{here}?show=dismissed").content.decode()
    client.post(world.address(), {"kind": ""})
    assert f"match-{world.stand.pk}" in client.get(here).content.decode()


def test_what_one_of_a_team_saves_all_of_it_see(world, client):
    colleague = make.representative(exhibitor=world.stand).participant.user
    client.force_login(world.speaker)
    client.post(world.address(side="stand"), {"kind": "shortlisted"})
    client.force_login(colleague)
    kept = client.get(f"/fairs/{world.fair.slug}/discover/?show=kept").content.decode()
    assert f"match-{world.buyer.pk}" in kept


def test_what_a_team_saves_the_visitor_does_not_see(world, client):
    mark(pair=world.pair("stand"), kind="shortlisted", by=world.speaker, at=NOW)
    client.force_login(world.visitor)
    page = client.get(f"/fairs/{world.fair.slug}/discover/").content.decode()
    assert '<span class="badge badge--info">shortlisted</span>' not in page
    assert f"match-{world.stand.pk}" not in client.get(f"/fairs/{world.fair.slug}/discover/?show=kept").content.decode()


def test_a_meeting_can_be_rated_once_it_has_begun(world, client):
    client.force_login(world.visitor)
    assert client.post(world.address("rate"), {"stars": 4}).status_code == 422
    assert not Mark.objects.exists()


def test_a_meeting_that_was_is_rated_by_each_side_for_itself(world, client, time_machine):
    world.meet()
    time_machine.move_to(NOW)
    client.force_login(world.visitor)
    assert "How was the meeting?" in client.get(world.address("why")).content.decode()
    client.post(world.address("rate"), {"stars": 4})
    client.force_login(world.speaker)
    client.post(world.address("rate", "stand"), {"stars": 2})
    assert (said(side="visitor")[3], said(side="stand")[3]) == (4, 2)


@pytest.mark.parametrize("stars", ["0", "6", "", "many"])
def test_stars_are_one_to_five(world, client, time_machine, stars):
    world.meet()
    time_machine.move_to(NOW)
    client.force_login(world.visitor)
    answer = client.post(world.address("rate"), {"stars": stars})
    assert answer.status_code == 422
    assert "Choose one to five stars." in answer.content.decode()


def test_the_page_tells_whom_one_has_looked_at(world, client):
    client.force_login(world.visitor)
    assert client.post(world.address("opened")).status_code == 204
    assert Opening.objects.get().side == "visitor"


@pytest.mark.parametrize("verb", ["mark", "rate", "opened"])
def test_a_stranger_finds_nothing_to_say_anything_about(world, client, verb):
    other = people.visitor(world.fair).participant.user
    for user in (make.user(), other, world.visitor):
        client.force_login(user)
        assert client.post(world.address(verb, "stand"), {"kind": "saved", "stars": 3}).status_code == 404
    assert not Mark.objects.exists()


@pytest.mark.parametrize("other", ["0", "999999999", "abc", "9" * 30, "1-2"])
def test_nobody_is_nobody(world, client, other):
    client.force_login(world.visitor)
    assert client.get(f"/fairs/{world.fair.slug}/discover/visitor/{other}/why/").status_code == 404
    client.force_login(world.speaker)
    assert client.get(f"/fairs/{world.fair.slug}/discover/stand-{world.stand.pk}/{other}/why/").status_code == 404


# What the database keeps ----------------------------------------------------------------


def test_each_side_says_one_thing_of_the_other(world):
    mark(pair=world.pair(), kind="saved", by=world.visitor, at=NOW)
    with refused_by("marked_once_per_side"):
        Mark.objects.create(side="visitor", exhibitor=world.stand, profile=world.buyer, kind="saved")


@pytest.mark.parametrize("odd", [{"kind": "dismissed"}, {"kind": "saved", "cause": "goods"}])
def test_a_cause_is_there_exactly_if_somebody_is_dismissed(world, odd):
    with refused_by("dismissed_iff_with_a_cause"):
        Mark.objects.create(side="visitor", exhibitor=world.stand, profile=world.buyer, **odd)


def test_a_mark_says_something(world):
    with refused_by("mark_says_something"):
        Mark.objects.create(side="visitor", exhibitor=world.stand, profile=world.buyer)


def test_a_meeting_has_one_to_five_stars(world):
    with refused_by("stars_from_one_to_five"):
        Mark.objects.create(side="visitor", exhibitor=world.stand, profile=world.buyer, stars=6)


def test_somebody_is_opened_once_per_side(world):
    note_opening(pair=world.pair(), at=NOW)
    with refused_by("opened_once_per_side"):
        Opening.objects.create(side="visitor", exhibitor=world.stand, profile=world.buyer)


# A race ----------------------------------------------------------------


def both_save(world, monkeypatch):
    """Two of a team save the same visitor, each of whom has seen that nobody has and is about to write."""
    barrier, real = threading.Barrier(2, timeout=10), Mark.save
    problems = []

    def write(self, *args, **kw):
        if self._state.adding:
            barrier.wait()
        real(self, *args, **kw)

    def save():
        try:
            mark(pair=world.pair("stand"), kind="saved", by=world.speaker, at=NOW)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    monkeypatch.setattr(Mark, "save", write)
    threads = [threading.Thread(target=save) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_of_a_team_who_save_the_same_person_at_once_have_saved_him_once(monkeypatch):
    world = World()
    assert both_save(world, monkeypatch) == []
    assert Mark.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_both_would_have_saved_him(monkeypatch):
    world = World()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE discovery_mark DROP CONSTRAINT marked_once_per_side")
    try:
        both_save(world, monkeypatch)
        assert Mark.objects.count() == 2
    finally:
        Mark.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE discovery_mark ADD CONSTRAINT marked_once_per_side UNIQUE (side, exhibitor_id, profile_id)"
            )
