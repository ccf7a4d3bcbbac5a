"""A request is changed and withdrawn by its sender; answered with other times, declined, handed on, left to expire."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.accounts.models import Block
from matchmaking.meetings import errors
from matchmaking.meetings.actions.answering import (
    accept_request,
    assign_request,
    decline_request,
    expire_due_requests,
    propose_slots,
)
from matchmaking.meetings.actions.requesting import Wish, change_request, withdraw_request
from matchmaking.meetings.models import Booking, MeetingRequest
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
Status, Turn = MeetingRequest.Status, MeetingRequest.Turn


@pytest.fixture
def fair():
    fair = make.fair()
    make.room(hall=make.hall(fair=fair))
    return fair


@pytest.fixture
def slots(fair):
    return make.slots(fair, 4)


@pytest.fixture
def asked(fair, slots):
    """A visitor asks another for the first slot."""
    asked = make.meeting_request(fair=fair, wishes=slots[:1])
    make.laid_out(asked.sender, asked.recipient)
    return asked


@pytest.fixture
def team_asked(fair, slots):
    """A visitor asks a stand with two people for the first slot."""
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    make.representative(exhibitor=seat.exhibitor, position=1)
    asked = make.meeting_request(fair=fair, recipient_stand=seat.exhibitor, wishes=slots[:1])
    make.laid_out(asked.sender, *team(asked))
    return asked


def team(request):
    return [seat.participant for seat in request.recipient_stand.representatives.order_by("position")]


def wishes(request):
    return [wish.slot for wish in request.wishes.all()]


# Changed and withdrawn by its sender ----------------------------------------------------------------


def test_change_request_asks_for_other_times_in_other_words(asked, slots):
    wish = Wish([slots[2].pk, slots[1].pk], "Better so", "fr")
    changed = change_request(request_id=asked.pk, version=1, wish=wish, at=NOW)
    assert (changed.message, changed.language, changed.version) == ("Better so", "fr", 2)
    assert wishes(changed) == [slots[2], slots[1]]
    assert changed.expires_at == slots[2].starts_at


def test_change_request_tells_whoever_comes_later(asked, slots):
    wish = Wish([slots[1].pk])
    change_request(request_id=asked.pk, version=1, wish=wish, at=NOW)
    with pytest.raises(errors.ChangedMeanwhile):
        change_request(request_id=asked.pk, version=1, wish=wish, at=NOW)


def test_withdraw_request_once_and_twice(asked):
    for _ in range(2):
        gone = withdraw_request(request_id=asked.pk, by=asked.sender.user, at=NOW)
        assert (gone.status, gone.answered_at, gone.answered_by) == (Status.WITHDRAWN, NOW, asked.sender.user)


def test_withdraw_request_refuses_what_is_accepted(asked, slots):
    accept_request(request_id=asked.pk, slot_id=slots[0].pk, by=asked.recipient.user, at=NOW)
    with pytest.raises(errors.AnsweredAlready):
        withdraw_request(request_id=asked.pk, by=asked.sender.user, at=NOW)


# Answered with other times ----------------------------------------------------------------


def test_propose_slots_gives_the_turn_to_the_sender_who_accepts(asked, slots):
    proposed = propose_slots(request_id=asked.pk, version=1, slots=[slots[3].pk], message="In the evening?", at=NOW)
    assert (proposed.turn, proposed.status, proposed.reason) == (Turn.SENDER, Status.OPEN, "In the evening?")
    assert wishes(proposed) == [slots[3]]
    with pytest.raises(errors.NotYourTurn):
        accept_request(request_id=asked.pk, slot_id=slots[3].pk, by=asked.recipient.user, at=NOW)
    booking = accept_request(request_id=asked.pk, slot_id=slots[3].pk, by=asked.sender.user, as_sender=True, at=NOW)
    assert booking.slot == slots[3]


def test_propose_slots_and_back_again(asked, slots):
    propose_slots(request_id=asked.pk, version=1, slots=[slots[3].pk], at=NOW)
    back = propose_slots(request_id=asked.pk, version=2, slots=[slots[2].pk], as_sender=True, at=NOW)
    assert (back.turn, wishes(back)) == (Turn.RECIPIENT, [slots[2]])


def test_propose_slots_refuses_whose_turn_it_is_not(asked, slots):
    with pytest.raises(errors.NotYourTurn):
        propose_slots(request_id=asked.pk, version=1, slots=[slots[3].pk], as_sender=True, at=NOW)


def test_change_request_refuses_once_other_times_are_proposed(asked, slots):
    propose_slots(request_id=asked.pk, version=1, slots=[slots[3].pk], at=NOW)
    with pytest.raises(errors.NotYourTurn):
        change_request(request_id=asked.pk, version=2, wish=Wish([slots[1].pk]), at=NOW)


def test_who_proposes_for_a_stand_comes_himself(team_asked, slots):
    _first, second = team(team_asked)
    proposed = propose_slots(request_id=team_asked.pk, version=1, slots=[slots[3].pk], host=second, at=NOW)
    assert proposed.recipient == second
    booking = accept_request(
        request_id=team_asked.pk, slot_id=slots[3].pk, by=team_asked.sender.user, as_sender=True, at=NOW
    )
    assert booking.attendances.get(role="host").participant == second


def test_only_the_team_proposes_for_a_stand(team_asked, slots):
    with pytest.raises(errors.NotOnTheTeam):
        propose_slots(request_id=team_asked.pk, version=1, slots=[slots[3].pk], host=team_asked.sender, at=NOW)


# Declined, handed on, expired ----------------------------------------------------------------


def test_decline_request_with_a_reason_once_and_twice(asked):
    for _ in range(2):
        declined = decline_request(request_id=asked.pk, by=asked.recipient.user, reason="Sold out", at=NOW)
        assert (declined.status, declined.reason, declined.answered_at) == (Status.DECLINED, "Sold out", NOW)
    with pytest.raises(errors.AnsweredAlready):
        decline_request(request_id=asked.pk, by=asked.sender.user, at=NOW)


def test_assign_request_to_a_colleague_and_back(team_asked):
    _first, second = team(team_asked)
    assert assign_request(request_id=team_asked.pk, to=second, at=NOW).recipient == second
    assert assign_request(request_id=team_asked.pk, to=None, at=NOW).recipient is None
    with pytest.raises(errors.NotOnTheTeam):
        assign_request(request_id=team_asked.pk, to=team_asked.sender, at=NOW)


def test_assign_request_refuses_where_there_is_no_team(asked):
    with pytest.raises(errors.NotOnTheTeam):
        assign_request(request_id=asked.pk, to=None, at=NOW)


def test_a_colleague_accepts_in_place_of_another(team_asked, slots):
    _first, second = team(team_asked)
    booking = accept_request(request_id=team_asked.pk, slot_id=slots[0].pk, by=second.user, host=second, at=NOW)
    assert booking.attendances.get(role="host").participant == second


def test_a_colleague_who_has_not_opened_the_slot_is_not_sent_there(team_asked, slots):
    first, second = team(team_asked)
    with pytest.raises(errors.SlotClosed):
        accept_request(request_id=team_asked.pk, slot_id=slots[0].pk, by=second.user, host=first, at=NOW)
    make.available(first, slots[0])
    accept_request(request_id=team_asked.pk, slot_id=slots[0].pk, by=second.user, host=first, at=NOW)


def test_expire_due_requests_closes_what_nobody_has_answered(asked, slots):
    later = make.meeting_request(fair=asked.fair, wishes=slots[3:], expires_at=NOW + timedelta(hours=5))
    assert expire_due_requests(at=NOW) == 0
    due = NOW + timedelta(hours=5)
    MeetingRequest.objects.filter(pk=asked.pk).update(expires_at=due - timedelta(hours=1))
    assert expire_due_requests(at=due - timedelta(minutes=1)) == 1
    assert set(MeetingRequest.objects.values_list("pk", "status", "answered_at")) == {
        (asked.pk, Status.EXPIRED, due - timedelta(minutes=1)),
        (later.pk, Status.OPEN, None),
    }
    assert expire_due_requests(at=due - timedelta(minutes=1)) == 0


# The pages ----------------------------------------------------------------


def page(name, request):
    return reverse(f"meetings:{name}", args=[request.pk])


def test_the_recipient_accepts_on_the_page(client, asked, slots):
    client.force_login(asked.recipient.user)
    response = client.post(page("accept-request", asked), {"slot": slots[0].pk})
    booking = Booking.objects.get()
    assert response.url == reverse("meetings:show-booking", args=[booking.pk])


def test_the_loser_is_told_on_the_page_and_may_propose(client, asked, slots):
    make.booking(slot=slots[0], host=asked.sender)
    client.force_login(asked.recipient.user)
    response = client.post(page("accept-request", asked), {"slot": slots[0].pk})
    text = response.content.decode()
    assert response.status_code == 409
    assert 'id="refusal"' in text
    assert page("propose-slots", asked) in text


@pytest.mark.parametrize("slot", ["", "nonsense"])
def test_accepting_nothing_asks_again(client, asked, slot):
    client.force_login(asked.recipient.user)
    assert client.post(page("accept-request", asked), {"slot": slot}).url == page("show-request", asked)


def test_the_sender_may_not_accept_for_the_other(client, asked, slots):
    client.force_login(asked.sender.user)
    assert client.post(page("accept-request", asked), {"slot": slots[0].pk}).status_code == 409
    assert Booking.objects.count() == 0


def test_the_pages_of_proposing_and_changing(client, asked, slots):
    make.available(asked.sender, *slots)
    make.available(asked.recipient, *slots)
    client.force_login(asked.recipient.user)
    sent = {"slot": [slots[2].pk], "version": 1, "reason": "Later?"}
    assert client.get(page("propose-slots", asked)).status_code == 200
    assert client.post(page("propose-slots", asked), sent).status_code == 302
    assert client.post(page("propose-slots", asked), sent).status_code == 409
    asked.refresh_from_db()
    assert (asked.turn, wishes(asked), asked.reason) == (Turn.SENDER, [slots[2]], "Later?")
    assert client.get(page("change-request", asked)).status_code == 404


def test_the_sender_changes_and_withdraws_on_the_page(client, asked, slots):
    client.force_login(asked.sender.user)
    data = {"slot": [slots[1].pk], "version": 1, "message": "New words", "language": "en"}
    assert client.post(page("change-request", asked), {**data, "slot": []}).status_code == 422
    assert client.post(page("change-request", asked), data).url == page("show-request", asked)
    client.post(page("withdraw-request", asked))
    asked.refresh_from_db()
    assert (asked.message, wishes(asked), asked.status) == ("New words", [slots[1]], Status.WITHDRAWN)


def test_the_recipient_declines_on_the_page(client, asked):
    client.force_login(asked.recipient.user)
    assert client.post(page("withdraw-request", asked)).status_code == 404
    client.post(page("decline-request", asked), {"reason": "x" * 501})
    asked.refresh_from_db()
    assert asked.status == Status.OPEN
    client.post(page("decline-request", asked), {"reason": "Sold out"})
    asked.refresh_from_db()
    assert (asked.status, asked.reason) == (Status.DECLINED, "Sold out")


def test_the_team_hands_a_request_on_the_page(client, team_asked):
    first, second = team(team_asked)
    client.force_login(first.user)
    client.post(page("assign-request", team_asked), {"to": second.pk})
    team_asked.refresh_from_db()
    assert team_asked.recipient == second
    client.force_login(team_asked.sender.user)
    assert client.post(page("assign-request", team_asked), {"to": ""}).status_code == 404


@pytest.mark.parametrize("name", ["show-request", "propose-slots", "change-request"])
def test_a_stranger_and_the_blocked_find_no_request(client, asked, name):
    client.force_login(make.participant(fair=asked.fair).user)
    assert client.get(page(name, asked)).status_code == 404
    Block.objects.create(blocker=asked.sender.user, blocked=asked.recipient.user)
    client.force_login(asked.recipient.user)
    assert client.get(page(name, asked)).status_code == 404


def test_the_list_asks_as_often_for_three_as_for_one(client, fair, slots, django_assert_num_queries):
    mine = make.participant(fair=fair)
    client.force_login(mine.user)
    address = reverse("meetings:list-requests", args=[fair.slug])
    for number in (1, 2):
        for _ in range(number):
            make.meeting_request(recipient=mine, sender=make.participant(fair=fair), wishes=slots[:2])
            make.meeting_request(sender=mine, recipient=make.participant(fair=fair), wishes=slots[:1])
            make.meeting_request(sender=mine, recipient=make.participant(fair=fair), status="declined", answered_at=NOW)
        with django_assert_num_queries(9):
            response = client.get(address)
    counts = [len(response.context[name]) for name in ("waiting_for_me", "waiting_for_others", "over")]
    assert counts == [3, 3, 3]
