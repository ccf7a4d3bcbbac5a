"""The organiser writes to the people of a meeting, or to one of them: who reads it, where, and under whose name."""

import pytest

from matchmaking.lobbies import queries, snapshot
from matchmaking.lobbies.models import Remark
from matchmaking.reminders import tellings
from matchmaking.reminders.models import Delivery, Notice
from tests import make
from tests.organising.pages import page
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db


def write(keeper, today, booking, text="Please come to hall 2", **facts):
    return keeper.post(page("write-to-meeting", today.fair, booking.pk), {"text": text, **facts})


def told(today):
    return {notice.recipient: notice for notice in Notice.objects.filter(kind="desk_message")}


def own(board, user):
    return board.own(user.pk)["to_you"]


def test_everybody_of_the_meeting_reads_it_in_the_room_and_is_told(keeper, today):
    booking = today.meeting()
    host, guest = (booking.attendances.get(role=role).user for role in ("host", "guest"))
    assert write(keeper, today, booking).url == page("show-meeting", today.fair, booking.pk)
    board = snapshot.read(booking.pk, at=today.now)
    assert [(said["name"], said["text"]) for said in board.facts["remarks"]] == [
        (f"Olga Keeper, {today.fair.name}", "Please come to hall 2")
    ]
    notices = told(today)
    assert set(notices) == {host, guest}
    said = tellings.read(notices.values(), at=today.now)[notices[guest].pk]
    assert (said.quote, said.is_true) == ("Please come to hall 2", True)
    assert "Olga Keeper" in said.text
    assert set(Delivery.objects.values_list("way", "urgency")) == {("mail", 1)}


def test_what_is_for_one_alone_is_read_by_nobody_else(keeper, today):
    booking = today.meeting()
    host, guest = (booking.attendances.get(role=role).user for role in ("host", "guest"))
    write(keeper, today, booking, to=guest.pk)
    board = snapshot.read(booking.pk, at=today.now)
    assert board.facts["remarks"] == []
    assert [said["text"] for said in own(board, guest)] == ["Please come to hall 2"]
    assert own(board, host) == []
    assert "hall 2" not in board.told_to(host.pk)[1]
    assert queries.last_remarks(booking.pk) == []
    assert set(told(today)) == {guest}


@pytest.mark.parametrize("facts", [{"text": "  "}, {"text": "x" * 301}, {"to": "987654"}, {"to": "x"}])
def test_what_is_not_understood_is_kept_and_nothing_is_told(keeper, today, facts):
    booking = today.meeting()
    answer = write(keeper, today, booking, **facts)
    assert answer.status_code == 422
    assert facts.get("text", "Please come to hall 2").strip() in answer.content.decode()
    assert not Remark.objects.exists()
    assert not Notice.objects.exists()


def test_nobody_writes_to_a_meeting_that_he_does_not_keep(client, today):
    booking = today.meeting()
    guest = booking.attendances.get(role="guest").user
    for stranger in (make.organiser().user, guest):
        client.force_login(stranger)
        assert write(client, today, booking).status_code == 404
    assert not Remark.objects.exists()


def test_only_the_desk_writes_to_one(today):
    booking = today.meeting()
    today.comes(booking, "guest")
    guest = booking.attendances.get(role="guest").user
    with refused_by("only_the_desk_writes_to_one"):
        Remark.objects.create(lobby_id=booking.pk, author=guest, to=guest, text="Psst", said_at=today.now)
