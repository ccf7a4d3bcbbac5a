"""The pages of a fair for everybody: what they show, whom they refuse, and what they survive."""

import pytest
from django.urls import reverse

from matchmaking.fairs.models import Break, Fair, Participant
from tests import make
from tests.fairs.pages import page, queries_of, words
from tests.make import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]


# Arriving ----------------------------------------------------------------


def test_home_welcomes_strangers_with_the_fairs_to_come(client):
    shown, over = make.fair(), make.fair(starts_on=NOW.date().replace(month=1), ends_on=NOW.date().replace(month=1))
    draft = make.fair(status=Fair.Status.DRAFT)
    text = words(client.get("/"))
    assert f'id="fair-{shown.slug}"' in text
    assert f'id="fair-{over.slug}"' not in text
    assert f'id="fair-{draft.slug}"' not in text


def test_home_without_any_fair(client):
    assert "No fair is open at the moment" in words(client.get("/"))
    client.force_login(make.user())
    assert "You take part in no fair yet" in words(client.get("/"))


@pytest.mark.parametrize("status", Participant.Status)
def test_home_shows_my_fairs_and_those_to_join(client, status):
    mine = make.participant(
        status=status,
        decided_at=None if status == "applied" else NOW,
        left_at=NOW if status == "left" else None,
        roles=["visitor", "exhibitor", "organiser"],
    )
    other = make.fair()
    client.force_login(mine.user)
    text = words(client.get("/"))
    assert (f'id="my-fair-{mine.fair.slug}"' in text) == (status != "left")
    assert (f'id="fair-{mine.fair.slug}"' in text) == (status == "left")
    assert f'id="fair-{other.slug}"' in text
    assert (reverse("organising:organise", args=[mine.fair.slug]) in text) == (status == "approved")


def test_home_asks_the_same_number_of_questions_for_many_fairs(client):
    alice = make.user()
    client.force_login(alice)
    make.participant(user=alice)
    make.fair()
    few = queries_of(client, "/")
    for _more in range(2):
        make.participant(user=alice)
        make.fair()
    assert queries_of(client, "/") == few


# Joining and leaving ----------------------------------------------------------------


@pytest.mark.parametrize("role", ["visitor", "exhibitor"])
def test_join_fair_page(client, fair, role):
    alice = make.user()
    client.force_login(alice)
    assert 'value="visitor"' in words(client.get(page("join-fair", fair)))
    response = client.post(page("join-fair", fair), {"role": role})
    assert response.status_code == 302
    assert response.url != page("join-fair", fair)
    assert fair.participants.get().roles == [role]


def test_join_fair_page_by_approval(client):
    fair = make.fair(registration=Fair.Registration.APPROVAL)
    client.force_login(make.user())
    response = client.post(page("join-fair", fair), {"role": "visitor", "message": "مرحبا 👋"}, follow=True)
    assert "waiting for the organiser" in words(response)
    assert fair.participants.get().message == "مرحبا 👋"


def test_join_fair_page_when_declined(client, fair):
    client.force_login(make.participant(fair=fair, status="declined").user)
    assert 'id="join"' not in words(client.get(page("join-fair", fair)))
    response = client.post(page("join-fair", fair), {"role": "visitor"})
    assert response.status_code == 409
    assert 'id="refusal"' in words(response)


def test_join_fair_page_when_closed(client):
    fair = make.fair(status=Fair.Status.CLOSED)
    client.force_login(make.user())
    assert 'id="closed"' in words(client.get(page("join-fair", fair)))
    assert client.post(page("join-fair", fair), {"role": "visitor"}).status_code == 409


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"role": "organiser"},
        {"role": "visitor", "message": "x" * 10_000},
        {"role": "visitor", "message": "a\x00b"},
        {"role": "visitor\x00"},
    ],
)
def test_join_fair_page_survives_nonsense(client, fair, typed):
    client.force_login(make.user())
    assert client.post(page("join-fair", fair), typed).status_code == 422
    assert not fair.participants.exists()


def test_leave_fair_page(client, fair):
    ours = make.participant(fair=fair)
    client.force_login(ours.user)
    assert 'id="leave"' in words(client.get(page("leave-fair", fair)))
    assert client.post(page("leave-fair", fair)).url == "/"
    ours.refresh_from_db()
    assert ours.status == "left"
    assert client.post(page("leave-fair", fair)).status_code == 409


def test_leave_fair_page_is_for_those_who_are_there(client, fair):
    client.force_login(make.user())
    assert client.get(page("leave-fair", fair)).status_code == 404


# For everybody ----------------------------------------------------------------


def test_show_timetable_shows_one_day(client, fair):
    make.opening_hours(fair=fair)
    Break.objects.create(fair=fair, name="Lunch", starts_at="12:00", ends_at="13:00")
    today, tomorrow = make.slot(fair=fair), make.slot(fair=fair, starts_at=NOW.replace(day=15))
    text = words(client.get(page("show-timetable", fair)))
    assert f'id="slot-{today.pk}"' in text
    assert f'id="slot-{tomorrow.pk}"' not in text
    assert "Lunch" in text
    text = words(client.get(page("show-timetable", fair), {"day": "2030-05-15"}))
    assert f'id="slot-{tomorrow.pk}"' in text
    for nonsense in ("2030-05-99", "x\x00", "1999-01-01", "９"):
        assert client.get(page("show-timetable", fair), {"day": nonsense}).status_code == 200


def test_show_timetable_asks_the_same_number_of_questions_for_many_slots(client, fair):
    make.opening_hours(fair=fair)
    make.slot(fair=fair)
    few = queries_of(client, page("show-timetable", fair))
    for hour in (10, 11):
        make.slot(fair=fair, starts_at=NOW.replace(hour=hour))
    assert queries_of(client, page("show-timetable", fair)) == few


def test_brand_is_kept_under_its_versions_address(client):
    fair = make.fair(brand_colour="#aa3300")
    response = client.get(page("brand", fair), {"v": "1"})
    assert response.content == b":root { --brand: #aa3300; }\n"
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    response = client.get(page("brand", fair))
    assert response["Cache-Control"] == "private, no-cache"
    assert client.get(page("brand", fair), headers={"if-none-match": response["ETag"]}).status_code == 304
