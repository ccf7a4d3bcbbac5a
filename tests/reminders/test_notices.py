"""What one was told: the list, a notice that is opened, and all of them read at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.reminders.actions.reading import mark_one_read, mark_read
from matchmaking.reminders.models import Notice
from matchmaking.reminders.views import notices as views
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Kind = Notice.Kind
LIST = reverse("reminders:list")


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def me(fair):
    return make.participant(fair=fair, user=make.member(time_zone="America/Lima", is_time_zone_chosen=True))


@pytest.fixture
def desk(client, me):
    client.force_login(me.user)
    return client


def notice(who, **kw):
    facts = {"kind": Kind.FOLLOW_UP, "due_at": NOW, "owed_at": NOW} | kw
    return Notice.objects.create(recipient=who.user, fair=who.fair, **facts)


def asked(me):
    return make.meeting_request(fair=me.fair, recipient=me, message="We buy cocoa.")


def of_request(me, **kw):
    return notice(me, kind=Kind.REQUEST_RECEIVED, subject=asked(me).pk, **kw)


# The list ----------------------------------------------------------------


def test_list_says_what_holds_now_on_both_clocks(desk, me):
    made = of_request(me)
    page = desk.get(LIST).content.decode()
    assert f'id="notice-{made.pk}"' in page
    assert "would like to meet you" in page
    assert "We buy cocoa." in page
    assert "Lima" in page
    assert "Brussels" in page
    assert reverse("reminders:open", args=[made.pk]) in page
    assert "not so any more" not in page


def test_list_is_by_days_of_the_readers_clock_and_the_newest_first(desk, me):
    late, early = (notice(me, owed_at=NOW - hours, occasion=str(hours)) for hours in (0 * HOUR, 5 * HOUR))
    days = desk.get(LIST).context["days"]
    # Nine in the morning at Greenwich is four in Lima; five hours earlier it was the evening before.
    assert [(f"{day:%d}", [line.notice for line in lines]) for day, lines in days] == [("14", [late]), ("13", [early])]


def test_list_marks_what_is_unread_in_words(desk, me):
    made = notice(me)
    assert 'badge--now">new<' in desk.get(LIST).content.decode()
    mark_one_read(notice=made, at=NOW)
    assert 'badge--now">new<' not in desk.get(LIST).content.decode()


def test_to_look_at_the_list_reads_nothing(desk, me):
    made = notice(me)
    desk.get(LIST)
    made.refresh_from_db()
    assert made.read_at is None


def test_list_shows_what_is_not_true_any_more_as_such(desk, me):
    made = of_request(me)
    request = asked(me).__class__.objects.get(pk=made.subject)
    request.status, request.answered_at = "withdrawn", NOW
    request.save()
    assert "not so any more" in desk.get(LIST).content.decode()


def test_list_keeps_a_notice_whose_subject_is_gone(desk, me):
    notice(me, kind=Kind.REQUEST_RECEIVED, subject="00000000-0000-0000-0000-00000000dead")
    assert "What this was about is not there any more." in desk.get(LIST).content.decode()


def test_list_shows_only_ones_own_and_nothing_that_came_too_late(desk, me):
    notice(make.participant(fair=me.fair))
    notice(me, dropped="too_late")
    response = desk.get(LIST)
    assert response.context["days"] == []
    assert "Here you will find" in response.content.decode()


def test_list_can_be_of_what_is_unread(desk, me):
    unread = notice(me)
    notice(me, occasion="read", read_at=NOW)
    response = desk.get(LIST, {"show": "unread"})
    assert [line.notice for _, lines in response.context["days"] for line in lines] == [unread]
    mark_read(user=me.user, at=NOW)
    assert "You have read everything" in desk.get(LIST, {"show": "unread"}).content.decode()


def test_list_has_pages_that_keep_the_filter(desk, me, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    for n in range(3):
        notice(me, occasion=str(n))
    assert "?show=unread&amp;page=2" in desk.get(LIST, {"show": "unread"}).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_often_for_three_of_each_as_for_one(desk, me, number, django_assert_num_queries):
    for n in range(number):
        of_request(me)
        booking = make.booking(fair=me.fair, slot=make.slot(fair=me.fair, starts_at=NOW + (n + 2) * HOUR), host=me)
        notice(me, kind=Kind.BOOKING_MADE, subject=booking.pk)
        notice(me, occasion=str(n))
    desk.get(LIST)
    # The reader with his session; how many, how many unread, the notices; requests and their times; meetings and their
    # people; the parts at fairs.
    with django_assert_num_queries(9):
        desk.get(LIST)


# One of them ----------------------------------------------------------------


def test_open_reads_the_notice_and_leads_where_it_leads(desk, me):
    made = of_request(me)
    response = desk.get(reverse("reminders:open", args=[made.pk]))
    assert response["Location"] == reverse("meetings:show-request", args=[made.subject])
    made.refresh_from_db()
    assert made.read_at == NOW


def test_open_keeps_the_first_time(desk, me):
    made = of_request(me, read_at=NOW - DAY)
    desk.get(reverse("reminders:open", args=[made.pk]))
    made.refresh_from_db()
    assert made.read_at == NOW - DAY


def test_open_says_that_what_it_was_about_is_gone(desk, me):
    made = notice(me, kind=Kind.REQUEST_RECEIVED, subject="00000000-0000-0000-0000-00000000dead")
    response = desk.get(reverse("reminders:open", args=[made.pk]), follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "What this was about is not there any more." in response.content.decode()


def test_open_is_for_whoever_was_told(client, me):
    made = of_request(me)
    client.force_login(make.user())
    assert client.get(reverse("reminders:open", args=[made.pk])).status_code == 404
    made.refresh_from_db()
    assert made.read_at is None


# All of them ----------------------------------------------------------------


def test_mark_read_reads_all_of_ones_own_and_says_so_to_the_bell(desk, me, monkeypatch):
    told = []
    monkeypatch.setattr("matchmaking.reminders.actions.reading.announce_notices", told.append)
    mine, other = notice(me), notice(make.participant(fair=me.fair))
    assert desk.post(reverse("reminders:mark-read"))["Location"] == LIST
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.read_at, other.read_at) == (NOW, None)
    desk.post(reverse("reminders:mark-read"))
    assert told == [[me.user.pk]]  # the second time there is nothing new to say


def test_mark_one_read_says_so_to_the_bell_once(me, monkeypatch):
    told = []
    monkeypatch.setattr("matchmaking.reminders.actions.reading.announce_notices", told.append)
    made = notice(me)
    mark_one_read(notice=made, at=NOW)
    mark_one_read(notice=made, at=NOW + MINUTE)
    assert told == [[me.user.pk]]


def test_the_head_of_every_page_leads_to_the_notices_of_whoever_is_signed_in(desk, client):
    page = desk.get("/companies/").content.decode()
    assert f'href="{LIST}"' in page
    assert 'data-bell="/ws/notices/"' in page
    desk.logout()
    assert "data-bell" not in client.get("/").content.decode()
