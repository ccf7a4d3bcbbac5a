"""The demo fair: lively, open now, the same each time, and only in local mode."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from matchmaking.accounts.models import User
from matchmaking.companies.models import HsCode, Product
from matchmaking.demo.actions.laying import SLUG, ZONE
from matchmaking.demo.actions.peopling import PASSWORD
from matchmaking.demo.sketches import BUYER, goods
from matchmaking.exhibitors.models import DirectoryEntry, Exhibitor
from matchmaking.fairs.models import Fair, MeetingSlot, Participant, Room
from matchmaking.fairs.rules import opening_state
from matchmaking.meetings.models import Barrier, Booking, MeetingRequest, WaitingListEntry
from matchmaking.reminders.models import Delivery, Notice
from matchmaking.visitors.models import DirectoryEntry as VisitorEntry
from matchmaking.visitors.models import VisitorProfile
from tests import make

pytestmark = pytest.mark.django_db
SMALL = {"exhibitors": 12, "visitors": 15, "verbosity": 0}


@pytest.fixture(autouse=True)
def codes():
    """The codes that the demo sells under; the whole classification is tested where it belongs."""
    for good in goods():
        make.hs_code(good.hs, good.names["en"])


def counts() -> dict[str, int]:
    models = (User, Exhibitor, Product, VisitorProfile, Room, MeetingSlot, DirectoryEntry, VisitorEntry, Participant)
    return {f"{model._meta.label}": model.objects.count() for model in models}


def test_the_fair_is_open_and_full():
    call_command("seed_demo", **SMALL)
    fair, at = Fair.objects.get(slug=SLUG), timezone.now()
    assert opening_state(fair, fair.opening_hours.all(), at).is_open
    assert fair.slots.filter(starts_at__gt=at).exists()
    assert (fair.exhibitors.count(), VisitorProfile.objects.count(), fair.halls.count()) == (12, 15, 4)
    assert DirectoryEntry.objects.count() == 12
    assert set(Room.objects.values_list("kind", flat=True)) == {"video", "table"}
    assert Exhibitor.objects.exclude(picture="").count() == 12


def test_people_have_been_told_and_one_mail_has_come_back():
    call_command("seed_demo", **SMALL)
    buyers = Notice.objects.filter(recipient__email=BUYER)
    assert buyers.filter(read_at=None).exists()
    assert buyers.exclude(read_at=None).exists()
    assert Delivery.objects.filter(status="failed").count() == 1
    told = Notice.objects.count()
    call_command("seed_demo", **SMALL)
    assert Notice.objects.count() == told


def test_running_it_again_adds_nothing_and_running_it_larger_adds_the_rest():
    call_command("seed_demo", **SMALL)
    first = counts()
    call_command("seed_demo", **SMALL)
    assert counts() == first
    call_command("seed_demo", **SMALL | {"exhibitors": 14, "visitors": 16})
    assert (Exhibitor.objects.count(), VisitorProfile.objects.count()) == (14, 16)


@pytest.mark.parametrize("days", [3, 40])
@pytest.mark.parametrize("only_days", [True, False])
def test_the_days_follow_the_present(time_machine, days, only_days):
    noon = datetime(2030, 5, 14, 10, tzinfo=UTC)
    time_machine.move_to(noon)
    call_command("seed_demo", **SMALL)
    time_machine.move_to(noon + timedelta(days=days))
    call_command("seed_demo", **SMALL, only_days=only_days)
    fair = Fair.objects.get(slug=SLUG)
    assert opening_state(fair, fair.opening_hours.all(), timezone.now()).is_open
    assert fair.starts_on <= timezone.now().astimezone(ZONE).date() <= fair.ends_on


def meetings() -> set[tuple[str, str, str]]:
    return set(Booking.objects.values_list("request__sender__user__email", "starts_at", "status"))


def test_there_are_requests_and_meetings_in_all_states(time_machine):
    time_machine.move_to(datetime(2030, 5, 14, 10, tzinfo=UTC))
    call_command("seed_demo", **SMALL | {"visitors": 60})
    states = {(status, turn) for status, turn in MeetingRequest.objects.values_list("status", "turn")}
    assert states == {(status, "recipient") for status in MeetingRequest.Status.values} | {("open", "sender")}
    assert set(Booking.objects.values_list("status", flat=True)) == {"confirmed", "cancelled"}
    met = Booking.objects.filter(attendances__user__email="exporter@example.com", status="confirmed")
    first = met.filter(starts_at__gt=timezone.now()).earliest("starts_at")
    assert first.starts_at - timezone.now() < timedelta(hours=2)
    people = set(first.attendances.values_list("user__email", "role"))
    assert people == {
        ("exporter@example.com", "host"),
        ("buyer@example.com", "guest"),
        ("attache@example.com", "introducer"),
    }
    lines = WaitingListEntry.objects.filter(waiting__user__email="buyer@example.com")
    assert set(lines.values_list("status", flat=True)) == {"waiting", "offered"}
    assert WaitingListEntry.objects.count() == 6
    assert Barrier.objects.get().asking_group.participants.count() == 3
    made = meetings()
    call_command("seed_demo", **SMALL | {"visitors": 60})
    assert meetings() == made
    assert Barrier.objects.get().asking_group.participants.count() == 3


def test_meetings_follow_the_days(time_machine):
    noon = datetime(2030, 5, 14, 10, tzinfo=UTC)
    time_machine.move_to(noon)
    call_command("seed_demo", **SMALL)
    time_machine.move_to(noon + timedelta(days=9))
    call_command("seed_demo", **SMALL, only_days=True)
    fair = Fair.objects.get(slug=SLUG)
    assert Booking.objects.filter(starts_at__gt=timezone.now()).exists()
    assert all(booking.starts_at.date() in fair.days for booking in Booking.objects.all())


@pytest.mark.parametrize("hour", [0, 3, 7, 12, 21, 22])
def test_it_is_open_at_any_hour(time_machine, hour):
    time_machine.move_to(datetime(2030, 5, 14, hour, 10, tzinfo=UTC))
    call_command("seed_demo", **SMALL)
    fair = Fair.objects.get(slug=SLUG)
    assert opening_state(fair, fair.opening_hours.all(), timezone.now()).is_open


def test_only_days_makes_no_fair():
    call_command("seed_demo", only_days=True)
    assert not Fair.objects.exists()


def test_the_five_demo_people_can_sign_in_and_have_their_parts(client):
    call_command("seed_demo", **SMALL)
    for name in ("exporter", "buyer", "organiser", "attache", "admin"):
        user = User.objects.get(email=f"{name}@example.com")
        assert user.check_password(PASSWORD)
        assert user.emailaddress_set.filter(verified=True, primary=True).exists()
    roles = dict(Participant.objects.filter(fair__slug=SLUG).values_list("user__email", "roles"))
    assert roles["exporter@example.com"] == ["exhibitor"]
    assert roles["buyer@example.com"] == ["visitor"]
    assert roles["organiser@example.com"] == ["organiser"]
    assert roles["attache@example.com"] == ["support"]
    assert User.objects.get(email="admin@example.com").is_superuser


def test_it_refuses_outside_local_mode(settings):
    settings.LOCAL = False
    with pytest.raises(CommandError, match="local mode"):
        call_command("seed_demo", **SMALL)
    assert not User.objects.exists()


@pytest.mark.parametrize("size", [{"exhibitors": 0}, {"exhibitors": 20_001}, {"visitors": 0}, {"visitors": 100_001}])
def test_it_refuses_sizes_that_cannot_be_meant(size):
    with pytest.raises(CommandError, match="Ask for"):
        call_command("seed_demo", **SMALL | size)


def test_it_never_loads_the_classification_twice():
    before = HsCode.objects.count()
    call_command("seed_demo", **SMALL)
    assert HsCode.objects.count() == before
