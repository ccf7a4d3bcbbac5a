"""The pages of those who wait and of those who are waited for, each with the deeds of its own side."""

import pytest
from django.urls import reverse

from matchmaking.accounts.models import Block
from matchmaking.meetings.actions import waiting as deeds
from matchmaking.meetings.models import WaitingListEntry
from tests import make
from tests.make import NOW
from tests.meetings.waiting_list.lists import Status, again

pytestmark = pytest.mark.django_db


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
