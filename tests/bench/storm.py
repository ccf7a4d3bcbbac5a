"""100,000 random operations on few people, few rooms and few times, all at once; then nobody may be in two places.

Eight processes with connections of their own. One operation in eight is a whole action of the product: to send a
request, to accept, withdraw, move, cancel, add somebody, hand over; every second stand books directly. The others go
around the product and straight at the referee, as a mistake of ours would: a meeting with its two people is inserted,
moved, cancelled or given to others by plain SQL that neither locks nor looks. Most operations want what is taken.
(100,000 whole actions, of which a small machine does some sixty a second, would take half an hour.)

`overlaps_in_100000`: pairs of meetings that stand in one room, or of one person, at one time: counted over everything
at the end and, while the storm rages, every second. `errors`: what was neither done nor refused. A deadlock, which
plain SQL provokes, is one of the refusals; an action that is given up for it is tried again by itself.
"""

# ruff: noqa: PLC0415 - Django is set up first

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any
from uuid import UUID, uuid4

import psycopg2

from tests.bench.figures import figure
from tests.bench.seed import fresh_database, seconds_of

OPERATIONS, PROCESSES, OF_ACTIONS = 100_000, 8, 8  # one in so many is an action
VISITORS, STANDS, ROOMS, SLOTS = 30, 6, 6, 24
LOOK_AGAIN = 40  # operations after which a process looks which meetings and requests there are
NOW = datetime(2030, 5, 14, 5, tzinfo=UTC)
FORK = get_context("fork")
VETOED, GIVEN_UP = ("23P01", "23505", "23503"), ("40P01", "40001")  # taken, or changed beneath it


@dataclass
class World:
    """What is fought for, by numbers: every process reads the rest itself."""

    fair: int
    people: list[tuple[int, int]]  # each participant with his account
    visitors: list[int]
    stands: list[int]
    rooms: list[int]
    slots: list[tuple[UUID, datetime, datetime]]


def build() -> World:
    from matchmaking.fairs.models import Participant
    from matchmaking.meetings.models import Availability
    from tests import make

    fair = make.fair()
    hall = make.hall(fair=fair)
    rooms = [make.room(hall=hall, seats=8) for _ in range(ROOMS)]
    slots = [make.slot(fair=fair, starts_at=NOW + n * timedelta(minutes=30)) for n in range(1, SLOTS + 1)]
    stands = [make.exhibitor(fair=fair) for _ in range(STANDS)]
    for n, stand in enumerate(stands):
        make.stand_terms(exhibitor=stand, books_directly=n % 2 == 0)
        make.representative(exhibitor=stand)
        make.representative(exhibitor=stand)
    visitors = [make.participant(fair=fair) for _ in range(VISITORS)]
    people = list(Participant.objects.filter(fair=fair).select_related("user").order_by("pk"))
    make.laid_out(*people)
    Availability.objects.bulk_create(Availability(participant=who, slot=slot) for who in people for slot in slots)
    return World(
        fair.pk,
        [(person.pk, person.user_id) for person in people],
        [visitor.pk for visitor in visitors],
        [stand.pk for stand in stands],
        [room.pk for room in rooms],
        [(slot.pk, slot.starts_at, slot.ends_at) for slot in slots],
    )


class Refused(Exception):
    """The referee, or the product, has said no."""


# Whole actions ----------------------------------------------------------------


class Actions:
    """What people do, through the product."""

    def __init__(self, world: World, dice: random.Random) -> None:
        from matchmaking.exhibitors.models import Exhibitor
        from matchmaking.fairs.models import Participant

        self.world, self.dice = world, dice
        self.people = Participant.objects.select_related("user", "fair").in_bulk([pk for pk, _user in world.people])
        self.stands = Exhibitor.objects.in_bulk(world.stands)
        self.seats = {
            pk: list(stand.representatives.values_list("participant", flat=True)) for pk, stand in self.stands.items()
        }
        self.meetings: list[UUID] = []
        self.requests: list[UUID] = []
        self.deeds = [self.send] * 5 + [self.accept] * 3 + [self.withdraw] + [self.move] * 4 + [self.cancel] * 3
        self.deeds += [self.add] * 2 + [self.hand_over] * 2

    def look(self) -> None:
        from matchmaking.meetings.models import Booking, MeetingRequest

        self.meetings = list(Booking.objects.filter(status="confirmed").values_list("pk", flat=True))
        self.requests = list(MeetingRequest.objects.filter(status="open").values_list("pk", flat=True))

    def do(self) -> str:
        """The name of what was done."""
        from matchmaking.meetings.errors import MeetingRefused

        deed = self.dice.choice(self.deeds)
        try:
            deed()
        except MeetingRefused as refusal:
            raise Refused(f"{deed.__name__}: {refusal.code}") from refusal
        return deed.__name__

    def slot(self) -> UUID:
        return self.dice.choice(self.world.slots)[0]

    def anybody(self) -> Any:
        return self.people[self.dice.choice(self.world.people)[0]]

    def send(self) -> None:
        from matchmaking.meetings.actions.requesting import Side, Wish, send_request

        sender = self.people[self.dice.choice(self.world.visitors)]
        stand, wish = self.stands[self.dice.choice(self.world.stands)], Wish([self.slot()])
        send_request(fair=sender.fair, sender=sender, to=Side(stand=stand), wish=wish, at=NOW)

    def request(self) -> Any:
        from matchmaking.meetings.models import MeetingRequest

        if not self.requests:
            raise Refused("there is no request")
        return MeetingRequest.objects.get(pk=self.dice.choice(self.requests))

    def accept(self) -> None:
        from matchmaking.meetings.actions.answering import accept_request

        request = self.request()
        host = self.people[self.dice.choice(self.seats[request.recipient_stand_id])]
        slot = request.wishes.get().slot_id
        accept_request(request_id=request.pk, slot_id=slot, by=host.user, host=host, at=NOW)

    def withdraw(self) -> None:
        from matchmaking.meetings.actions.requesting import withdraw_request

        request = self.request()
        withdraw_request(request_id=request.pk, by=self.people[request.sender_id].user, at=NOW)

    def meeting(self) -> UUID:
        if not self.meetings:
            raise Refused("there is no meeting")
        return self.dice.choice(self.meetings)

    def move(self) -> None:
        from matchmaking.meetings.actions.booking import move_booking

        move_booking(booking_id=self.meeting(), slot_id=self.slot(), by=self.anybody().user, at=NOW)

    def cancel(self) -> None:
        from matchmaking.meetings.actions.booking import cancel_booking

        cancel_booking(booking_id=self.meeting(), by=self.anybody().user, at=NOW)

    def add(self) -> None:
        from matchmaking.meetings.actions.booking import Seat, add_person

        add_person(booking_id=self.meeting(), seat=Seat(self.anybody()), by=self.anybody().user, at=NOW)

    def hand_over(self) -> None:
        from matchmaking.meetings.actions.booking import hand_over
        from matchmaking.meetings.models import Attendance

        meeting = self.meeting()
        place = Attendance.objects.filter(booking=meeting, stand__isnull=False, excused_at=None).first()
        if place is None:
            raise Refused("hand_over: nobody is there for a stand")
        heir = self.people[self.dice.choice(self.seats[place.stand_id])]
        hand_over(booking_id=meeting, from_id=place.participant_id, to=heir, by=heir.user, at=NOW)


# Straight at the referee ----------------------------------------------------------------


BOOK = """
    INSERT INTO meetings_booking
        (id, fair_id, slot_id, room_id, starts_at, ends_at, status, sequence, booked_at, changed_at, reason)
    VALUES (%(id)s, %(fair)s, %(slot)s, %(room)s, %(starts)s, %(ends)s, 'confirmed', 0, now(), now(), '')
    ON CONFLICT DO NOTHING
"""
SIT_DOWN = """
    INSERT INTO meetings_attendance (booking_id, participant_id, user_id, role, status, starts_at, ends_at)
    SELECT id, %(participant)s, %(user)s, %(role)s, status, starts_at, ends_at
    FROM meetings_booking WHERE id = %(id)s AND status = 'confirmed' ON CONFLICT DO NOTHING
"""
MOVE = """
    UPDATE meetings_booking SET slot_id = %(slot)s, starts_at = %(starts)s, ends_at = %(ends)s, room_id = %(room)s,
        sequence = sequence + 1 WHERE id = %(id)s AND status = 'confirmed'
"""
CANCEL = """
    UPDATE meetings_booking SET status = 'cancelled', cancelled_at = now(), sequence = sequence + 1
    WHERE id = %(id)s AND status = 'confirmed'
"""
HAND_OVER = """
    UPDATE meetings_attendance SET participant_id = %(participant)s, user_id = %(user)s
    WHERE id = (SELECT min(id) FROM meetings_attendance WHERE booking_id = %(id)s AND excused_at IS NULL)
"""


class Raw:
    """What a mistake of ours would do: one transaction after the other, without a lock and without a look."""

    def __init__(self, world: World, dice: random.Random) -> None:
        self.world, self.dice = world, dice
        self.connection = psycopg2.connect(os.environ["DATABASE_URL"])
        self.cursor = self.connection.cursor()
        self.meetings: list[str] = []
        self.deeds = [self.book] * 8 + [self.move] * 4 + [self.cancel] * 2 + [self.add] * 3 + [self.hand_over] * 3

    def look(self) -> None:
        with self.connection:
            self.cursor.execute("SELECT id FROM meetings_booking WHERE status = 'confirmed'")
            self.meetings = [row[0] for row in self.cursor.fetchall()]

    def do(self) -> str:
        deed = self.dice.choice(self.deeds)
        slot, starts, ends = self.dice.choice(self.world.slots)
        participant, user = self.dice.choice(self.world.people)
        facts = {
            "id": self.dice.choice(self.meetings) if self.meetings else None,
            "fair": self.world.fair,
            "room": self.dice.choice(self.world.rooms),
            "slot": str(slot),
            "starts": starts,
            "ends": ends,
            "participant": participant,
            "user": user,
        }
        try:
            with self.connection:
                deed(facts)
        except psycopg2.Error as error:
            if error.pgcode in VETOED:
                raise Refused(f"raw {deed.__name__}: {error.diag.constraint_name}") from error
            if error.pgcode in GIVEN_UP:
                raise Refused(f"raw {deed.__name__}: deadlock") from error
            raise
        return f"raw {deed.__name__}"

    def run(self, sql: str, facts: dict[str, Any]) -> None:
        self.cursor.execute(sql, facts)
        if self.cursor.rowcount != 1:
            raise Refused("raw: taken")

    def book(self, facts: dict[str, Any]) -> None:
        facts["id"] = str(uuid4())
        self.run(BOOK, facts)
        pair = self.dice.sample(self.world.people, 2)
        for (participant, user), role in zip(pair, ("host", "guest"), strict=True):
            self.run(SIT_DOWN, facts | {"participant": participant, "user": user, "role": role})

    def move(self, facts: dict[str, Any]) -> None:
        self.run(MOVE, facts)

    def cancel(self, facts: dict[str, Any]) -> None:
        self.run(CANCEL, facts)

    def add(self, facts: dict[str, Any]) -> None:
        self.run(SIT_DOWN, facts | {"role": "guest"})

    def hand_over(self, facts: dict[str, Any]) -> None:
        self.run(HAND_OVER, facts)


# The storm ----------------------------------------------------------------


def rage(world: World, seed: int, number: int, start: Any, told: Any) -> None:
    """So many operations; what became of them is told at the end."""
    dice = random.Random(seed)
    done, refused, errors = Counter[str](), Counter[str](), list[str]()
    actions, raw = Actions(world, dice), Raw(world, dice)
    start.wait()
    for n in range(number):
        ours: Actions | Raw = raw if n % OF_ACTIONS else actions
        if n % LOOK_AGAIN <= 1 or n % (LOOK_AGAIN * OF_ACTIONS) == 0:
            ours.look()
        try:
            done[ours.do()] += 1
        except Refused as refusal:
            refused[str(refusal)] += 1
        except Exception as trouble:
            errors.append(repr(trouble)[:300])
    told.put((done, refused, errors))


def deadlocks() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def storm(world: World, overlaps: Callable[[], dict[str, int]]) -> None:
    from django.db import connections

    connections.close_all()
    told, start = FORK.Queue(), FORK.Barrier(PROCESSES + 1)
    each = OPERATIONS // PROCESSES
    processes = [FORK.Process(target=rage, args=(world, seed, each, start, told)) for seed in range(PROCESSES)]
    for process in processes:
        process.start()
    start.wait(120)
    began, while_raging, looks, heard = time.perf_counter(), 0, 0, list[Any]()
    while len(heard) < PROCESSES:
        while_raging += sum(overlaps().values())
        looks += 1
        time.sleep(1)
        while not told.empty():
            heard.append(told.get())
        assert all(process.exitcode in (None, 0) for process in processes), "a process has died"
    seconds = time.perf_counter() - began
    for process in processes:
        process.join()
    done, refused = (sum((each[n] for each in heard), Counter[str]()) for n in (0, 1))
    errors = [error for each in heard for error in each[2]]
    number = done.total() + refused.total() + len(errors)
    at_the_end = overlaps()
    reference = {
        "at_most": 0,
        "operations": number,
        "of_them_actions": sum(n for name, n in (done + refused).items() if not name.startswith("raw")),
        "operations_per_second": round(number / seconds, 1),
        "seconds": round(seconds),
        "processes": PROCESSES,
        "done": dict(done),
        "refused": refused.total(),
        "refusals": dict(refused.most_common(12)),
        "deadlocks": deadlocks(),
        "looks_meanwhile": looks,
        "at_the_end": at_the_end,
    }
    assert number == OPERATIONS, number
    figure("storm", "overlaps_in_100000", while_raging + sum(at_the_end.values()), "overlaps", reference)
    figure("storm", "errors", len(errors), "errors", {"at_most": 0, "of": number, "said": errors[:5]})


def main() -> None:
    with fresh_database() as database:
        seconds_of(database, "migrate", "--verbosity", "0")
        os.environ["DATABASE_URL"] = database
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")
        import django

        django.setup()
        from django.conf import settings
        from django.db import connections

        from tests.races.violations import overlaps

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in
        storm(build(), overlaps)
        connections.close_all()


if __name__ == "__main__":
    main()
