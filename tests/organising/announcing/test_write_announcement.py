"""An organiser writes something for many: a draft, for whom, how it looks, a test to himself."""

import pytest
from django.core import mail

from matchmaking.fairs.actions.checking_in import check_in
from matchmaking.reminders import errors, tasks
from matchmaking.reminders.models import Announcement, Delivery, Notice
from tests import make
from tests.make import NOW
from tests.organising.announcing.news import HOUR, MINUTE, draft, fresh, gone_out, typed
from tests.organising.pages import page
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
Kind = Notice.Kind


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
