import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from matchmaking.accounts.models import Block
from matchmaking.meetings import errors
from matchmaking.meetings.actions.requesting import Side, Wish, send_request
from matchmaking.meetings.models import Barrier, Booking, Group, MeetingRequest, Quota, StandTerms
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
Status = MeetingRequest.Status


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def slots(fair):
    return make.slots(fair, 4)


@pytest.fixture
def buyer(fair):
    return make.participant(fair=fair)


@pytest.fixture
def seat(fair):
    return make.representative(exhibitor=make.exhibitor(fair=fair))


def send(sender, to, slots, **kw):
    wish = Wish([getattr(slot, "pk", slot) for slot in slots], kw.pop("message", ""))
    return send_request(**{"fair": sender.fair, "sender": sender, "to": to, "wish": wish, "at": NOW} | kw)


def test_send_request_waits_for_an_answer_and_blocks_nobody(buyer, seat, slots):
    sent = send(buyer, Side(stand=seat.exhibitor), [slots[2], slots[0]], message="Chocolate")
    sent.refresh_from_db()
    assert (sent.status, sent.turn, sent.sender, sent.recipient, sent.recipient_stand) == (
        Status.OPEN,
        MeetingRequest.Turn.RECIPIENT,
        buyer,
        None,
        seat.exhibitor,
    )
    assert (sent.message, sent.sent_at) == ("Chocolate", NOW)
    assert list(sent.wishes.values_list("rank", "slot")) == [(1, slots[2].pk), (2, slots[0].pk)]
    assert Booking.objects.count() == 0
    others = make.participant(fair=buyer.fair)
    assert send(others, Side(stand=seat.exhibitor), [slots[2]]).status == Status.OPEN


def test_send_request_expires_when_its_last_time_begins(buyer, seat, slots):
    assert send(buyer, Side(stand=seat.exhibitor), slots[:2]).expires_at == slots[1].starts_at


def test_send_request_twice_is_sent_once(buyer, seat, slots):
    first = send(buyer, Side(stand=seat.exhibitor), slots[:2])
    assert send(buyer, Side(stand=seat.exhibitor), slots[:2]) == first
    with pytest.raises(errors.AskedAlready):
        send(buyer, Side(stand=seat.exhibitor), slots[1:2])


def test_send_request_is_refused_while_the_other_waits_for_an_answer(buyer, fair, slots):
    other = make.participant(fair=fair)
    send(other, Side(person=buyer), slots[:1])
    with pytest.raises(errors.AskedAlready):
        send(buyer, Side(person=other), slots[1:2])


def test_send_request_again_after_the_first_has_expired(buyer, fair, slots):
    other = make.participant(fair=fair)
    first = send(buyer, Side(person=other), slots[:1])
    again = send(buyer, Side(person=other), slots[3:], at=slots[0].starts_at)
    first.refresh_from_db()
    assert (first.status, again.status) == (Status.EXPIRED, Status.OPEN)


@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        (lambda slots: [], errors.NoSlot),
        (lambda slots: slots, errors.TooManySlots),
        (lambda slots: [slots[0], slots[0]], errors.SlotTwice),
        (lambda slots: [slots[0], slots[0], slots[0]], errors.SlotTwice),
        (lambda slots: [make.slot(starts_at=NOW + timedelta(hours=1))], errors.SlotOfAnotherFair),
        (lambda slots: [make.slot(fair=slots[0].fair, starts_at=NOW - timedelta(hours=1))], errors.SlotPast),
        (lambda slots: [uuid4()], errors.SlotOfAnotherFair),
    ],
)
def test_send_request_refuses_times_that_cannot_be(buyer, seat, slots, chosen, refusal):
    with pytest.raises(refusal):
        send(buyer, Side(stand=seat.exhibitor), chosen(slots))
    assert MeetingRequest.objects.count() == 0


def test_send_request_refuses_oneself_and_ones_own_company(seat, slots):
    me = seat.participant
    with pytest.raises(errors.NotOneself):
        send(me, Side(person=me), slots[:1])
    with pytest.raises(errors.OwnCompany):
        send(me, Side(stand=seat.exhibitor), slots[:1])
    colleague = make.participant(fair=me.fair)
    make.membership(company=seat.exhibitor.company, user=colleague.user)
    with pytest.raises(errors.OwnCompany):
        send(me, Side(person=colleague), slots[:1])


def test_send_request_refuses_a_stand_without_a_team(buyer, slots):
    with pytest.raises(errors.NobodyThere):
        send(buyer, Side(stand=make.exhibitor(fair=buyer.fair)), slots[:1])


@pytest.mark.parametrize("is_by_me", [True, False])
def test_send_request_refuses_where_there_is_a_block(buyer, slots, is_by_me):
    other = make.participant(fair=buyer.fair)
    pair = (buyer.user, other.user) if is_by_me else (other.user, buyer.user)
    Block.objects.create(blocker=pair[0], blocked=pair[1])
    with pytest.raises(errors.NotTakingPart):
        send(buyer, Side(person=other), slots[:1])


@pytest.mark.parametrize("status", ["applied", "declined", "left"])
def test_send_request_refuses_who_does_not_take_part(buyer, slots, status):
    stamps = {"decided_at": None if status == "applied" else NOW, "left_at": NOW if status == "left" else None}
    other = make.participant(fair=buyer.fair, status=status, **stamps)
    with pytest.raises(errors.NotTakingPart):
        send(buyer, Side(person=other), slots[:1])


def test_send_request_refuses_at_a_fair_that_is_over(buyer, seat, slots):
    buyer.fair.status = "closed"
    buyer.fair.save()
    with pytest.raises(errors.FairTakesNoMeetings):
        send(buyer, Side(stand=seat.exhibitor), slots[:1])


def test_send_request_counts_open_requests_by_role(buyer, fair, slots):
    Quota.objects.create(fair=fair, role="visitor", open_requests=1)
    first = send(buyer, Side(person=make.participant(fair=fair)), slots[:1])
    with pytest.raises(errors.TooManyRequests):
        send(buyer, Side(person=make.participant(fair=fair)), slots[:1])
    first.status, first.answered_at = Status.DECLINED, NOW
    first.save()
    assert send(buyer, Side(person=make.participant(fair=fair)), slots[:1]).status == Status.OPEN


def test_barriers_keep_roles_and_groups_apart(buyer, fair, slots):
    other, press = make.participant(fair=fair), make.participant(fair=fair)
    group = Group.objects.create(fair=fair, name="Press")
    group.participants.add(press)
    barrier = Barrier.objects.create(fair=fair, asking_role="visitor", asked_group=group)
    assert send(buyer, Side(person=other), slots[:1]).status == Status.OPEN
    with pytest.raises(errors.BehindABarrier):
        send(buyer, Side(person=press), slots[:1])
    Barrier.objects.filter(pk=barrier.pk).update(asking_role="exhibitor")
    assert send(buyer, Side(person=press), slots[:1]).status == Status.OPEN


def test_a_stand_that_books_directly_has_the_meeting_at_once(buyer, seat, slots):
    make.room(hall=make.hall(fair=buyer.fair))
    StandTerms.objects.create(exhibitor=seat.exhibitor, books_directly=True)
    make.booking(slot=slots[0], host=seat.participant)
    sent = send(buyer, Side(stand=seat.exhibitor), slots[:2])
    booking = Booking.objects.get(request=sent)
    assert (sent.status, sent.recipient, booking.slot) == (Status.ACCEPTED, seat.participant, slots[1])


def test_a_stand_that_books_directly_is_asked_where_nobody_is_free(buyer, seat, slots):
    make.room(hall=make.hall(fair=buyer.fair))
    StandTerms.objects.create(exhibitor=seat.exhibitor, books_directly=True)
    make.booking(slot=slots[0], host=seat.participant)
    assert send(buyer, Side(stand=seat.exhibitor), slots[:1]).status == Status.OPEN
    assert Booking.objects.filter(request__isnull=False).count() == 0


# The page ----------------------------------------------------------------


def address(stand):
    return reverse("meetings:ask-stand", kwargs={"fair": stand.fair.slug, "slug": stand.slug})


def post(client, stand, slots, **kw):
    data = {"slot": [slot.pk for slot in slots], "message": "Chocolate", "language": "en"} | kw
    return client.post(address(stand), data)


@pytest.fixture
def signed_in(client, buyer):
    client.force_login(buyer.user)
    return client


def test_the_page_shows_what_is_free_for_both(signed_in, buyer, seat, slots):
    make.available(seat.participant, *slots[:3])
    make.laid_out(seat.participant, buyer)
    make.booking(slot=slots[0], host=seat.participant)
    make.booking(slot=slots[1], guest=buyer)
    make.room(hall=make.hall(fair=buyer.fair))
    response = signed_in.get(address(seat.exhibitor))
    assert response.status_code == 200
    told = {choice.slot.pk: str(choice.why_not) for choice in response.context["board"].choices}
    assert told == {
        slots[0].pk: "not free",
        slots[1].pk: "you are busy",
        slots[2].pk: "",
        slots[3].pk: "not free",
    }


def test_the_page_sends_the_request_in_the_order_of_the_clicks(signed_in, buyer, seat, slots):
    response = post(signed_in, seat.exhibitor, slots[:2], order=f"{slots[1].pk},{slots[0].pk}")
    sent = MeetingRequest.objects.get()
    assert response.url == reverse("meetings:show-request", args=[sent.pk])
    assert (sent.sender, sent.message, sent.language) == (buyer, "Chocolate", "en")
    assert [wish.slot for wish in sent.wishes.all()] == [slots[1], slots[0]]


def test_without_a_script_the_times_that_suit_both_best_come_first(signed_in, seat, slots):
    night = make.slot(fair=seat.exhibitor.fair, starts_at=NOW + timedelta(minutes=1))
    seat.participant.user.time_zone = "Pacific/Honolulu"
    seat.participant.user.save()
    late = make.slot(fair=seat.exhibitor.fair, starts_at=NOW + timedelta(hours=11))
    post(signed_in, seat.exhibitor, [night, late])
    assert [wish.slot for wish in MeetingRequest.objects.get().wishes.all()] == [late, night]


def test_the_page_says_what_is_wrong_and_loses_nothing(signed_in, seat, slots):
    response = post(signed_in, seat.exhibitor, [])
    assert response.status_code == 422
    assert "Choose at least one time." in response.content.decode()
    assert "Chocolate" in response.content.decode()
    gone = post(signed_in, seat.exhibitor, [make.slot(starts_at=NOW + timedelta(hours=1)), slots[0]])
    assert gone.status_code == 409
    assert f'value="{slots[0].pk}" checked' in gone.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"slot": ["nonsense", ""]},
        {"message": "x" * 1001},
        {"message": "a\x00b"},
        {"language": "xx"},
        {"recipient": "999"},
        {"order": "nonsense"},
    ],
)
def test_nonsense_never_breaks_the_page(signed_in, seat, slots, wrong):
    make.representative(exhibitor=seat.exhibitor)
    response = post(signed_in, seat.exhibitor, slots[:1], **wrong)
    assert response.status_code == (302 if "order" in wrong else 422)


def test_what_a_page_asks_again_is_only_the_times(signed_in, seat, slots):
    response = signed_in.get(address(seat.exhibitor), headers={"HX-Request": "true", "HX-Target": "choices"})
    page = response.content.decode()
    assert 'id="choices"' in page
    assert "<html" not in page


# One day at a time ----------------------------------------------------------------


@pytest.fixture
def tomorrow(buyer, seat):
    make.laid_out(buyer, seat.participant)
    make.room(hall=make.hall(fair=buyer.fair))
    return make.slots(buyer.fair, 2, first=NOW + timedelta(days=1))


@pytest.fixture
def two_days(slots, tomorrow, seat):
    make.available(seat.participant, *slots, *tomorrow)
    return slots, tomorrow


def boxes(response):
    """Of the times that are sent each with whether it is ticked, without those that are suggested."""
    page = response.content.decode()
    return {pk: " checked" in rest for pk, rest in re.findall(r'id="slot-([^"]+)" value="[^"]+"([^>]*)>', page)}


def of(slots, *ticked):
    return {str(slot.pk): slot in ticked for slot in slots}


def test_the_page_shows_one_day_and_how_much_is_free_on_each(signed_in, seat, two_days):
    response = signed_in.get(address(seat.exhibitor))
    assert boxes(response) == of(two_days[0])
    assert [(day.date, day.free) for day in response.context["days"]] == [
        (NOW.date(), 4),
        (NOW.date() + timedelta(days=1), 2),
    ]


def test_an_address_may_name_the_day(signed_in, seat, two_days):
    assert boxes(signed_in.get(address(seat.exhibitor), {"day": "2030-05-15"})) == of(two_days[1])
    for nonsense in ("", "today", "2029-01-01", "2030-05-99"):
        assert boxes(signed_in.get(address(seat.exhibitor), {"day": nonsense})) == of(two_days[0])


def test_an_open_page_asks_for_another_day_alone(signed_in, seat, two_days):
    alone = {"HX-Request": "true", "HX-Target": "times-2030-05-15"}
    response = signed_in.get(address(seat.exhibitor), {"day": "2030-05-15"}, headers=alone)
    assert boxes(response) == of(two_days[1])
    assert response.content.decode().lstrip().startswith('<fieldset class="slots__times" id="times-2030-05-15">')
    assert signed_in.get(address(seat.exhibitor), {"day": "2029-01-01"}, headers=alone).status_code == 404


def test_an_open_page_asks_again_for_all_days_that_it_shows_or_has_chosen_of(signed_in, seat, two_days):
    alone = {"HX-Request": "true", "HX-Target": "choices"}
    today, tomorrow = two_days
    response = signed_in.get(address(seat.exhibitor), {"day": ["2030-05-14", "2030-05-15"], "order": ""}, headers=alone)
    assert boxes(response) == of([*today, *tomorrow])
    response = signed_in.get(
        address(seat.exhibitor), {"day": "2030-05-14", "order": f"{tomorrow[1].pk},{today[0].pk}"}, headers=alone
    )
    assert boxes(response) == of([*today, *tomorrow], tomorrow[1], today[0])


def test_without_a_script_another_day_is_looked_at_and_nothing_is_lost_or_sent(signed_in, seat, two_days):
    today, tomorrow = two_days
    response = post(signed_in, seat.exhibitor, today[:1], day="2030-05-14", look="2030-05-15")
    assert (response.status_code, MeetingRequest.objects.count()) == (200, 0)
    assert boxes(response) == of([*today, *tomorrow], today[0])
    assert "Chocolate" in response.content.decode()
    assert 'role="alert"' not in response.content.decode()
    response = post(signed_in, seat.exhibitor, [today[0], tomorrow[1]], day=["2030-05-14", "2030-05-15"])
    assert [wish.slot for wish in MeetingRequest.objects.get().wishes.all()] == [today[0], tomorrow[1]]


def test_what_is_refused_keeps_the_days_that_were_shown_and_what_was_chosen(signed_in, seat, two_days):
    today, tomorrow = two_days
    gone = make.slot(starts_at=NOW + timedelta(hours=1))
    response = post(signed_in, seat.exhibitor, [gone, tomorrow[0]], day="2030-05-14")
    assert response.status_code == 409
    assert boxes(response) == of([*today, *tomorrow], tomorrow[0])


# Who may ----------------------------------------------------------------


def test_whoever_does_not_take_part_is_told_what_to_do(client, seat):
    client.force_login(make.user())
    assert client.get(address(seat.exhibitor)).status_code == 409


@pytest.mark.parametrize("visibility", ["nobody", "exhibitors"])
def test_a_hidden_visitor_is_not_there(signed_in, fair, visibility):
    profile = make.visitor(fair=fair, visibility=visibility)
    assert signed_in.get(reverse("meetings:ask-visitor", args=[fair.slug, profile.pk])).status_code == 404


def test_the_address_of_somebody_hidden_takes_no_request(signed_in, fair, slots):
    profile = make.visitor(fair=fair, visibility="nobody")
    make.available(profile.participant, *slots)
    page = reverse("meetings:ask-visitor", args=[fair.slug, profile.pk])
    assert signed_in.post(page, {"slot": [slots[0].pk], "message": "", "language": "en"}).status_code == 404
    assert MeetingRequest.objects.count() == 0


def test_a_visitor_who_has_blocked_me_is_not_there(signed_in, fair, buyer):
    profile = make.visitor(fair=fair)
    page = reverse("meetings:ask-visitor", args=[fair.slug, profile.pk])
    assert signed_in.get(page).status_code == 200
    Block.objects.create(blocker=profile.participant.user, blocked=buyer.user)
    assert signed_in.get(page).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_five_queries_whatever_there_is(signed_in, buyer, seat, number, django_assert_num_queries):
    for _ in range(number):
        make.representative(exhibitor=seat.exhibitor)
    make.slots(buyer.fair, number)
    signed_in.get(address(seat.exhibitor))  # lays out whoever has no agenda yet
    with django_assert_num_queries(5):
        signed_in.get(address(seat.exhibitor))
