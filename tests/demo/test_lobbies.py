"""What one sees in the demo of lobbies: what has become of meetings, who has walked up, how else one can talk."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from matchmaking.accounts.models import User
from matchmaking.demo.sketches import goods
from matchmaking.fairs.models import Room
from matchmaking.lobbies.models import Lobby, NumbersCard, Remark, StandStay, Stay, WalkIn
from matchmaking.meetings.models import Attendance, Booking, StandTerms
from tests import make

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 5, 14, 10, tzinfo=UTC)
SIZE = {"exhibitors": 12, "visitors": 60, "verbosity": 0}


@pytest.fixture(autouse=True)
def demo(time_machine):
    for good in goods():
        make.hs_code(good.hs, good.names["en"])
    time_machine.move_to(NOON)
    call_command("seed_demo", **SIZE)


def appointments():
    return Booking.objects.filter(status="confirmed", is_walk_in=False)


def facts():
    return (
        set(Attendance.objects.exclude(arrived_at=None).values_list("user__email", "arrived_at", "left_at")),
        set(Remark.objects.values_list("author__email", "text", "said_at")),
        set(NumbersCard.objects.values_list("product", "quantity", "price", "guest_confirmed_at")),
        set(WalkIn.objects.values_list("participant__user__email", "stand__slug", "status", "came_at")),
    )


def test_every_meeting_that_is_over_says_what_has_become_of_it_with_its_minutes_and_no_other():
    now = timezone.now()
    over, others = appointments().filter(ends_at__lte=now), appointments().filter(ends_at__gt=now)
    assert over.exists()
    assert not over.filter(lobby=None).exists()
    assert not Lobby.objects.filter(booking__in=others).exists()
    assert not Attendance.objects.filter(booking__in=others).exclude(arrived_at=None).exists()
    met, missed = over.filter(met_seconds__gt=0), over.filter(met_seconds=0)
    assert met.count() > missed.count() > 0
    assert not met.filter(met_seconds__gt=30 * 60).exists()
    assert not Attendance.objects.filter(Q(arrived_at=None) | Q(left_at=None), booking__in=met).exists()
    for booking in missed:
        came, absent = booking.attendances.order_by(F("arrived_at").asc(nulls_last=True))[:2]
        assert (came.left_at is None, absent.arrived_at, absent.left_at) == (False, None, None)
        assert booking.lobby.absent_called_at == booking.starts_at + timedelta(minutes=4)
    cards = list(NumbersCard.objects.all())
    assert {card.is_agreed for card in cards} == {True, False}
    assert all(card.product and card.price and card.currency and card.incoterm for card in cards)
    said = Remark.objects.select_related("lobby__booking")
    assert all(each.lobby.booking.starts_at <= each.said_at < each.lobby.booking.ends_at for each in said)
    assert all(each.lobby.booking.attendances.filter(user=each.author).exists() for each in said)


def test_the_exporter_reads_the_minutes_of_his_meeting(client):
    User.objects.filter(email="exporter@example.com").update(language="en")
    client.force_login(User.objects.get(email="exporter@example.com"))
    own = appointments().filter(attendances__user__email="exporter@example.com", met_seconds__gt=0)
    page = client.get(reverse("meetings:show-booking", args=[own.first().pk])).content.decode()
    assert "Was there:" in page
    assert own.first().lobby.remarks.first().author.name in page


def test_walk_ins_of_the_past_hour_met_were_declined_kindly_or_left():
    walk_ins = WalkIn.objects.filter(stand__representatives__participant__user__email="exporter@example.com")
    assert set(walk_ins.values_list("status", flat=True)) == {"let in", "declined", "left"}
    assert walk_ins.get(status="declined").words
    met = walk_ins.get(status="let in").booking
    assert (met.is_walk_in, met.ends_at < timezone.now(), met.met_seconds > 300) == (True, True, True)
    assert WalkIn.objects.filter(came_at__lt=timezone.now() - timedelta(hours=1)).count() == 0
    assert WalkIn.objects.values("stand").distinct().count() == 3
    # Nobody is said to be there who is not.
    assert not Stay.objects.filter(left_at=None).exists()
    assert not StandStay.objects.filter(left_at=None).exists()
    assert not WalkIn.objects.filter(status="waiting").exists()


def test_hosts_of_tables_are_at_the_fair_and_their_guests_take_part_in_every_way():
    seats = Attendance.objects.filter(booking__room__kind=Room.Kind.TABLE, role__in=["host", "guest"])
    said = set(seats.values_list("role", "participant__presence"))
    assert said == {("host", "on_the_spot"), ("guest", "on_the_spot"), ("guest", "remote"), ("guest", "either")}


def test_stands_and_rooms_name_other_ways_to_talk_and_an_interpreter_sits_in():
    assert StandTerms.objects.exclude(call_link="").exclude(call_phone="").count() == 4
    assert StandTerms.objects.filter(exhibitor__representatives__participant__user__email="exporter@example.com").get()
    assert Room.objects.exclude(call_link="").count() == 4
    seat = Attendance.objects.select_related("booking").get(role="interpreter", user__email="interpreter@example.com")
    assert seat.booking.starts_at > timezone.now()
    assert seat.booking.attendances.filter(user__email="exporter@example.com", role="host").exists()


def test_running_it_again_changes_nothing_and_moving_the_days_begins_anew(time_machine):
    before = facts()
    call_command("seed_demo", **SIZE)
    assert facts() == before
    time_machine.move_to(NOON + timedelta(days=9))
    call_command("seed_demo", **SIZE, only_days=True)
    assert Remark.objects.earliest("said_at").said_at > NOON + timedelta(days=7)
    assert WalkIn.objects.earliest("came_at").came_at > NOON + timedelta(days=8)
    assert not Stay.objects.filter(left_at=None).exists()
