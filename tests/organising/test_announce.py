"""An organiser tells many something: a draft, how it looks, a test, now or later, taken back, and what became of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.fairs.actions.checking_in import check_in
from matchmaking.reminders import errors, tasks
from matchmaking.reminders.actions import announcing
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Announcement, Delivery, Notice
from tests import make
from tests.make import NOW
from tests.organising.pages import page
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Kind = Notice.Kind


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def writer(fair):
    return make.organiser(fair=fair, user=make.member(time_zone="America/Lima", is_time_zone_chosen=True))


@pytest.fixture
def desk(client, writer):
    client.force_login(writer.user)
    return client


def draft(fair, **kw):
    facts = {"title": "The doors are open", "text": "Come in.", "language": "en", "written_at": NOW}
    return Announcement.objects.create(**{"fair": fair} | facts | kw)


def gone_out(fair, **kw):
    return draft(fair, **{"send_at": NOW - HOUR, "begun_at": NOW - HOUR, "ended_at": NOW, "reached": 1} | kw)


def typed(**kw):
    """What the form sends."""
    return {"title": "Lunch is at one", "text": "In hall B.", "language": "en"} | kw


def fresh(news):
    return Announcement.objects.get(pk=news.pk)


# Writing ----------------------------------------------------------------


def test_write_announcement_makes_a_draft_and_shows_it(desk, fair, writer):
    response = desk.post(page("write-announcement", fair), typed(roles=["visitor"], without_meetings="on"))
    news = Announcement.objects.get()
    assert response["Location"] == page("show-announcement", fair, news.pk)
    said = (news.fair, news.title, news.text, news.language, news.roles, news.without_meetings, news.send_at)
    assert said == (fair, "Lunch is at one", "In hall B.", "en", ["visitor"], True, None)
    assert (news.written_by, news.written_at, news.state) == (writer.user, NOW, "draft")
    assert not Notice.objects.exists()


def test_write_announcement_keeps_what_is_said_in_other_languages(desk, fair):
    desk.post(page("write-announcement", fair), typed(title_fr="Le déjeuner est à 13 h", text_fr="Hall B."))
    (text,) = Announcement.objects.get().texts.all()
    assert (text.language, text.title, text.text) == ("fr", "Le déjeuner est à 13 h", "Hall B.")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"text": " "}, "text"),
        ({"title": "x" * 121}, "title"),
        ({"language": "xx"}, "language"),
        ({"roles": ["king"]}, "roles"),
        ({"countries": ["ZZ"]}, "countries"),
        ({"hall": "999999"}, "hall"),
        ({"title_fr": "Bonjour"}, "text_fr"),
        ({"text_fr": "Bonjour"}, "title_fr"),
        ({"title_en": "Hello", "text_en": "Hello"}, "title_en"),
    ],
)
def test_write_announcement_says_what_is_wrong_at_its_field(desk, fair, wrong, field):
    response = desk.post(page("write-announcement", fair), typed() | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Announcement.objects.exists()


def test_write_announcement_offers_no_hall_of_another_fair(desk, fair):
    response = desk.post(page("write-announcement", fair), typed(hall=make.hall().pk))
    assert response.status_code == 422


def test_edit_announcement_says_it_otherwise(desk, fair):
    news = draft(fair, roles=["visitor"])
    news.texts.create(language="fr", title="Ouvert", text="Entrez.")
    shown = desk.get(page("edit-announcement", fair, news.pk)).content.decode()
    assert "The doors are open" in shown
    assert "Ouvert" in shown
    assert desk.post(page("edit-announcement", fair, news.pk), typed()).status_code == 302
    assert (fresh(news).title, fresh(news).roles, fresh(news).texts.count()) == ("Lunch is at one", [], 0)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"send_at": NOW + HOUR}, errors.ScheduledAlready),
        ({"send_at": NOW, "begun_at": NOW, "reached": 1}, errors.SentAlready),
    ],
)
@pytest.mark.parametrize("verb", ["edit-announcement", "remove-announcement"])
def test_what_is_scheduled_or_sent_is_not_changed(desk, fair, facts, refusal, verb):
    news = draft(fair, **facts)
    response = desk.post(page(verb, fair, news.pk), typed())
    assert response.status_code == 409
    assert str(refusal.message) in response.content.decode()
    assert fresh(news).title == "The doors are open"


def test_remove_announcement_removes_a_draft(desk, fair):
    news = draft(fair)
    assert desk.post(page("remove-announcement", fair, news.pk))["Location"] == page("organise-news", fair)
    assert not Announcement.objects.exists()


# For whom ----------------------------------------------------------------


def test_count_audience_says_how_many_and_who(desk, fair):
    make.participant(fair=fair, user=make.user(name="Amina Diallo"))
    make.participant(fair=fair, user=make.user(name="Bela Nagy"), roles=["interpreter"])
    piece = desk.get(page("count-audience", fair), {"roles": "interpreter"}).content.decode()
    assert "<strong>1</strong> person" in piece
    assert "Bela Nagy" in piece
    assert "Amina" not in piece
    assert "<strong>3</strong> people" in desk.get(page("count-audience", fair)).content.decode()
    assert "Nobody" in desk.get(page("count-audience", fair), {"roles": "support"}).content.decode()


def test_audience_of_incomplete_stands_are_their_teams(desk, fair):
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    make.participant(fair=fair)
    response = desk.get(page("count-audience", fair), {"at_incomplete_stands": "on"})
    assert (response.context["number"], list(response.context["people"])) == (1, [seat.participant])


def test_audience_of_those_who_are_not_checked_in(desk, fair, writer):
    here, away = make.participant(fair=fair), make.participant(fair=fair)
    check_in(participant=here, by=writer.user, at=NOW)
    response = desk.get(page("count-audience", fair), {"not_checked_in": "on", "roles": "visitor"})
    assert list(response.context["people"]) == [away]


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_as_often_for_three_as_for_one(desk, fair, number, django_assert_num_queries):
    for _ in range(number):
        person = make.participant(fair=fair)
        news = gone_out(fair)
        told = Notice.objects.create(
            recipient=person.user, fair=fair, kind=Kind.ANNOUNCEMENT, subject=news.pk, due_at=NOW, owed_at=NOW
        )
        Delivery.objects.create(notice=told, way="mail", due_at=NOW)
    waiting = draft(fair)
    desk.get(page("organise-news", fair))
    # The reader with his session; the fair with his part in it; how many, announcements, texts; figures, twice.
    with django_assert_num_queries(7):
        desk.get(page("organise-news", fair))
    with django_assert_num_queries(6):  # the announcement, its texts; how many, and who
        desk.get(page("show-announcement", fair, waiting.pk))


# How it looks ----------------------------------------------------------------


def test_show_announcement_shows_the_notice_and_the_mail(desk, fair):
    news = draft(fair, text="Come in.\nThere is cake.")
    shown = desk.get(page("show-announcement", fair, news.pk))
    assert "There is cake." in shown.content.decode()
    assert "frame-src 'self'" in shown["Content-Security-Policy"]
    letter = desk.get(page("preview-mail", fair, news.pk))
    assert "There is cake." in letter.content.decode()
    assert letter["X-Frame-Options"] == "SAMEORIGIN"
    assert letter["Content-Security-Policy"].startswith("default-src 'none'")


def test_preview_is_in_the_language_that_is_asked_for(desk, fair):
    news = draft(fair)
    news.texts.create(language="fr", title="Les portes sont ouvertes", text="Entrez.")
    letter = desk.get(page("preview-mail", fair, news.pk), {"language": "fr"}).content.decode()
    assert "Les portes sont ouvertes" in letter
    assert 'lang="fr"' in letter
    assert "The doors are open" in desk.get(page("preview-mail", fair, news.pk)).content.decode()


def test_test_goes_to_the_writer_alone_and_says_so(desk, fair, writer, django_capture_on_commit_callbacks, settings):
    make.participant(fair=fair)
    news = draft(fair)
    assert desk.post(page("test-announcement", fair, news.pk)).status_code == 302
    assert (fresh(news).tested_by, fresh(news).tested_at) == (writer.user, NOW)
    tasks.send_test(str(news.pk), writer.user.pk)
    (test,) = mail.outbox
    assert (test.to, test.subject) == ([writer.user.email], "Test: The doors are open")
    assert "This is a test." in test.body
    assert "List-Unsubscribe" not in test.extra_headers
    assert not Notice.objects.exists()


def test_test_goes_once_a_minute(desk, fair, time_machine):
    news, other = draft(fair), draft(fair)
    desk.post(page("test-announcement", fair, news.pk))
    response = desk.post(page("test-announcement", fair, other.pk))
    assert response.status_code == 409
    assert response.context["refusal"].code == "tested_just_now"
    time_machine.move_to(NOW + MINUTE, tick=False)
    assert desk.post(page("test-announcement", fair, other.pk)).status_code == 302


def test_test_of_what_is_gone_goes_nowhere(fair, writer):
    news = draft(fair)
    pk = str(news.pk)
    tasks.send_test(pk, 0)
    news.delete()
    tasks.send_test(pk, writer.user.pk)
    assert mail.outbox == []


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


# Constraints ----------------------------------------------------------------


def test_what_has_gone_out_stays_as_it_is(fair):
    news = gone_out(fair)
    for change in ({"title": "No"}, {"text": "No"}, {"roles": ["visitor"]}, {"reached": 3}):
        with refused_by("sent_announcement_stays"):
            Announcement.objects.filter(pk=news.pk).update(**change)
    with refused_by("texts_of_a_sent_announcement_stay"):
        news.texts.create(language="fr", title="Non", text="Non")
    draft(fair).texts.create(language="fr", title="Oui", text="Oui")


def test_announcement_says_it_once_in_a_language(fair):
    news = draft(fair)
    news.texts.create(language="fr", title="Oui", text="Oui")
    with refused_by("announcement_says_it_once_in_a_language"):
        news.texts.create(language="fr", title="Non", text="Non")


def test_announcement_begins_when_it_is_to_and_is_counted_then(fair):
    with refused_by("announcement_begins_when_it_is_to"):
        draft(fair, begun_at=NOW, reached=1)
    with refused_by("announcement_begins_when_it_is_to"):
        draft(fair, send_at=NOW, begun_at=NOW - MINUTE, reached=1)
    with refused_by("announcement_begun_iff_counted"):
        draft(fair, send_at=NOW, begun_at=NOW)


# Strangers ----------------------------------------------------------------


@pytest.mark.parametrize("verb", ["show-announcement", "edit-announcement", "preview-mail"])
def test_announcement_of_another_fair_is_not_there(desk, fair, verb):
    assert desk.get(page(verb, fair, draft(make.fair()).pk)).status_code == 404
