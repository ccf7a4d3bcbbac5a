"""Other ways to talk: those of the meeting, of its stand and of its room."""

import pytest

from matchmaking.lobbies import errors
from matchmaking.lobbies.actions import lasting, staying
from matchmaking.meetings.models import Attendance, Booking
from tests import make
from tests.lobbies.lines import in_thread, person

pytestmark = pytest.mark.django_db
ZOOM = "https://zoom.us/j/1"


@pytest.fixture
def booking():
    return make.booking()


@pytest.fixture
def page(booking):
    def opened(role="guest"):
        user = booking.attendances.get(role=role).user
        stay = staying.arrive(user=user, booking_id=booking.pk, at=booking.starts_at)
        return {"user": user, "stay_id": stay.pk, "at": booking.starts_at}

    return opened


def test_either_side_names_another_way_and_takes_it_back(booking, page):
    lasting.name_another_way(**page(), link=f" {ZOOM} ", phone="+32 4 222 33 44")
    booking.refresh_from_db()
    assert (booking.call_link, booking.call_phone) == (ZOOM, "+32 4 222 33 44")
    lasting.name_another_way(**page("host"), link="", phone="")
    booking.refresh_from_db()
    assert (booking.call_link, booking.call_phone) == ("", "")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"link": "http://zoom.us/j/1"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://zoom.us/" + "x" * 500}, "link"),
        ({"phone": "call me"}, "phone"),
    ],
)
def test_what_is_no_way_is_refused_at_its_field(booking, page, facts, field):
    with pytest.raises(errors.NotUnderstood) as refused:
        lasting.name_another_way(**page(), **({"link": "", "phone": ""} | facts))
    assert refused.value.field == field
    assert Booking.objects.get().call_link == ""


def test_an_interpreter_names_none(booking, page):
    make.attendance(booking=booking, role="interpreter")
    with pytest.raises(errors.OnlyThoseWhoDeal):
        lasting.name_another_way(**page("interpreter"), link=ZOOM, phone="")


def test_each_gives_his_own_number_for_this_meeting_and_takes_it_back(booking, page):
    numbers = booking.attendances.order_by("role").values_list("call_phone", flat=True)
    lasting.give_own_phone(**page("guest"), phone=" +51 1 222 33 44 ")
    lasting.give_own_phone(**page("host"), phone="+32 4 222 33 44")
    assert list(numbers.all()) == ["+51 1 222 33 44", "+32 4 222 33 44"]
    lasting.give_own_phone(**page("host"), phone="")
    assert list(numbers.all()) == ["+51 1 222 33 44", ""]


def test_what_cannot_be_rung_is_refused_at_its_field(booking, page):
    with pytest.raises(errors.NotUnderstood) as refused:
        lasting.give_own_phone(**page(), phone="call me")
    assert refused.value.field == "phone"


def test_an_organiser_who_came_to_help_gives_none(booking, page):
    lasting.ask_for_help(**page())
    organiser = make.organiser(fair=booking.fair).user
    stay = staying.arrive(user=organiser, booking_id=booking.pk, at=booking.starts_at)
    with pytest.raises(errors.OnlyThoseExpected):
        lasting.give_own_phone(user=organiser, stay_id=stay.pk, phone="+32 4 222 33 44", at=booking.starts_at)


@pytest.mark.django_db(transaction=True)
async def test_everybody_there_sees_ones_own_number(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await guest.says(do="own-phone", phone="+51 1 222 33 44")
    told = await host.sees(lambda told: person(told, "Renata")["phone"])
    assert (person(told, "Renata")["phone"], person(told, "Thibault")["phone"]) == ("+51 1 222 33 44", "")


@pytest.mark.django_db(transaction=True)
async def test_everybody_there_sees_all_sees_all_ways(meeting, lines):
    def prepare():
        stand = make.exhibitor(fair=meeting.fair)
        make.stand_terms(exhibitor=stand, call_link="https://meet.google.com/abc", call_phone="+32 4 222 33 44")
        Attendance.objects.filter(booking=meeting, role="host").update(stand=stand)
        type(meeting.room).objects.filter(pk=meeting.room_id).update(call_link="https://example.org/room")

    await in_thread(prepare)()
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    await guest.says(do="other-way", link=ZOOM, phone="")
    told = await host.sees(lambda told: len(told["other_ways"]) == 3)
    assert told["other_ways"] == [
        {"whose": "meeting", "link": ZOOM, "service": "Zoom", "phone": ""},
        {"whose": "stand", "link": "https://meet.google.com/abc", "service": "Google Meet", "phone": "+32 4 222 33 44"},
        {"whose": "room", "link": "https://example.org/room", "service": "example.org", "phone": ""},
    ]
    await guest.says(do="other-way", link="zoom", phone="")
    assert (await guest.hears("refused"))["field"] == "link"
