from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.accounts.models import Block
from matchmaking.meetings import errands
from matchmaking.meetings.actions.requesting import Wish, change_request, withdraw_request
from matchmaking.meetings.errands import LONGEST, Purpose, link_to
from matchmaking.meetings.models import Booking, MeetingRequest, WaitingListEntry
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def fair():
    fair = make.fair()
    make.room(hall=make.hall(fair=fair))
    return fair


@pytest.fixture
def slots(fair):
    return make.slots(fair, 3)


@pytest.fixture
def asked(fair, slots):
    """A buyer in Lima asks an exporter in Brussels, who reads French."""
    exporter = make.participant(fair=fair, user=make.user(time_zone="Europe/Brussels", language="fr"))
    buyer = make.participant(fair=fair, user=make.user(time_zone="America/Lima", name="Renata Quispe"))
    return make.meeting_request(sender=buyer, recipient=exporter, wishes=slots[:2], message="Chocolate")


@pytest.fixture
def exporter(asked):
    return asked.recipient.user


@pytest.fixture
def link(asked, exporter, slots):
    return link_to(Purpose.ACCEPT, asked, person=exporter, slot=slots[0].pk, at=NOW)


@pytest.fixture
def meeting(slots):
    return make.booking(slot=slots[0])


def attender(meeting, role):
    return meeting.attendances.get(role=role)


@pytest.fixture
def offer(fair, slots):
    star = make.participant(fair=fair)
    make.laid_out(star)
    make.available(star, slots[2])
    ends = {"offered_at": NOW, "offer_ends_at": NOW + HOUR}
    return make.wait(fair=fair, wanted=star, host=star, slot=slots[2], status="offered", welcomed_at=NOW, **ends)


# Looking ----------------------------------------------------------------


def test_looking_changes_nothing_however_often_a_scanner_does_it(client, link, asked):
    with CaptureQueriesContext(connection) as told:
        for ask in [client.get, client.head] * 5:
            assert ask(link).status_code == 200
    assert [query["sql"] for query in told if not query["sql"].startswith("SELECT")] == []
    client.post(link)
    assert Booking.objects.get().request == asked


def test_the_page_has_the_facts_on_the_persons_clock_in_his_language(client, link):
    response = client.get(link)
    content = response.content.decode()
    assert "Renata Quispe" in content
    assert "Chocolate" in content
    assert "Accepter cette heure" in content
    assert "12:00" in content  # in Brussels, where the slot begins at ten by the clock of Greenwich
    assert response["Content-Language"] == "fr"
    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex")


def test_nobody_is_signed_in_by_it_and_whoever_is_stays_who_he_is(client, link, asked, exporter):
    client.post(link)
    assert "_auth_user_id" not in client.session
    somebody = make.member()
    client.force_login(somebody)
    client.get(link)
    assert client.session["_auth_user_id"] == str(somebody.pk)


def test_the_button_needs_the_page_it_stands_on(link, asked):
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403
    assert not Booking.objects.exists()


# Each thing that can be done ----------------------------------------------------------------


def test_accept_books_that_time_and_is_done_once(client, link, asked, slots, exporter):
    assert client.post(link)["Location"] == link
    booked = Booking.objects.get()
    assert (booked.request, booked.slot, booked.booked_by) == (asked, slots[0], exporter)
    again = client.post(link)
    assert (again.status_code, Booking.objects.count()) == (200, 1)
    assert "Vous avez accepté" in again.content.decode()


def test_accept_for_a_stand_is_by_the_one_of_the_team_whose_link_it_is(client, fair, slots):
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    asked = make.meeting_request(fair=fair, recipient_stand=seat.exhibitor, wishes=[slots[0]])
    client.post(link_to(Purpose.ACCEPT, asked, person=seat.participant.user, slot=slots[0].pk, at=NOW))
    assert Booking.objects.get().attendances.get(role="host").participant == seat.participant


def test_decline_asks_why(client, asked, exporter):
    link = link_to(Purpose.DECLINE, asked, person=exporter, at=NOW)
    assert 'name="reason"' in client.get(link).content.decode()
    assert client.post(link, {"reason": "x" * 501}).status_code == 422
    client.post(link, {"reason": "No market there"})
    asked.refresh_from_db()
    assert (asked.status, asked.reason, asked.answered_by) == ("declined", "No market there", exporter)


def test_withdraw_is_the_senders(client, asked, exporter):
    client.post(link_to(Purpose.WITHDRAW, asked, person=asked.sender.user, at=NOW))
    asked.refresh_from_db()
    assert asked.status == "withdrawn"
    assert client.get(link_to(Purpose.WITHDRAW, asked, person=exporter, at=NOW)).status_code == 404


def test_cancel_says_why_to_everybody(client, meeting):
    guest = attender(meeting, "guest").user
    link = link_to(Purpose.CANCEL, meeting, person=guest, at=NOW)
    client.post(link, {"reason": "A flight"})
    meeting.refresh_from_db()
    assert (meeting.status, meeting.cancelled_by, meeting.reason) == ("cancelled", guest, "A flight")
    assert client.post(link).status_code == 200


def test_excuse_is_for_whoever_the_meeting_does_without(client, meeting):
    interpreter = make.attendance(booking=meeting, role="interpreter")
    link = link_to(Purpose.EXCUSE, meeting, person=interpreter.user, at=NOW)
    client.post(link)
    interpreter.refresh_from_db()
    assert interpreter.excused_at == NOW
    refused = client.post(link_to(Purpose.EXCUSE, meeting, person=attender(meeting, "host").user, at=NOW))
    assert refused.status_code == 409


def test_an_interpreter_cannot_cancel_by_a_link(client, meeting):
    interpreter = make.attendance(booking=meeting, role="interpreter")
    assert client.get(link_to(Purpose.CANCEL, meeting, person=interpreter.user, at=NOW)).status_code == 404


def test_take_and_pass_on_are_of_the_time_that_is_offered(client, offer, slots):
    links = {
        purpose: link_to(purpose, offer, person=offer.waiting.user, slot=slots[2].pk, at=NOW)
        for purpose in (Purpose.TAKE, Purpose.PASS_ON)
    }
    client.post(links[Purpose.PASS_ON])
    offer.refresh_from_db()
    assert (offer.status, offer.passed) == ("waiting", [slots[2].pk])
    assert client.post(links[Purpose.TAKE]).status_code == 409
    WaitingListEntry.objects.filter(pk=offer.pk).update(
        status="offered", slot=slots[2], host=offer.wanted, offered_at=NOW, offer_ends_at=NOW + HOUR, passed=[]
    )
    client.post(links[Purpose.TAKE])
    assert Booking.objects.get().slot == slots[2]
    assert client.get(links[Purpose.TAKE]).status_code == 200


# What it does not do ----------------------------------------------------------------


def test_a_link_ends_with_what_it_is_about_and_after_a_fortnight(asked, exporter, meeting):
    def ends(subject, person):
        return errands.read(link_to(Purpose.DECLINE, subject, person=person, at=NOW).split("/")[-2]).ends_at

    assert ends(asked, exporter) == asked.expires_at
    assert ends(meeting, exporter) == meeting.starts_at
    asked.expires_at = NOW + timedelta(days=60)
    assert ends(asked, exporter) == NOW + LONGEST


def test_an_expired_link_says_so_and_does_nothing(client, link, asked, time_machine):
    time_machine.move_to(asked.expires_at)
    for ask in (client.get, client.post):
        response = ask(link)
        assert response.status_code == 410
        assert 'id="over"' in response.content.decode()
    assert not Booking.objects.exists()


@pytest.mark.parametrize("spoil", [lambda s: s[:-1], lambda s: "x" + s, lambda s: s.replace(":", ""), lambda s: "a:b"])
def test_a_forged_link_is_no_link(client, link, spoil):
    signed = link.split("/")[-2]
    assert client.get(reverse("meetings:act", args=[spoil(signed)])).status_code == 404


def test_what_is_signed_for_another_end_is_no_link(client, link):
    said = errands.SIGNER.unsign_object(link.split("/")[-2])
    elsewhere = Signer(salt="meetings.feed").sign_object(said)
    assert client.get(reverse("meetings:act", args=[elsewhere])).status_code == 404


def test_a_link_is_worthless_once_its_mailbox_is_another_ones(client, link, exporter):
    exporter.email = "new@example.com"
    exporter.save()
    assert client.get(link).status_code == 404


def test_a_link_of_somebody_who_may_not_sign_in_is_worthless(client, link, exporter):
    exporter.is_active = False
    exporter.save()
    assert client.post(link).status_code == 404


def test_the_doors_are_the_same_as_for_whoever_has_signed_in(client, link, asked, exporter):
    Block.objects.create(blocker=exporter, blocked=asked.sender.user)
    assert client.post(link).status_code == 404
    stranger = link_to(Purpose.ACCEPT, asked, person=make.user(), slot=asked.wishes.first().slot_id, at=NOW)
    assert client.get(stranger).status_code == 404


def test_a_colleague_who_has_left_the_team_answers_nothing(client, fair, slots):
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    asked = make.meeting_request(fair=fair, recipient_stand=seat.exhibitor, wishes=[slots[0]])
    link = link_to(Purpose.ACCEPT, asked, person=seat.participant.user, slot=slots[0].pk, at=NOW)
    seat.delete()
    assert client.post(link).status_code == 404


def test_what_was_withdrawn_or_changed_meanwhile_is_told(client, link, asked, slots):
    wish = Wish([slots[2].pk], "Chocolate", "en")
    change_request(request_id=asked.pk, version=asked.version, wish=wish, at=NOW)
    assert client.post(link).status_code == 409
    withdraw_request(request_id=asked.pk, by=asked.sender.user, at=NOW)
    response = client.get(link)
    assert (response.status_code, 'id="refusal"' in response.content.decode()) == (409, True)
    assert not Booking.objects.exists()


def test_a_time_that_somebody_else_has_taken_is_refused_in_words(client, link, asked, slots):
    make.booking(slot=slots[0], host=asked.recipient)
    response = client.post(link)
    assert (response.status_code, 'id="refusal"' in response.content.decode()) == (409, True)
    asked.refresh_from_db()
    assert asked.status == MeetingRequest.Status.OPEN
