"""An announcement goes out: now or later, taken back, and what became of it."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.reminders import tasks
from matchmaking.reminders.actions import announcing
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Announcement, Notice
from tests import make
from tests.make import NOW
from tests.organising.announcing.news import DAY, HOUR, MINUTE, draft, fresh, gone_out
from tests.organising.pages import page

pytestmark = pytest.mark.django_db
Kind = Notice.Kind


# Sending ----------------------------------------------------------------


def test_send_announcement_now_tells_everybody_in_his_language(desk, fair, writer):
    news = draft(fair, roles=["visitor"])
    news.texts.create(language="fr", title="Les portes sont ouvertes", text="Entrez.")
    people = [make.participant(fair=fair, user=make.user(language=code)) for code in ("en", "fr")]
    response = desk.post(page("send-announcement", fair, news.pk), {"when": "now"})
    assert response["Location"] == page("show-announcement", fair, news.pk)
    note_what_is_owed(at=NOW)
    assert [n.recipient for n in Notice.objects.order_by("recipient__pk")] == [each.user for each in people]
    news = fresh(news)
    assert (news.state, news.begun_at, news.ended_at, news.reached) == ("sent", NOW, NOW, 2)
    tasks.send_mails()
    assert sorted(each.subject for each in mail.outbox) == ["Les portes sont ouvertes", "The doors are open"]
    shown = desk.get(page("show-announcement", fair, news.pk))
    figures = shown.context["figures"]
    assert (figures.told, figures.mailed, figures.read, figures.returned) == (2, 2, 0, 0)


def test_whoever_comes_later_is_not_told(fair):
    news = draft(fair, send_at=NOW)
    make.participant(fair=fair)
    note_what_is_owed(at=NOW)
    make.participant(fair=fair)
    note_what_is_owed(at=NOW + MINUTE)
    assert (Notice.objects.count(), fresh(news).reached) == (1, 1)


def test_send_announcement_later_is_by_the_fairs_clock(desk, fair):
    news = draft(fair)
    response = desk.post(
        page("send-announcement", fair, news.pk), {"when": "later", "day": "2030-05-14", "clock": "13:30"}
    )
    assert response.status_code == 302
    assert fresh(news).send_at == NOW + 2 * HOUR + 30 * MINUTE  # half past eleven in UTC
    shown = desk.get(page("show-announcement", fair, news.pk)).content.decode()
    assert "13:30" in shown
    assert "06:30" in shown


@pytest.mark.parametrize(
    ("when", "code", "field"),
    [
        ({"day": "2030-05-14", "clock": "10:59"}, 409, "clock"),
        ({"day": "2032-05-14", "clock": "10:00"}, 409, "day"),
        ({"day": "", "clock": "10:00"}, 422, "day"),
        ({"day": "2030-05-15", "clock": "late"}, 422, "clock"),
    ],
)
def test_send_announcement_refuses_at_the_field(desk, fair, when, code, field):
    news = draft(fair)
    response = desk.post(page("send-announcement", fair, news.pk), {"when": "later"} | when)
    assert (response.status_code, list(response.context["send_form"].errors)) == (code, [field])
    assert fresh(news).send_at is None


def test_send_announcement_refuses_to_tell_nobody(desk, fair):
    news = draft(fair, roles=["support"])
    response = desk.post(page("send-announcement", fair, news.pk), {"when": "now"})
    assert (response.status_code, response.context["refusal"].code) == (409, "nobody_to_tell")


def test_send_announcement_asks_before_it_says_the_same_twice(desk, fair):
    gone_out(fair, send_at=NOW - 29 * MINUTE, begun_at=NOW - 29 * MINUTE)
    news = draft(fair)
    response = desk.post(page("send-announcement", fair, news.pk), {"when": "now"})
    assert (response.status_code, response.context["refusal"].code) == (409, "said_just_now")
    assert 'id="send-twice"' in response.content.decode()
    response = desk.post(page("send-announcement", fair, news.pk), {"when": "now", "is_meant": "yes"})
    assert (response.status_code, fresh(news).send_at) == (302, NOW)


@pytest.mark.parametrize("facts", [{"title": "Another"}, {"text": "Another"}])
def test_send_announcement_does_not_ask_about_other_words(desk, fair, facts):
    gone_out(fair, send_at=NOW - MINUTE, begun_at=NOW - MINUTE, **facts)
    assert desk.post(page("send-announcement", fair, draft(fair).pk), {"when": "now"}).status_code == 302


def test_send_announcement_stops_at_five_a_day_of_the_fair(desk, fair):
    for n in range(5):
        gone_out(fair, title=f"News {n}")
    gone_out(make.fair(), title="Elsewhere")
    news = draft(fair)
    response = desk.post(page("send-announcement", fair, news.pk), {"when": "now"})
    assert (response.status_code, response.context["refusal"].code) == (409, "too_many_that_day")
    tomorrow = {"when": "later", "day": "2030-05-15", "clock": "00:00"}
    assert desk.post(page("send-announcement", fair, news.pk), tomorrow).status_code == 302


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"send_at": NOW + HOUR}, "scheduled_already"), ({"send_at": NOW, "begun_at": NOW, "reached": 1}, "sent_already")],
)
def test_send_announcement_sends_once(desk, fair, facts, code):
    news = draft(fair, **facts)
    response = desk.post(page("send-announcement", fair, news.pk), {"when": "now"})
    assert (response.status_code, response.context["refusal"].code) == (409, code)


# Taking back ----------------------------------------------------------------


def test_take_back_makes_it_a_draft(desk, fair):
    news = draft(fair, send_at=NOW + HOUR)
    assert desk.post(page("take-back-announcement", fair, news.pk)).status_code == 302
    assert fresh(news).state == "draft"
    note_what_is_owed(at=NOW + HOUR)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("facts", "code"), [({}, "not_scheduled"), ({"send_at": NOW, "begun_at": NOW, "reached": 1}, "sent_already")]
)
def test_take_back_refuses_what_is_not_waiting(desk, fair, facts, code):
    news = draft(fair, **facts)
    response = desk.post(page("take-back-announcement", fair, news.pk))
    assert (response.status_code, response.context["refusal"].code) == (409, code)


# When its moment has come ------------------------------------------------------------


def test_whoever_wrote_for_nobody_is_told(fair, writer):
    news = draft(fair, send_at=NOW, roles=["support"], written_by=writer.user)
    note_what_is_owed(at=NOW)
    note_what_is_owed(at=NOW + MINUTE)
    assert (fresh(news).state, fresh(news).reached) == ("nobody", 0)
    assert [(n.recipient, n.kind) for n in Notice.objects.all()] == [(writer.user, Kind.NOBODY_TOLD)]
    make.participant(fair=fair, roles=["support"])
    note_what_is_owed(at=NOW + 2 * MINUTE)
    assert Notice.objects.count() == 1


def test_an_announcement_that_nothing_has_sent_says_so(desk, fair):
    news = draft(fair, send_at=NOW - HOUR)
    assert 'id="late"' in desk.get(page("show-announcement", fair, news.pk)).content.decode()
    note_what_is_owed(at=NOW + 3 * DAY)
    assert fresh(news).begun_at is None


def test_begin_leaves_alone_what_was_taken_back(fair):
    news = draft(fair)
    assert announcing.begin(news.pk, at=NOW) is False


def test_going_out_takes_as_many_queries_for_many_as_for_one(fair):
    def queries(people):
        for _ in range(people):
            make.participant(fair=fair)
        draft(fair, send_at=NOW, title=str(people))
        with CaptureQueriesContext(connection) as asked:
            note_what_is_owed(at=NOW)
        Announcement.objects.all().delete()
        return len(asked)

    assert queries(1) == queries(5)
