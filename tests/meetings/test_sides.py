"""A meeting of which one side is at a table and the other elsewhere: its room, and what its pages say to both."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.fairs.actions.checking_in import check_in, undo_check_in
from matchmaking.fairs.models import Room
from matchmaking.meetings.actions.booking import Seat, add_person, move_booking
from matchmaking.meetings.models import Attendance
from matchmaking.meetings.queries import free_rooms
from tests import make
from tests.companies.pages import signed_in
from tests.make import NOW
from tests.meetings.bookings import Role, interpreter, later, person

pytestmark = pytest.mark.django_db
TABLE, VIDEO = Room.Kind.TABLE, Room.Kind.VIDEO


def say(booking, host, guest):
    """Each side takes part in that way; "here" has been checked in, whatever he has said."""
    for role, way in ((Role.HOST, host), (Role.GUEST, guest)):
        who = person(booking, role)
        if way == "here":
            check_in(participant=who, by=who.user, at=NOW)
        else:
            who.presence = way
            who.save()


# The room ----------------------------------------------------------------


@pytest.fixture
def rooms(meeting):
    """Beside the room in which they meet, and the free one, there are two tables."""
    hall = meeting.room.hall
    return [make.room(hall=hall, kind=TABLE, name=f"Table {n}", seats=8) for n in (1, 2)]


def moved(booking):
    who = person(booking, Role.HOST)
    return move_booking(booking_id=booking.pk, slot_id=later(booking).pk, by=who.user, at=NOW).room.kind


WANTED = [
    ("remote", "remote", VIDEO),
    ("remote", "either", VIDEO),
    ("either", "remote", VIDEO),
    ("either", "either", TABLE),
    ("on_the_spot", "remote", TABLE),
    ("remote", "on_the_spot", TABLE),
    ("on_the_spot", "either", TABLE),
    ("on_the_spot", "on_the_spot", TABLE),
    ("here", "remote", TABLE),
    ("here", "here", TABLE),
]


@pytest.mark.parametrize(("host", "guest", "kind"), WANTED)
def test_the_room_is_of_the_kind_that_suits_both_sides(meeting, rooms, host, guest, kind):
    say(meeting, host, guest)
    assert moved(meeting) == kind


@pytest.mark.parametrize(("host", "guest", "kind"), WANTED)
def test_a_room_of_the_other_kind_is_better_than_none(meeting, rooms, host, guest, kind):
    say(meeting, host, guest)
    other = VIDEO if kind == TABLE else TABLE
    Room.objects.update(kind=other)
    assert moved(meeting) == other


def test_whoever_was_checked_in_by_mistake_is_not_on_the_spot(meeting, rooms):
    say(meeting, "here", "remote")
    undo_check_in(participant=person(meeting, Role.HOST), at=NOW)
    assert moved(meeting) == VIDEO


def test_a_table_comes_before_the_stands_own_video_room(meeting, rooms):
    stand = meeting.attendances.get(role=Role.HOST).stand
    own = make.stand_room(exhibitor=stand, room=make.room(hall=meeting.room.hall)).room
    parties = [person(meeting, Role.HOST), person(meeting, Role.GUEST)]
    facts = {"stands": [stand], "seats": 2, "for_whom": meeting.pk, "parties": parties}
    assert free_rooms(later(meeting), **facts)[0] == own
    say(meeting, "on_the_spot", "remote")
    assert {room.pk for room in free_rooms(later(meeting), **facts)[:2]} == {room.pk for room in rooms}


def test_an_interpreter_has_no_say_in_the_room(meeting, rooms):
    helper = interpreter(meeting)
    helper.presence = "on_the_spot"
    helper.save()
    Room.objects.filter(pk=meeting.room.pk).update(seats=2)
    seat = Seat(helper, role=Role.INTERPRETER)
    booking = add_person(booking_id=meeting.pk, seat=seat, by=person(meeting, Role.HOST).user, at=NOW)
    assert (booking.room.kind, booking.room != meeting.room) == (VIDEO, True)


def test_the_choice_asks_one_question_whoever_comes(meeting, rooms, django_assert_num_queries):
    say(meeting, "here", "remote")
    slot, parties = later(meeting), [person(meeting, Role.HOST), person(meeting, Role.GUEST)]
    for those in ([], parties):
        with django_assert_num_queries(1):
            free_rooms(slot, stands=[], seats=2, for_whom=meeting.pk, parties=those)


# What both read ----------------------------------------------------------------


@pytest.fixture
def at_table(meeting):
    """Ana, the host, and Ben are to meet at Table 4 in Hall 1."""
    meeting.room.hall.name, meeting.room.name, meeting.room.kind = "Hall 1", "Table 4", TABLE
    meeting.room.hall.save()
    meeting.room.save()
    for role, name in ((Role.HOST, "Ana"), (Role.GUEST, "Ben")):
        user = person(meeting, role).user
        user.name = name
        user.save()
    return meeting


def read(booking, role, page="meetings:show-booking"):
    client = signed_in(person(booking, role).user)
    return client.get(reverse(page, args=[booking.pk])).content.decode()


def sides(html):
    """The sentences of the page about who is where."""
    found = html.partition('id="sides">')[2].partition("</ul>")[0]
    return [each.partition("</li>")[0] for each in found.split("<li>")[1:]]


CALL = "You meet in the video room of this meeting."
NONE = "Everybody is on the spot: no call is needed."
SAID = [
    ("on_the_spot", "remote", ["Ben joins by video.", "You are at Table 4, Hall 1.", CALL]),
    ("here", "remote", ["Ben joins by video.", "You are at Table 4, Hall 1.", CALL]),
    ("remote", "here", ["Ben is at Table 4, Hall 1.", "You join by video.", CALL]),
    (
        "either",
        "remote",
        ["Ben joins by video.", "You come to the table or join by video, as you like.", CALL],
    ),
    ("remote", "either", ["Ben comes to the table or joins by video.", "You join by video.", CALL]),
    ("here", "either", ["Ben is at Table 4, Hall 1.", "You are at Table 4, Hall 1.", NONE]),
    ("on_the_spot", "on_the_spot", ["Ben is at Table 4, Hall 1.", "You are at Table 4, Hall 1.", NONE]),
]


@pytest.mark.parametrize("page", ["meetings:show-booking", "lobbies:enter-room"])
@pytest.mark.parametrize(("host", "guest", "words"), SAID)
def test_the_host_reads_who_is_where(at_table, host, guest, words, page):
    say(at_table, host, guest)
    assert sides(read(at_table, Role.HOST, page)) == words


def test_the_guest_reads_the_other_side_of_it(at_table):
    say(at_table, "here", "remote")
    assert sides(read(at_table, Role.GUEST)) == ["Ana is at Table 4, Hall 1.", "You join by video.", CALL]


def test_where_one_is_remote_both_find_the_video_room_and_its_lobby_is_open_to_both(at_table):
    say(at_table, "on_the_spot", "remote")
    room = reverse("lobbies:enter-room", args=[at_table.pk])
    for role in (Role.HOST, Role.GUEST):
        html = read(at_table, role)
        assert f'<a class="button" href="{room}">' in html
        assert "To the video room" in html
        assert signed_in(person(at_table, role).user).get(room).status_code == 200


def test_where_both_are_on_the_spot_the_room_stays_but_is_not_the_next_step(at_table):
    say(at_table, "on_the_spot", "here")
    html = read(at_table, Role.GUEST)
    assert "To the video room" not in html
    assert f'<a class="button button--quiet" href="{reverse("lobbies:enter-room", args=[at_table.pk])}">' in html


def test_an_interpreter_elsewhere_needs_the_call(at_table):
    say(at_table, "on_the_spot", "on_the_spot")
    make.attendance(booking=at_table, participant=interpreter(at_table), role=Role.INTERPRETER)
    assert sides(read(at_table, Role.HOST))[-1] == CALL


def test_where_nobody_has_said_anything_nobody_is_told_where_he_is(at_table):
    first, second = sides(read(at_table, Role.GUEST))
    assert first == "Whoever is at the fair sits at the table; the others join by video."
    assert reverse("meetings:edit-availability", args=[at_table.fair.slug]) in second


def test_of_a_video_room_nothing_is_said(meeting):
    say(meeting, "here", "here")
    for page in ("meetings:show-booking", "lobbies:enter-room"):
        assert sides(read(meeting, Role.HOST, page)) == []


@pytest.mark.parametrize(
    ("host", "guest", "of_host", "of_guest"),
    [
        ("here", "remote", "you at the table, with a call", "you by video"),
        ("here", "on_the_spot", "no call needed", "no call needed"),
    ],
)
def test_the_agenda_says_it_in_two_words(at_table, host, guest, of_host, of_guest):
    say(at_table, host, guest)
    for role, words in ((Role.HOST, of_host), (Role.GUEST, of_guest)):
        address = reverse("meetings:show-agenda", args=[at_table.fair.slug])
        assert words in signed_in(person(at_table, role).user).get(address).content.decode()


def test_the_page_asks_as_often_with_more_people_on_the_spot(at_table):
    def asked():
        with CaptureQueriesContext(connection) as found:
            assert sides(read(at_table, Role.HOST))
        return len(found)

    asked()
    before = asked()
    say(at_table, "here", "here")
    for _n in range(2):
        make.attendance(booking=at_table, participant=interpreter(at_table), role=Attendance.Role.INTERPRETER)
    assert asked() == before
