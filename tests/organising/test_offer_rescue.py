"""Somebody's meeting fails: who could meet him instead, to whom the time is offered, and what comes of it."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.accounts.models import Block
from matchmaking.discovery.models import Pairing
from matchmaking.meetings import errors
from matchmaking.meetings.actions import waiting
from matchmaking.meetings.actions.rescuing import Party, offer_meeting
from matchmaking.meetings.models import Barrier, Booking, MeetingRequest, WaitingListEntry
from matchmaking.organising.queries.rescuing import candidates_for
from tests import make
from tests.organising.conftest import A_MINUTE
from tests.organising.pages import page

pytestmark = pytest.mark.django_db


class Crowd:
    """A visitor whose meeting fails, the next time of the fair, and stands of which somebody is there."""

    def __init__(self, today):
        self.today, self.fair = today, today.fair
        self.visitor = make.visitor(participant=make.participant(fair=today.fair, user=make.member(name="Vera")))
        self.me = self.visitor.participant
        self.booking = today.meeting(-5, lasts=15, guest=self.me)
        self.slot = make.slot(fair=self.fair, starts_at=today.now + 20 * A_MINUTE)
        make.laid_out(self.me)
        make.available(self.me, self.slot)
        today.room()

    def representative(self, name, *, likes=True, is_there=True, is_open=True):
        seat = make.representative(exhibitor=make.exhibitor(fair=self.fair), user=make.member(name=name))
        make.laid_out(seat.participant)
        if is_open:
            make.available(seat.participant, self.slot)
        if is_there:
            UserSession.objects.create(
                user=seat.participant.user,
                ip="127.0.0.1",
                user_agent="x",
                session_key=name,
                last_seen_at=self.today.now,
            )
        if likes:
            Pairing.objects.create(
                fair=self.fair,
                exhibitor=seat.exhibitor,
                profile=self.visitor,
                worth=1.0,
                stand_view=1.0,
                visitor_view=1.0,
                is_for_visitor=True,
                is_for_stand=True,
            )
        return seat

    def found(self, at=None):
        found = candidates_for(Party(self.me), at=at or self.today.now)
        return [(str(each.party.person.user), each.asked) for each in found]

    def offer(self, seat, **kw):
        facts = {"of": Party(self.me), "to": Party(seat.participant, seat.exhibitor), "slot": self.slot}
        return offer_meeting(**facts | kw, by=self.today.keeper, at=self.today.now)


@pytest.fixture
def crowd(today):
    return Crowd(today)


def test_those_who_want_each_other_are_there_and_free_are_found(crowd):
    crowd.representative("Likes him")
    asked = crowd.representative("Was asked", likes=False)
    asker = crowd.representative("Has asked", likes=False)
    make.meeting_request(
        sender=crowd.me, recipient_stand=asked.exhibitor, wishes=[crowd.slot], expires_at=crowd.slot.ends_at
    )
    make.meeting_request(
        sender=asker.participant,
        sender_stand=asker.exhibitor,
        recipient=crowd.me,
        wishes=[crowd.slot],
        expires_at=crowd.slot.ends_at,
    )
    crowd.representative("Is away", is_there=False)
    crowd.representative("Has closed the time", is_open=False)
    crowd.representative("Wants nothing", likes=False)
    busy = crowd.representative("Is in a meeting")
    crowd.today.meeting(-5, lasts=15, host=busy.participant)
    taken = crowd.representative("Has a meeting then")
    make.booking(slot=crowd.slot, host=taken.participant)
    assert sorted(crowd.found()) == [("Has asked", "them"), ("Likes him", ""), ("Was asked", "he")]
    assert crowd.found()[-1] == ("Likes him", "")


def test_nobody_is_found_who_is_kept_apart_from_him(crowd):
    blocked = crowd.representative("Blocked")
    Block.objects.create(blocker=blocked.participant.user, blocked=crowd.me.user)
    colleague = crowd.representative("Colleague")
    make.membership(company=colleague.exhibitor.company, user=crowd.me.user)
    assert crowd.found() == []
    crowd.representative("Behind a barrier")
    for asking, asked in (("visitor", "exhibitor"), ("exhibitor", "visitor")):
        Barrier.objects.create(fair=crowd.fair, asking_role=asking, asked_role=asked)
    assert crowd.found() == []


def test_without_a_time_soon_nobody_is_found(crowd):
    crowd.representative("Likes him")
    assert crowd.found(at=crowd.slot.starts_at) == []


def test_the_one_who_was_asked_is_offered_the_time_and_the_meeting_is_booked_when_he_takes_it(crowd):
    seat = crowd.representative("Was asked", likes=False)
    request = make.meeting_request(sender=crowd.me, recipient=seat.participant, wishes=[crowd.slot])
    entry = crowd.offer(seat)
    assert (entry.waiting, entry.wanted, entry.status) == (seat.participant, crowd.me, "offered")
    assert (entry.offered_by, entry.is_rescue, bool(entry.welcomed_at)) == (crowd.today.keeper, True, True)
    waiting.take_offer(entry_id=entry.pk, at=crowd.today.now + A_MINUTE)
    booking = Booking.objects.get(slot=crowd.slot)
    assert {seat.participant for seat in booking.attendances.all()} == {crowd.me, seat.participant}
    request.refresh_from_db()
    assert (request.status, booking.request) == ("accepted", request)


def test_whoever_was_asked_himself_is_offered_it_and_has_it_at_once(crowd):
    seat = crowd.representative("Has asked", likes=False)
    request = make.meeting_request(
        sender=seat.participant, sender_stand=seat.exhibitor, recipient=crowd.me, wishes=[crowd.slot]
    )
    entry = crowd.offer(seat)
    assert (entry.waiting, entry.wanted_stand, entry.host) == (crowd.me, seat.exhibitor, seat.participant)
    waiting.take_offer(entry_id=entry.pk, at=crowd.today.now + A_MINUTE)
    assert Booking.objects.get(slot=crowd.slot).request == request


def test_where_nobody_has_asked_he_is_offered_it_and_then_the_other_one_is_asked(crowd):
    seat = crowd.representative("Likes him")
    entry = crowd.offer(seat)
    assert (entry.waiting, entry.welcomed_at) == (crowd.me, None)
    waiting.take_offer(entry_id=entry.pk, at=crowd.today.now + A_MINUTE)
    assert not Booking.objects.filter(slot=crowd.slot).exists()
    assert MeetingRequest.objects.get().recipient_stand == seat.exhibitor


def test_an_offer_that_is_not_taken_leaves_no_place_on_a_list(crowd):
    seat = crowd.representative("Likes him")
    entry = crowd.offer(seat)
    waiting.end_offer(entry_id=entry.pk, at=entry.offer_ends_at)
    assert WaitingListEntry.objects.get().status == "withdrawn"
    again = crowd.offer(seat)
    assert waiting.pass_on_offer(entry_id=again.pk, at=crowd.today.now).status == "withdrawn"


def test_both_read_who_has_found_the_time_for_them(client, crowd):
    seat = crowd.representative("Likes him")
    entry = crowd.offer(seat)
    read = {}
    for who in (crowd.me, seat.participant):
        client.force_login(who.user)
        read[who] = client.get(reverse("meetings:show-wait", args=[entry.pk])).content.decode()
        assert "Found on the day" in read[who]
    assert "It is yours to take for a few minutes" in read[crowd.me]
    assert "Do without it" in read[crowd.me]
    assert "Leave the waiting list" not in read[crowd.me]
    assert "has offered it to the other side" in read[seat.participant]


def test_what_the_list_offers_later_is_not_the_organisers(crowd):
    seat = crowd.representative("Likes him")
    place = make.wait(waiting=crowd.me, wanted_stand=seat.exhibitor, since=crowd.today.now)
    entry = crowd.offer(seat)
    assert (entry.pk, entry.is_rescue) == (place.pk, False)
    waiting.end_offer(entry_id=entry.pk, at=entry.offer_ends_at)
    make.available(crowd.me, later := make.slot(fair=crowd.fair, starts_at=crowd.today.now + 60 * A_MINUTE))
    make.available(seat.participant, later)
    assert waiting.offer_to(entry_id=entry.pk, at=crowd.today.now)
    entry.refresh_from_db()
    assert (entry.slot, entry.offered_by) == (later, None)


def test_twice_is_once(crowd):
    seat = crowd.representative("Likes him")
    assert crowd.offer(seat) == crowd.offer(seat)
    assert WaitingListEntry.objects.count() == 1


def test_it_refuses_who_is_not_free_any_more_or_kept_apart(crowd):
    seat = crowd.representative("Likes him")
    closed = crowd.representative("Closed", is_open=False)
    with pytest.raises(errors.NotFreeTogether):
        crowd.offer(closed)
    Block.objects.create(blocker=crowd.me.user, blocked=seat.participant.user)
    with pytest.raises(errors.NotTakingPart):
        crowd.offer(seat)
    with pytest.raises(errors.SlotPast):
        crowd.offer(closed, slot=crowd.booking.slot)
    assert not WaitingListEntry.objects.exists()


def test_the_page_shows_them_and_one_click_offers(keeper, crowd):
    crowd.today.comes(crowd.booking, "guest")
    seat = crowd.representative("Likes him")
    rescue = page("show-rescue", crowd.fair, crowd.booking.pk)
    read = keeper.get(rescue).content.decode()
    assert "Somebody for Vera" in read
    assert f'id="candidate-{seat.participant.pk}"' in read
    asked = {"for": crowd.me.pk, "who": seat.participant.pk}
    answer = keeper.post(page("offer-rescue", crowd.fair, crowd.booking.pk), asked, follow=True)
    assert "The time is offered to Vera" in answer.content.decode()
    assert WaitingListEntry.objects.get().offered_by == crowd.today.keeper
    for nonsense in ({}, {"for": "x", "who": "9"}, {"for": crowd.me.pk, "who": crowd.me.pk}):
        assert keeper.post(page("offer-rescue", crowd.fair, crowd.booking.pk), nonsense).status_code == 409


def test_an_empty_list_says_so_and_strangers_find_none(client, keeper, crowd):
    rescue = page("show-rescue", crowd.fair, crowd.booking.pk)
    assert "Nobody suits at this moment" in keeper.get(rescue).content.decode()
    client.force_login(crowd.me.user)
    assert client.get(rescue).status_code == 404
    assert client.post(page("offer-rescue", crowd.fair, crowd.booking.pk)).status_code == 404


def test_the_number_of_queries_does_not_grow(keeper, crowd):
    rescue = page("show-rescue", crowd.fair, crowd.booking.pk)
    crowd.representative("First")
    keeper.get(rescue)
    with CaptureQueriesContext(connection) as with_one:
        keeper.get(rescue)
    for name in ("Second", "Third"):
        crowd.representative(name)
    with CaptureQueriesContext(connection) as with_three:
        keeper.get(rescue)
    assert len(with_three) == len(with_one)
