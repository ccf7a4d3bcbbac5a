"""Last year's fair once more, and the list of all that one organises."""

import time as clock
from datetime import date, time

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from matchmaking.discovery.models import FairWeights
from matchmaking.fairs.errors import TooManyDrafts
from matchmaking.fairs.models import Break, Category, Fair, Hall, HallHours, Room
from matchmaking.meetings.models import Barrier, FairTerms, Group, Quota
from matchmaking.organising.actions import copying
from matchmaking.organising.actions.copying import copy_fair
from matchmaking.reminders.models import FairLeads
from tests import make
from tests.fairs.pages import queries_of, words
from tests.make import NOW
from tests.organising.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]

NEXT_YEAR = date(2031, 5, 20)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def built():
    """A fair with something of everything."""
    fair = make.fair(city="Brussels", brand_colour="#8a3b12", slot_minutes=40, gap_minutes=0)
    fair.picture.save("image.webp", ContentFile(b"picture"))
    make.opening_hours(fair=fair, day=date(2030, 5, 15))
    Break.objects.create(fair=fair, name="Lunch", starts_at=time(12), ends_at=time(13))
    hall = make.hall(fair=fair, name="Food", slug="food")
    make.room(hall=hall, name="A1", seats=6)
    HallHours.objects.create(hall=hall, day=date(2030, 5, 16), opens_at=time(10), closes_at=time(12))
    make.slot(fair=fair)
    make.fair_text(fair=fair, tagline="At one table", welcome="Hello")
    make.question(fair=fair, text="What do you grow?", translations={"fr": {"text": "Que cultivez-vous ?"}})
    make.question(fair=fair, text="Long ago?", retired_at=NOW)
    Category.objects.create(fair=fair, name="Growers")
    group = Group.objects.create(fair=fair, name="Press")
    group.participants.add(make.participant(fair=fair))
    Barrier.objects.create(fair=fair, asking_group=group, asked_role="interpreter")
    FairTerms.objects.create(fair=fair, answer_hours=7)
    Quota.objects.create(fair=fair, role="visitor", open_requests=3)
    FairWeights.objects.create(fair=fair, texts=0.25)
    FairLeads.objects.create(fair=fair, day_before_hours=30)
    make.booking(fair=fair)
    make.exhibitor(fair=fair)
    return fair


def once_more(fair, by=None, *, with_team=False, starts_on=NEXT_YEAR):
    by = by or make.member()
    return copy_fair(fair=fair, name="Next year", starts_on=starts_on, with_team=with_team, by=by, at=NOW)


def test_copy_fair_takes_along_what_was_built(built):
    new = Fair.objects.get(pk=once_more(built).pk)
    assert (new.slug, new.status, new.starts_on, new.ends_on) == ("next-year", "draft", NEXT_YEAR, date(2031, 5, 22))
    assert {name: getattr(new, name) for name in copying.KEPT} == {name: getattr(built, name) for name in copying.KEPT}
    assert [str(hours) for hours in new.opening_hours.all()] == ["2031-05-21 09:00–18:00"]
    assert [str(pause) for pause in new.breaks.all()] == ["Lunch 12:00–13:00"]
    assert list(new.halls.filter(slug="food").values_list("name", "rooms__name", "rooms__seats")) == [("Food", "A1", 6)]
    assert [(text.language, text.tagline, text.welcome) for text in new.texts.all()] == [
        ("en", "At one table", "Hello")
    ]
    assert [str(hours) for hours in new.halls.get(slug="food").hours.all()] == ["2031-05-22 10:00–12:00"]
    assert [question.translations["fr"]["text"] for question in new.questions.all()] == ["Que cultivez-vous ?"]
    assert [category.name for category in new.categories.all()] == ["Growers"]
    assert (new.terms.answer_hours, new.weights.texts, new.leads.day_before_hours) == (7, 0.25, 30)
    assert [(quota.role, quota.open_requests) for quota in new.quotas.all()] == [("visitor", 3)]
    [barrier] = new.barriers.all()
    assert (barrier.asking_group.name, barrier.asking_group.fair, barrier.asked_role) == ("Press", new, "interpreter")
    built.refresh_from_db()
    assert built.terms.answer_hours == 7
    assert built.halls.get(slug="food").rooms.count() == 1


def test_copy_fair_leaves_behind_who_came_and_what_was_booked(built):
    maker = make.member()
    new = once_more(built, maker)
    assert [(seat.user, seat.duty) for seat in new.participants.all()] == [(maker, "owner")]
    assert not new.slots.exists()
    assert not new.exhibitors.exists()
    assert not new.bookings.exists()
    assert not new.groups.get().participants.exists()


def test_copy_fair_copies_the_picture_and_shares_none(built, media):
    new = once_more(built)
    assert new.picture.name != built.picture.name
    assert (media / new.picture.name).read_bytes() == b"picture"
    (media / built.picture.name).unlink()
    assert once_more(built).picture.name == ""


def test_copy_fair_brings_the_team_if_wanted(built):
    owner = make.organiser(fair=built, user=make.member())
    helper = make.organiser(fair=built, duty="helper")
    make.organiser(fair=built, status="left", left_at=NOW)
    new = once_more(built, owner.user, with_team=True)
    assert {(seat.user, seat.duty) for seat in new.participants.all()} == {
        (owner.user, "owner"),
        (helper.user, "helper"),
    }


def test_copy_fair_is_all_or_nothing(built, media, monkeypatch):
    monkeypatch.setattr(copying, "_copy_terms", lambda fair, new: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        once_more(built)
    assert Fair.objects.count() == 1
    assert len([file for file in media.rglob("*") if file.is_file()]) == 1


def test_copy_fair_refuses_a_sixth_draft():
    maker = make.member()
    for _ in range(5):
        make.organiser(user=maker, fair=make.fair(status="draft"))
    with pytest.raises(TooManyDrafts):
        once_more(make.fair(), maker)


def test_a_fair_of_six_halls_and_three_hundred_rooms_is_copied_within_a_second():
    fair = make.fair()
    for hall in [make.hall(fair=fair) for _ in range(6)]:
        Room.objects.bulk_create(Room(hall=hall, name=f"Room {n}") for n in range(50))
    maker, began = make.member(), clock.perf_counter()
    new = once_more(fair, maker)
    assert clock.perf_counter() - began < 1
    assert Room.objects.filter(hall__fair=new).count() == 300
    assert Hall.history.filter(fair=new).count() == 6


def test_the_page_copies_and_leads_to_the_desk(client, fair, organiser):
    make.member(email="x@example.com")
    typed = {"name": "Next year", "starts_on": "2031-05-20", "with_team": "on"}
    assert client.get(page("copy-fair", fair)).status_code == 200
    assert client.post(page("copy-fair", fair), typed | {"starts_on": "soon"}).status_code == 422
    response = client.post(page("copy-fair", fair), typed)
    assert response.status_code == 409  # the organiser's address is not verified
    assert "Confirm your e-mail address first" in words(response)
    maker = make.organiser(fair=fair, user=make.member())
    client.force_login(maker.user)
    assert client.post(page("copy-fair", fair), typed).url == reverse("organising:organise", args=["next-year"])
    assert Fair.objects.get(slug="next-year").participants.count() == 2


# All that I organise ----------------------------------------------------------------


def test_list_fairs_shows_duty_state_and_next_step(client):
    owner = make.organiser(fair=make.fair(status="draft", name="Draft fair"))
    user = owner.user
    make.organiser(user=user, duty="helper", fair=make.fair(status="live", name="Live fair"))
    make.organiser(user=user, fair=make.fair(status="closed", archived_at=NOW, name="Old fair"))
    make.participant(user=user, fair=make.fair(name="Visited fair"))
    client.force_login(user)
    response = client.get(reverse("organising:list-fairs"))
    assert [line["fair"].name for line in response.context["lines"]] == ["Draft fair", "Live fair"]
    assert [line["fair"].name for line in response.context["archived"]] == ["Old fair"]
    first = response.context["lines"][0]
    assert (first["next"].key, first["done"], first["needed"]) == ("hours", 1, 6)
    assert response.context["lines"][1]["next"] is None  # a helper sets up nothing
    assert "Visited fair" not in words(response)


def test_list_fairs_of_somebody_who_organises_none(client):
    client.force_login(make.user())
    assert reverse("found-fair") in words(client.get(reverse("organising:list-fairs")))


def test_list_fairs_asks_as_often_for_three_as_for_one(client):
    user = make.organiser().user
    client.force_login(user)
    few = queries_of(client, reverse("organising:list-fairs"))
    for _ in range(3):
        make.organiser(user=user)
    assert queries_of(client, reverse("organising:list-fairs")) == few <= 15
