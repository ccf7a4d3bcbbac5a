from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.accounts.models import Block
from matchmaking.meetings import errors, rules
from matchmaking.meetings.actions import waiting as deeds
from matchmaking.meetings.actions.booking import cancel_booking
from matchmaking.meetings.actions.parting import leave
from matchmaking.meetings.actions.requesting import Side, Wish, send_request
from matchmaking.meetings.models import Availability, Booking, BusyTime, FairTerms, MeetingRequest, WaitingListEntry
from matchmaking.meetings.queries.lines import line_of, places_in
from matchmaking.meetings.tasks import offer_freed_slots as sweep_task
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
Status = WaitingListEntry.Status
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def fair():
    fair = make.fair()
    make.room(hall=make.hall(fair=fair))
    return fair


@pytest.fixture
def slots(fair):
    return make.slots(fair, 2)


@pytest.fixture
def star(fair, slots):
    """Somebody whom everybody wants: the one time that he has opened is booked."""
    star = make.visitor(participant=make.participant(fair=fair)).participant
    make.laid_out(star)
    make.available(star, slots[0])
    return star


@pytest.fixture
def meeting(star, slots):
    return make.booking(slot=slots[0], host=star)


@pytest.fixture
def buyers(fair):
    people = [make.participant(fair=fair) for _ in range(3)]
    make.laid_out(*people)
    return people


def join(who, to, **kw):
    side = to if isinstance(to, Side) else Side(person=to)
    return deeds.join_list(**{"fair": who.fair, "waiting": who, "to": side, "at": NOW} | kw)


def cancel(meeting, at=NOW):
    return cancel_booking(booking_id=meeting.pk, by=meeting.attendances.get(role="host").user, at=at)


def sweep(at=NOW):
    return deeds.offer_freed_slots(at=at)


def again(entry):
    entry.refresh_from_db()
    return entry


@pytest.fixture
def offered(star, meeting, buyers):
    """The first of two in the line has an offer until half of the hour to the slot is gone."""
    entries = [join(who, star, at=NOW + n * MINUTE) for n, who in enumerate(buyers[:2])]
    cancel(meeting)
    assert sweep() == 1
    return again(entries[0])


# Joining ----------------------------------------------------------------


def test_join_list_is_the_last_of_the_line(star, meeting, buyers):
    entries = [join(who, star, message="Chocolate", at=NOW + n * MINUTE) for n, who in enumerate(buyers)]
    assert list(line_of(entries[0])) == entries
    assert places_in(entries) == {entry.pk: n for n, entry in enumerate(entries, 1)}
    assert (entries[0].status, entries[0].since, entries[0].message) == (Status.WAITING, NOW, "Chocolate")


def test_join_list_twice_is_once(star, meeting, buyers):
    assert join(buyers[0], star) == join(buyers[0], star)
    assert WaitingListEntry.objects.count() == 1


def test_join_list_refuses_while_there_are_times_for_both(star, buyers):
    with pytest.raises(errors.NotFull):
        join(buyers[0], star)


def test_join_list_refuses_where_no_time_will_come(fair, buyers):
    with pytest.raises(errors.NothingToWaitFor):
        join(buyers[0], make.participant(fair=fair))


def test_join_list_refuses_the_twenty_first_list(fair, slots, buyers):
    for _ in range(deeds.MOST_WAITS):
        make.wait(waiting=buyers[0])
    with pytest.raises(errors.TooManyWaits):
        join(buyers[0], make.participant(fair=fair))


def test_join_list_refuses_whoever_may_not_ask(star, meeting, buyers):
    Block.objects.create(blocker=star.user, blocked=buyers[0].user)
    with pytest.raises(errors.NotTakingPart):
        join(buyers[0], star)
    with pytest.raises(errors.NotOneself):
        join(star, star)


# Offers ----------------------------------------------------------------


def test_nothing_is_offered_while_nothing_is_free(star, meeting, buyers):
    entry = join(buyers[0], star)
    assert sweep() == 0
    assert again(entry).status == Status.WAITING


def test_a_freed_slot_is_offered_to_the_first_in_the_line_for_a_while(offered, star, slots, buyers):
    assert (offered.waiting, offered.status, offered.host, offered.slot) == (buyers[0], Status.OFFERED, star, slots[0])
    assert (offered.offered_at, offered.offer_ends_at) == (NOW, NOW + HOUR / 2)
    assert list(WaitingListEntry.objects.filter(waiting=buyers[1]).values_list("status", "slot")) == [("waiting", None)]
    assert sweep() == 0  # a second run does nothing


def test_an_offer_stands_as_long_as_the_fair_says(fair, star, buyers):
    FairTerms.objects.create(fair=fair, offer_minutes=45)
    far = make.slot(fair=fair, starts_at=NOW + 20 * HOUR)
    make.available(star, far)
    meeting = make.booking(slot=far, host=star)
    Availability.objects.filter(participant=star).exclude(slot=far).delete()
    entry = join(buyers[0], star)
    cancel(meeting)
    sweep()
    assert again(entry).offer_ends_at == NOW + 45 * MINUTE


def test_what_is_offered_is_free_for_nobody_else(offered, star, slots, buyers):
    ours, theirs = (deeds.board_for(make_entry(who, star), NOW) for who in (buyers[0], buyers[2]))
    assert ([choice.slot.pk for choice in ours.free], theirs.free) == ([slots[0].pk], [])


def make_entry(who, star):
    return WaitingListEntry(fair=who.fair, waiting=who, wanted=star)


def test_a_stand_that_books_directly_does_not_give_away_what_is_offered(fair, slots, buyers):
    seat = make.representative(exhibitor=make.exhibitor(fair=fair))
    make.stand_terms(exhibitor=seat.exhibitor, books_directly=True)
    make.laid_out(seat.participant)
    make.available(seat.participant, slots[0])
    meeting = make.booking(slot=slots[0], host=seat.participant)
    entry = join(buyers[0], Side(stand=seat.exhibitor))
    cancel(meeting)
    sweep()
    wish = Wish([slots[0].pk])
    other = send_request(fair=fair, sender=buyers[1], to=Side(stand=seat.exhibitor), wish=wish, at=NOW)
    assert other.status == MeetingRequest.Status.OPEN
    taken = deeds.take_offer(entry_id=entry.pk, at=NOW)
    assert (taken.status, taken.booking.slot, taken.recipient) == ("accepted", slots[0], seat.participant)


def test_an_offer_that_nobody_takes_passes_on_to_the_next(offered, slots, buyers):
    late = offered.offer_ends_at
    assert sweep(late - MINUTE) == 0
    assert sweep(late) == 1
    assert (again(offered).status, offered.slot, offered.passed) == (Status.WAITING, None, [slots[0].pk])
    second = WaitingListEntry.objects.get(waiting=buyers[1])
    assert (second.status, second.slot, second.offer_ends_at) == (Status.OFFERED, slots[0], late + HOUR / 4)
    assert sweep(second.offer_ends_at) == 0  # both have let it pass: it is open to everybody
    assert WaitingListEntry.objects.filter(status=Status.OFFERED).count() == 0


def test_an_offer_is_void_once_the_slot_is_free_no_more(offered, star, slots):
    BusyTime.objects.create(user=star.user, starts_at=slots[0].starts_at, ends_at=slots[0].ends_at)
    assert sweep() == 0
    assert (again(offered).status, offered.passed) == (Status.WAITING, [])


def test_the_line_ends_for_whoever_has_got_a_meeting_otherwise(offered, star, slots, buyers):
    make.booking(slot=slots[1], host=star, guest=buyers[0])
    sweep()
    assert (again(offered).status, offered.slot) == (Status.TAKEN, None)
    assert WaitingListEntry.objects.get(waiting=buyers[1]).status == Status.OFFERED


def test_whoever_may_not_ask_any_more_is_passed_over(star, meeting, buyers):
    first, second = (join(who, star, at=NOW + n * MINUTE) for n, who in enumerate(buyers[:2]))
    Block.objects.create(blocker=star.user, blocked=buyers[0].user)
    cancel(meeting)
    assert sweep() == 1
    assert (again(first).status, again(second).status) == (Status.WAITING, Status.OFFERED)


def test_whoever_leaves_the_fair_leaves_the_line(offered, buyers):
    leave(participants=[buyers[0].pk], at=NOW)
    assert again(offered).status == Status.WITHDRAWN
    assert sweep() == 1
    assert WaitingListEntry.objects.get(waiting=buyers[1]).status == Status.OFFERED


def test_the_task_sweeps(star, meeting, buyers):
    join(buyers[0], star)
    cancel(meeting)
    assert (sweep_task(), sweep_task()) == (1, 0)


def test_offers_are_asked_for_only_where_there_is_something_free(star, meeting, buyers, django_assert_max_num_queries):
    for who in buyers:
        join(who, star)
    with django_assert_max_num_queries(3):
        assert sweep() == 0


@pytest.mark.parametrize(
    ("minutes", "until_slot", "ends"), [(120, 10 * HOUR, 2 * HOUR), (120, 2 * HOUR, HOUR), (5, 2 * HOUR, 5 * MINUTE)]
)
def test_offer_ends_leaves_half_of_the_time_to_the_next(minutes, until_slot, ends):
    slot = make.slot(starts_at=NOW + until_slot)
    assert rules.offer_ends(NOW, minutes, slot) == NOW + ends


# Taking, letting pass, leaving ----------------------------------------------------------------


def test_take_offer_asks_for_the_slot(offered, star, slots, buyers):
    sent = deeds.take_offer(entry_id=offered.pk, at=NOW)
    assert (sent.status, sent.sender, sent.recipient) == ("open", buyers[0], star)
    assert list(sent.wishes.values_list("slot", flat=True)) == [slots[0].pk]
    assert (again(offered).status, offered.request) == (Status.TAKEN, sent)
    assert deeds.take_offer(entry_id=offered.pk, at=NOW) == sent


def test_take_offer_books_at_once_if_welcome(offered, star, slots, buyers):
    deeds.welcome(entry_id=offered.pk, at=NOW)
    sent = deeds.take_offer(entry_id=offered.pk, at=NOW)
    assert (sent.status, sent.booking.slot, sent.booking.is_confirmed) == ("accepted", slots[0], True)
    assert set(sent.booking.attendances.values_list("participant", "role")) == {
        (star.pk, "host"),
        (buyers[0].pk, "guest"),
    }


def test_take_offer_refuses_when_it_is_over(offered):
    with pytest.raises(errors.OfferOver):
        deeds.take_offer(entry_id=offered.pk, at=offered.offer_ends_at)
    assert (again(offered).status, MeetingRequest.objects.count()) == (Status.OFFERED, 0)


def test_take_offer_refuses_what_was_never_offered(star, meeting, buyers):
    entry = join(buyers[0], star)
    with pytest.raises(errors.OfferOver):
        deeds.take_offer(entry_id=entry.pk, at=NOW)


def test_take_offer_refuses_a_slot_that_is_taken_meanwhile_and_nothing_is_lost(offered, star, slots):
    deeds.welcome(entry_id=offered.pk, at=NOW)
    make.booking(slot=slots[0], host=star)
    before = Booking.objects.count(), MeetingRequest.objects.count()
    with pytest.raises(errors.SlotTaken):
        deeds.take_offer(entry_id=offered.pk, at=NOW)
    assert (Booking.objects.count(), MeetingRequest.objects.count()) == before
    assert again(offered).status == Status.OFFERED


def test_pass_on_offer_goes_to_the_next_and_does_not_come_back(offered, slots, buyers):
    for _ in range(2):
        deeds.pass_on_offer(entry_id=offered.pk, at=NOW)
    assert (again(offered).status, offered.passed) == (Status.WAITING, [slots[0].pk])
    assert sweep() == 1
    second = WaitingListEntry.objects.get(waiting=buyers[1])
    assert second.status == Status.OFFERED
    deeds.leave_list(entry_id=second.pk)
    assert sweep() == 0


def test_leave_list_is_final_and_twice_is_once(offered):
    for _ in range(2):
        deeds.leave_list(entry_id=offered.pk)
    assert (again(offered).status, offered.slot) == (Status.WITHDRAWN, None)
    with pytest.raises(errors.NotWaiting):
        deeds.take_offer(entry_id=offered.pk, at=NOW)


def test_welcome_is_said_once_and_not_to_whoever_has_gone(offered):
    for later in (NOW, NOW + MINUTE):
        deeds.welcome(entry_id=offered.pk, at=later)
    assert again(offered).welcomed_at == NOW
    deeds.leave_list(entry_id=offered.pk)
    with pytest.raises(errors.NotWaiting):
        deeds.welcome(entry_id=offered.pk, at=NOW)


def test_decline_wait_takes_off_the_list_but_not_what_is_taken(offered):
    deeds.take_offer(entry_id=offered.pk, at=NOW)
    with pytest.raises(errors.AnsweredAlready):
        deeds.decline_wait(entry_id=offered.pk)
    other = make.wait()
    for _ in range(2):
        assert deeds.decline_wait(entry_id=other.pk).status == Status.DECLINED


# Pages ----------------------------------------------------------------


def ask_page(star):
    return reverse("meetings:ask-visitor", args=[star.fair.slug, star.visitor_profile.pk])


def wait_page(entry, name="show-wait"):
    return reverse(f"meetings:{name}", args=[entry.pk])


def test_who_finds_no_time_is_put_on_the_list_with_his_words(client, star, meeting, buyers):
    client.force_login(buyers[0].user)
    assert 'name="wait"' in client.get(ask_page(star)).content.decode()
    response = client.post(ask_page(star), {"wait": "1", "message": "Chocolate", "language": "en"})
    entry = WaitingListEntry.objects.get()
    assert (response.status_code, response["Location"]) == (302, wait_page(entry))
    assert (entry.waiting, entry.wanted, entry.message) == (buyers[0], star, "Chocolate")
    assert 'name="wait"' not in client.get(ask_page(star)).content.decode()


def test_a_refusal_to_wait_keeps_the_words(client, star, buyers):
    client.force_login(buyers[0].user)
    response = client.post(ask_page(star), {"wait": "1", "message": "Chocolate", "language": "en"})
    assert response.status_code == 409
    assert "There are free times: choose one of them." in response.content.decode()
    assert "Chocolate" in response.content.decode()


def test_the_page_of_an_offer_takes_it(client, offered, star):
    client.force_login(offered.waiting.user)
    assert 'id="offer"' in client.get(wait_page(offered)).content.decode()
    response = client.post(wait_page(offered, "take-offer"))
    assert response["Location"] == reverse("meetings:show-request", args=[again(offered).request.pk])


def test_the_page_says_a_refusal(client, offered, star, slots):
    deeds.welcome(entry_id=offered.pk, at=NOW)
    make.booking(slot=slots[0], host=star)
    client.force_login(offered.waiting.user)
    response = client.post(wait_page(offered, "take-offer"))
    assert response.status_code == 409
    assert 'id="refusal"' in response.content.decode()


def test_whoever_waits_lets_pass_and_leaves(client, offered):
    client.force_login(offered.waiting.user)
    assert client.post(wait_page(offered, "pass-on-offer"))["Location"] == wait_page(offered)
    assert again(offered).status == Status.WAITING
    client.post(wait_page(offered, "leave-list"))
    assert again(offered).status == Status.WITHDRAWN


def test_whoever_is_waited_for_says_welcome_or_declines(client, offered, star):
    client.force_login(star.user)
    assert client.get(wait_page(offered)).status_code == 200
    client.post(wait_page(offered, "welcome-wait"))
    assert again(offered).welcomed_at == NOW
    client.post(wait_page(offered, "decline-wait"))
    assert again(offered).status == Status.DECLINED


def test_no_side_does_the_deeds_of_the_other_and_strangers_see_nothing(client, offered, star, buyers):
    doors = {
        star: {"show-wait": 200, "take-offer": 404, "pass-on-offer": 404, "leave-list": 404},
        buyers[0]: {"show-wait": 200, "welcome-wait": 404, "decline-wait": 404},
        buyers[1]: dict.fromkeys(["show-wait", "take-offer", "leave-list", "welcome-wait", "decline-wait"], 404),
    }
    for who, expected in doors.items():
        client.force_login(who.user)
        for name, status in expected.items():
            ask = client.get if name == "show-wait" else client.post
            assert (who, name, ask(wait_page(offered, name)).status_code) == (who, name, status)
    assert again(offered).status == Status.OFFERED


def test_whoever_is_blocked_is_seen_no_more(client, offered, star):
    Block.objects.create(blocker=star.user, blocked=offered.waiting.user)
    client.force_login(star.user)
    assert client.get(wait_page(offered)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_requests_lists_both_and_asks_as_often(client, fair, star, number, django_assert_num_queries):
    for _ in range(number):
        make.wait(wanted=star, waiting=make.participant(fair=fair))
        make.wait(waiting=star)
    client.force_login(star.user)
    page = reverse("meetings:list-requests", args=[fair.slug])
    client.get(page)
    with django_assert_num_queries(7):
        content = client.get(page).content.decode()
    assert content.count('id="wait-') == 2 * number
