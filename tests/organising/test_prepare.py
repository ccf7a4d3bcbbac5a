"""The desk's first page: the way to the opening, what is refused on it, and what goes on afterwards."""

import pytest

from matchmaking.fairs.models import Fair
from matchmaking.meetings.models import FairTerms
from matchmaking.organising.queries.preparing import progress_of, state_of
from matchmaking.organising.rules.preparing import next_of, steps_of
from tests import make
from tests.fairs.pages import queries_of, words
from tests.make import NOW
from tests.organising.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]

NEEDED = ["basics", "hours", "halls", "rooms", "times", "words"]


@pytest.fixture
def fair():
    return make.fair(status="draft", languages=["en", "fr"])


def done(fair):
    steps = steps_of(fair, progress_of(Fair.objects.filter(pk=fair.pk))[fair.pk])
    return [step.key for step in steps if step.is_done], next_of(steps)


def test_the_steps_are_done_one_by_one(fair):
    make.organiser(fair=fair)
    grown, following = done(fair)
    assert (grown, following.key) == (["basics"], "hours")
    make.opening_hours(fair=fair)
    room = make.room(hall=make.hall(fair=fair))
    assert room.hall.fair == fair
    make.slot(fair=fair)
    assert done(fair)[1].key == "words"
    make.fair_text(fair=fair, description="All about it")
    fair.picture = "fairs/none.webp"
    fair.save()
    assert done(fair)[1].key == "words"  # nothing is said in French yet
    make.fair_text(fair=fair, language="fr", description="Tout")
    grown, following = done(fair)
    assert (grown, following) == (NEEDED, None)


def test_what_one_may_do_is_told_apart_from_what_one_must(fair):
    make.organiser(fair=fair)
    make.organiser(fair=fair, duty="helper")
    make.question(fair=fair)
    FairTerms.objects.create(fair=fair)
    make.exhibitor(fair=fair)
    grown, following = done(fair)
    assert grown == ["basics", "questions", "terms", "team", "exhibitors"]
    assert following.key == "hours"


def test_a_question_asked_no_more_is_no_step(fair):
    make.question(fair=fair, retired_at=NOW)
    assert "questions" not in done(fair)[0]


def test_the_page_marks_the_next_step_alone(client, fair, organiser):
    shown = client.get(page("organise", fair)).content.decode()
    assert shown.count('aria-current="step"') == 1
    assert "1 of 6 steps are done." in shown


def test_a_helper_sees_no_step_that_is_not_his(client, fair):
    client.force_login(make.organiser(fair=fair, duty="helper").user)
    response = client.get(page("organise", fair))
    assert response.context["checklist"] == []
    assert 'name="status"' not in response.content.decode()


def test_publishing_an_incomplete_fair_leads_to_what_is_missing(client, fair, organiser):
    response = client.post(page("change-status", fair), {"status": "open"})
    assert response.status_code == 409
    assert response.context["missing"][0][1] == "set-opening-hours"
    assert f'<li><a href="{page("set-opening-hours", fair)}">Opening hours</a></li>' in words(response)


def test_after_publishing_the_page_says_what_goes_on(client, organiser, fair):
    fair.status = "open"
    fair.save()
    make.participant(fair=fair)
    make.participant(fair=fair, status="applied", decided_at=None)
    asked = {"inquiry": "Who?", "inquired_at": NOW, "reply": "Me", "replied_at": NOW}
    make.participant(fair=fair, status="applied", decided_at=None, **asked)
    make.exhibitor(fair=fair)
    make.exhibitor(fair=fair, status="applied", decided_at=None)
    state = state_of(fair)
    assert (state.people, state.waiting, state.replied) == (2, 2, 1)
    assert (state.stands, state.stands_waiting, state.stands_unfinished) == (1, 1, 1)
    shown = words(client.get(page("organise", fair)))
    assert "1 has replied to you" in shown
    assert "1 is unfinished" in shown


def test_a_finished_stand_is_not_called_unfinished(fair):
    stand = make.exhibitor(fair=fair, headline="Cocoa", pitch="From Piura")
    make.representative(exhibitor=stand)
    stand.shown.create(product=make.product(company=stand.company))
    assert state_of(fair).stands_unfinished == 0


@pytest.mark.parametrize("status", ["draft", "live"])
def test_the_page_asks_as_often_for_three_as_for_one(client, fair, organiser, status):
    Fair.objects.update(status=status)
    few = queries_of(client, page("organise", fair))
    for _ in range(3):
        make.participant(fair=fair, status="applied", decided_at=None)
        make.exhibitor(fair=fair)
        make.question(fair=fair)
    assert queries_of(client, page("organise", fair)) == few <= 15
