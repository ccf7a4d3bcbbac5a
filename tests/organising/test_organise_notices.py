"""What an organiser sees: who was told of what, on which way, what became of it, and never what it said."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.organising.views import notices as organising
from matchmaking.reminders.models import Delivery, FairLeads, Notice
from tests import make
from tests.make import NOW

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
def desk(client, fair):
    client.force_login(make.organiser(fair=fair, user=make.member()).user)
    return client


@pytest.fixture
def amina(fair):
    return make.participant(fair=fair, user=make.user(name="Amina Diallo", email="amina@example.com"))


def page_of(fair):
    return reverse("organising:organise-notices", args=[fair.slug])


def told(who, *ways, kind=Kind.FOLLOW_UP, **kw):
    """Somebody was told something; each of `ways` says what became of it there."""
    facts = {"due_at": NOW, "owed_at": NOW} | kw
    occasion = str(Notice.objects.count())
    notice = Notice.objects.create(recipient=who.user, fair=who.fair, kind=kind, occasion=occasion, **facts)
    for way in ways:
        Delivery.objects.create(**{"notice": notice, "way": "mail", "due_at": NOW} | way)
    return notice


def sent(at=NOW, **kw):
    return {"status": "sent", "ended_at": at} | kw


def failed(at=NOW, **kw):
    return {"status": "failed", "ended_at": at, "problem": "refused", "answer": "550 no such user"} | kw


def listed(client, fair, **wanted):
    return list(client.get(page_of(fair), wanted).context["page"].object_list)


# Who was told of what ----------------------------------------------------------------


def test_list_says_to_whom_and_what_became_of_it(desk, fair, amina):
    told(amina, sent(), {"way": "push"})
    told(amina, failed())
    told(amina, {"status": "dropped", "ended_at": NOW, "problem": "changed"})
    told(amina, dropped="too_late")
    told(amina)
    page = desk.get(page_of(fair)).content.decode()
    for words in (
        "Amina Diallo",
        str(Kind.FOLLOW_UP.label),
        "sent</span>",
        "waiting</span>",
        "failed</span>",
        "550 no such user",
        "it was not true any more",
        "it would have come too late",
        "among the notices only",
        "<strong>1</strong> message could not be delivered.",
    ):
        assert words in page


def test_list_never_says_what_is_between_two(desk, fair, amina):
    asked = make.meeting_request(fair=fair, recipient=amina, message="Our secret price is two euros.")
    told(amina, sent(), kind=Kind.REQUEST_RECEIVED, subject=asked.pk)
    later = make.slot(fair=fair, starts_at=NOW + 3 * HOUR)
    booking = make.booking(slot=later, guest=amina, status="cancelled", cancelled_at=NOW, reason="We found cheaper.")
    told(amina, sent(), kind=Kind.BOOKING_CANCELLED, subject=booking.pk)
    page = desk.get(page_of(fair)).content.decode()
    for secret in ("secret price", "found cheaper", str(asked.pk), str(booking.pk), str(asked.sender.user)):
        assert secret not in page


@pytest.mark.parametrize(
    ("wanted", "which"),
    [
        ({}, "0 1 2 3"),
        ({"q": "amina"}, "0 1 3"),
        ({"q": "AMINA@example"}, "0 1 3"),
        ({"kind": "offer"}, "1"),
        ({"way": "push"}, "2"),
        ({"state": "failed"}, "1"),
        ({"state": "dropped"}, "3"),
        ({"state": "sent", "way": "mail"}, "0"),
        ({"state": "dropped", "way": "mail"}, ""),
        ({"day": "2030-05-13"}, "2"),
        ({"day": "2030-05-14"}, "0 1 3"),
        ({"day": "nonsense", "state": "lost", "kind": "rumour"}, "0 1 2 3"),
    ],
)
def test_list_can_be_searched_and_filtered(desk, fair, amina, wanted, which):
    other = make.participant(fair=fair)
    made = [
        told(amina, sent()),
        told(amina, failed(), kind=Kind.OFFER),
        # Half past eleven in the evening in Brussels, where the fair is.
        told(other, sent(way="push"), owed_at=NOW - 11 * HOUR - 30 * MINUTE),
        told(amina, dropped="too_late"),
    ]
    found = listed(desk, fair, **wanted)
    assert sorted(found, key=made.index) == [made[int(n)] for n in which.split()]


def test_list_is_of_this_fair_alone(desk, fair):
    told(make.participant(), sent())
    response = desk.get(page_of(fair))
    assert list(response.context["page"].object_list) == []
    assert "Nothing fits this search" in response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(desk, fair, number, django_assert_num_queries):
    for _ in range(number):
        told(make.participant(fair=fair), sent(), {"way": "push"})
        told(make.participant(fair=fair), failed())
    desk.get(page_of(fair))
    # The reader with his session; the fair with his part in it; how many, notices, deliveries; failed ones, who is not
    # reached; leads.
    with django_assert_num_queries(8):
        desk.get(page_of(fair))


def test_list_has_pages_that_keep_the_filter(desk, fair, amina, monkeypatch):
    monkeypatch.setattr(organising, "PER_PAGE", 1)
    told(amina, failed())
    told(amina, failed())
    assert "?state=failed&amp;page=2" in desk.get(page_of(fair), {"state": "failed"}).content.decode()


# Whom no mail reaches ----------------------------------------------------------------


def test_unreached_are_those_whose_last_mail_has_failed(desk, fair, amina):
    told(amina, failed(NOW - HOUR))
    told(amina, failed(NOW, answer="550 mailbox full"))
    well = make.participant(fair=fair)
    told(well, failed(NOW - HOUR))
    told(well, sent())
    without_push = make.participant(fair=fair)
    told(without_push, failed(way="push"))
    unreached = desk.get(page_of(fair)).context["unreached"]
    assert [(delivery.notice.recipient, delivery.answer) for delivery in unreached] == [
        (amina.user, "550 mailbox full")
    ]


# Reminder times ----------------------------------------------------------------


def test_change_leads_changes_the_fairs_reminders_and_remembers_who_did(desk, fair):
    address = reverse("organising:change-leads", args=[fair.slug])
    assert desk.post(address, {"day_before_hours": 48, "soon_minutes": 30})["Location"] == page_of(fair)
    desk.post(address, {"day_before_hours": 12, "soon_minutes": 10})
    leads = FairLeads.objects.get(fair=fair)
    assert (leads.day_before_hours, leads.soon_minutes) == (12, 10)
    assert list(leads.history.values_list("day_before_hours", flat=True)) == [12, 48]
    assert leads.history.latest().history_user_id == int(desk.session["_auth_user_id"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("day_before_hours", 1), ("day_before_hours", ""), ("soon_minutes", 121), ("soon_minutes", "x")],
)
def test_change_leads_refuses_at_the_field(desk, fair, field, value):
    address = reverse("organising:change-leads", args=[fair.slug])
    response = desk.post(address, {"day_before_hours": 48, "soon_minutes": 30} | {field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not FairLeads.objects.exists()


def test_change_leads_is_for_the_organiser_of_this_fair(client, fair):
    client.force_login(make.organiser(user=make.member()).user)
    assert client.post(reverse("organising:change-leads", args=[fair.slug]), {}).status_code == 404
