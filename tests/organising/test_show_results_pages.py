"""The pages that show the result of a fair."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.fairs.models import Participant
from tests import make
from tests.make import NOW
from tests.organising import results as made
from tests.organising.pages import page

pytestmark = pytest.mark.django_db
PAGES = (
    "show-results",
    "show-people-results",
    "show-meeting-results",
    "show-room-results",
    "show-market-results",
    "show-travel-results",
    "list-reports",
    "list-without-meeting",
)
MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def desk(client, fair):
    client.force_login(make.organiser(fair=fair, user=make.member()).user)
    return client


@pytest.mark.parametrize("name", PAGES)
def test_page_of_a_fair_that_is_new_says_that_there_is_nothing_yet(desk, fair, name):
    response = desk.get(page(name, fair))
    assert response.status_code == 200
    assert "None" not in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_as_much_of_a_small_fair_as_of_a_larger_one(client, name):
    asked = []
    for people, meetings in ((8, 4), (24, 40)):
        fair = made.drawn_fair(people, people=people, meetings=meetings)
        client.force_login(make.organiser(fair=fair, user=make.member()).user)
        client.get(page(name, fair))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(name, fair)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= MOST_QUERIES


@pytest.mark.parametrize("name", PAGES)
def test_page_is_read_in_french(client, name):
    drawn = made.drawn_fair(1)
    user = make.member(language="fr")
    client.force_login(make.organiser(fair=drawn, user=user).user)
    assert client.get(page(name, drawn), headers={"Accept-Language": "fr"}).status_code == 200


def test_overview_has_six_figures_each_with_sentence_picture_and_table(client):
    fair = made.drawn_fair(1)
    client.force_login(make.organiser(fair=fair, user=make.member()).user)
    response = client.get(page("show-results", fair))
    words = response.content.decode()
    assert len(response.context["headlines"]) == 6
    assert words.count('role="img"') == words.count("The same as a table") == 6
    for headline in response.context["headlines"]:
        assert headline.figure.sentence


def test_analyst_sees_numbers_and_no_name(client):
    fair = made.drawn_fair(1)
    client.force_login(make.organiser(fair=fair, user=make.member(), duty="analyst").user)
    for name in PAGES[:-1]:
        words = client.get(page(name, fair)).content.decode()
        assert "list-without-meeting" not in words
        for person in Participant.objects.filter(fair=fair, user__name__startswith="Person").exclude(duty="analyst"):
            assert f">{person.user.name}<" not in words
    assert client.get(page("list-without-meeting", fair)).status_code == 404


def test_helper_sees_who_has_no_meeting(client, fair):
    stand, person = made.stand_of(fair), made.buyer_of(fair)
    client.force_login(make.organiser(fair=fair, user=make.member(), duty="helper").user)
    response = client.get(page("list-without-meeting", fair))
    assert [(row.side, row.pk) for row in response.context["rows"]] == [("stand", stand.pk), ("visitor", person.pk)]
    assert f'id="visitor-{person.pk}"' in response.content.decode()


def test_whoever_may_tell_people_something_is_led_to_an_announcement_for_them(client, fair):
    made.buyer_of(fair)
    client.force_login(make.organiser(fair=fair, user=make.member(), duty="manager").user)
    address = page("write-announcement", fair) + "?without-meetings"
    assert f'href="{address}"' in client.get(page("list-without-meeting", fair)).content.decode()
    assert client.get(address).context["form"]["without_meetings"].value() is True
    assert client.get(page("write-announcement", fair)).context["form"]["without_meetings"].value() is False


def test_stranger_finds_nothing(client, fair):
    client.force_login(make.organiser(user=make.member()).user)
    assert {client.get(page(name, fair)).status_code for name in PAGES} == {404}


# The fair before ----------------------------------------------------------------


def test_overview_is_beside_the_last_fair_of_the_same_owner(client, fair):
    owner = make.member()
    before = make.fair(name="Last year", starts_on=date(2029, 5, 1), ends_on=date(2029, 5, 2), status="closed")
    for one in (fair, before):
        make.organiser(fair=one, user=owner)
    client.force_login(owner)
    response = client.get(page("show-results", fair))
    assert response.context["before"] == before
    assert "1 at Last year" in response.content.decode()


def test_the_last_fair_is_shown_to_nobody_who_may_not_see_it(client, fair):
    before = make.fair(starts_on=date(2029, 5, 1), ends_on=date(2029, 5, 2), status="closed")
    owner = make.member()
    for one in (fair, before):
        make.organiser(fair=one, user=owner)
    client.force_login(make.organiser(fair=fair, user=make.member(), duty="analyst").user)
    assert client.get(page("show-results", fair)).context["before"] is None
