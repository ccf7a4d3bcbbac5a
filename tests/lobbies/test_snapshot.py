"""All that a page knows is read by one plain query, and is what the models say."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.lobbies import queries, rules, snapshot
from matchmaking.lobbies.actions import lasting, noting, staying, talking
from matchmaking.lobbies.models import Lobby, NumbersCard, Remark, Stay
from matchmaking.lobbies.snapshot import moment
from matchmaking.meetings.models import Booking, StandTerms
from matchmaking.meetings.programme import Someone
from tests import make

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ZOOM, JITSI, PHONE = "https://zoom.us/j/1", "https://meet.jit.si/fair", "+32 4 222 33 44"
CARDS = ("00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002")
REMARKS = ("10000000-0000-4000-8000-000000000001", "10000000-0000-4000-8000-000000000002")


@pytest.fixture
def meeting():
    """One in which everything there is has been said and done."""
    fair = make.fair()
    stand = make.exhibitor(fair=fair, company=make.company(name="Côte d’Or"))
    StandTerms.objects.create(exhibitor=stand, call_link=JITSI, call_phone=PHONE)
    room = make.room(hall=make.hall(fair=fair), call_link=ZOOM)
    guest, third, gone = (make.participant(fair=fair, user=make.user(name=name)) for name in ("Renata", "", "Gone"))
    make.visitor(participant=guest, organisation="Przedsiębiorstwo")
    made = make.booking(fair=fair, room=room, guest=guest)
    made.attendances.filter(role="host").update(stand=stand)
    make.attendance(booking=made, participant=third, role="interpreter")
    make.attendance(booking=made, participant=gone, role="introducer", excused_at=make.NOW)
    later = made.starts_at + 60 * MINUTE
    make.booking(fair=fair, guest=guest, slot=make.slot(fair=fair, starts_at=later))
    return made


@pytest.fixture
def at(meeting):
    return meeting.starts_at


def live(meeting, at):
    """Host and guest are in the call, the guest with a second page; they have talked, noted, and asked for help."""
    host, guest = (meeting.attendances.get(role=role).user for role in ("host", "guest"))
    pages = [
        {"user": user, "stay_id": staying.arrive(user=user, booking_id=meeting.pk, at=at + n * MINUTE / 60).pk}
        for n, user in enumerate((guest, host, guest))
    ]
    for page in pages[1:]:
        staying.enter(**page, at=at)
    staying.show(**pages[1], at=at, hand=True, link="poor")
    lasting.name_another_way(**pages[1], at=at, link="", phone=PHONE)
    for remark, page in zip(REMARKS, pages, strict=False):
        talking.say(**page, at=at, remark_id=remark, text="Dzień\ndobry “%s” \\u0041 👍")
    Remark.objects.filter(pk=REMARKS[0]).update(author=None)
    noting.note(**pages[1], at=at, card_id=CARDS[0], product="Chocolate", quantity="12000", price="1.2500", unit="kg")
    noting.note(**pages[1], at=at, card_id=CARDS[1], product="Cocoa", quantity="0.5")
    NumbersCard.objects.filter(pk=CARDS[0]).update(host_confirmed_at=at, host_confirmed_by=host)
    NumbersCard.objects.filter(pk=CARDS[1]).update(guest_confirmed_at=at)
    for left_at, seen_at in ((at, at), (None, at - rules.LOST)):
        user = meeting.attendances.get(role="interpreter").user
        Stay.objects.create(lobby_id=meeting.pk, user=user, arrived_at=seen_at, seen_at=seen_at, left_at=left_at)
    lasting.ask_for_help(**pages[1], at=at)
    organiser = make.organiser(fair=meeting.fair).user
    staying.arrive(user=organiser, booking_id=meeting.pk, at=at)


def by_models(pk, at):
    """What everybody is told, read record by record."""
    booking = Booking.objects.get(pk=pk)
    lobby, seats = booking.lobby, queries.seats_at(pk)
    stays = list(queries.stays_that_last(pk, at=at))
    helpers = queries.helpers_in(lobby, {stay.user_id for stay in stays} - {seat.user_id for seat in seats})
    ways = [("meeting", booking.call_link, booking.call_phone)]
    ways += [("stand", s.stand.terms.call_link, s.stand.terms.call_phone) for s in seats if s.stand]
    ways += [("room", booking.room.call_link, "")]
    return {
        "revision": lobby.revision,
        "phase": str(rules.phase(booking, lobby, at)),
        "starts_at": moment(booking.starts_at),
        "ends_at": moment(booking.ends_at),
        "help_asked_at": lobby.help_asked_at and moment(lobby.help_asked_at),
        "people": [
            {
                "seat": s.pk,
                "name": str(Someone(s).user),
                "company": Someone(s).company,
                "role": s.role,
                "phone": s.call_phone,
            }
            | presence(stays, s.user_id)
            for s in seats
        ]
        + [
            {"seat": -helper.pk, "name": str(helper), "company": booking.fair.name, "role": "organiser", "phone": ""}
            | presence(stays, helper.pk)
            for helper in helpers
        ],
        "other_ways": [(whose, link, phone) for whose, link, phone in ways if link or phone],
        "remarks": [(str(r.pk), str(r.author or ""), r.text, moment(r.said_at)) for r in queries.last_remarks(pk)],
        "cards": [
            {
                "id": str(card.pk),
                "version": card.version,
                **{name: getattr(card, name) for name in rules.WRITTEN},
                **{name: getattr(card, name) for name in rules.COUNTED},
                "host": card.host_confirmed_at and str(card.host_confirmed_by or "?"),
                "guest": card.guest_confirmed_at and str(card.guest_confirmed_by or "?"),
            }
            for card in queries.cards_of(pk)
        ],
    }


def presence(stays, user):
    own = [stay for stay in stays if stay.user_id == user]
    in_call = [stay for stay in own if stay.entered_at]
    return {
        "here_since": moment(min(stay.arrived_at for stay in own)) if own else None,
        "call": str(in_call[0].pk) if in_call else None,
        "shows": in_call[0].shows if in_call else {},
    }


def told(board):
    """The same of a board."""
    facts = {name: fact for name, fact in board.facts.items() if name not in ("tell", "at")}
    return facts | {
        "other_ways": [(way["whose"], way["link"], way["phone"]) for way in facts["other_ways"]],
        "remarks": [(r["id"], r["name"], r["text"], r["at"]) for r in facts["remarks"]],
        "cards": [
            card | {name: Decimal(card[name]) if card[name] else None for name in rules.COUNTED}
            for card in facts["cards"]
        ],
    }


def test_a_snapshot_is_what_the_models_say(meeting, at):
    live(meeting, at)
    board = snapshot.read(meeting.pk, at=at)
    assert told(board) == by_models(meeting.pk, at)
    assert [card["quantity"] for card in board.facts["cards"]] == ["12000", "0.5"]
    users = {person.user_id: person.pk for person in queries.seats_at(meeting.pk)}
    organiser = -board.facts["people"][-1]["seat"]
    assert board.seats == users | {organiser: -organiser}
    guest = meeting.attendances.get(role="guest").user_id
    assert {user: coming["starts_at"] for user, coming in board.next.items()} == {guest: moment(at + 60 * MINUTE)}


def test_an_empty_lobby_is_what_the_models_say(meeting, at):
    Lobby.objects.create(booking=meeting)
    assert told(snapshot.read(meeting.pk, at=at)) == by_models(meeting.pk, at)


def test_whoever_is_not_expected_any_more_is_told_nothing(meeting, at):
    Lobby.objects.create(booking=meeting)
    guest, host = (meeting.attendances.get(role=role).participant for role in ("guest", "host"))
    type(guest).objects.filter(pk=guest.pk).update(status="declined")
    type(host.user).objects.filter(pk=host.user_id).update(is_active=False)
    board = snapshot.read(meeting.pk, at=at)
    assert board.seats.keys() == {meeting.attendances.get(role="interpreter").user_id}
    assert snapshot.read(meeting.pk, at=meeting.ends_at + rules.OVERTIME).seats == {}


def test_a_snapshot_is_one_query(meeting, at):
    live(meeting, at)
    Lobby.objects.update(help_asked_at=None)
    with CaptureQueriesContext(connection) as asked:
        snapshot.read(meeting.pk, at=at)
    assert len(asked) == 1
