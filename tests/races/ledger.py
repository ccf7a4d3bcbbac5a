"""What should be the case: the meetings and requests of two fairs as a careful person would keep them on paper.

The state machine asks the ledger whether an action must succeed, lets the product do it, writes down what should be
true after it, and compares. Times are sets of marks of five minutes on one long strip of paper: two things collide if
they share a mark. Nothing of the product's rules or queries is used, and requests block nothing because nothing here
looks at them when it is asked who is free.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MARK = 300  # seconds


def marks(starts, ends, margin=0):
    """The marks of a stretch, with so many minutes before and after it."""
    return frozenset(
        range(int(starts.timestamp()) // MARK - margin // 5, -(-int(ends.timestamp()) // MARK) + margin // 5)
    )


@dataclass
class Cell:
    """A slot of a timetable."""

    fair: int
    starts: datetime
    ends: datetime

    @property
    def marks(self):
        return marks(self.starts, self.ends)


@dataclass
class Person:
    """Somebody at one fair. Whoever is at two is two of these with one user."""

    user: int
    fair: int
    companies: frozenset = frozenset()
    is_there: bool = True
    is_gone: bool = False  # for good
    opened: set = field(default_factory=set)
    pause: int = 0
    most: int | None = None


@dataclass
class Stand:
    fair: int
    company: int
    team: list
    books_directly: bool = False


@dataclass
class Place:
    """A room, and whose it is if it is reserved."""

    fair: int
    seats: int
    owner: int | None = None


@dataclass
class Meeting:
    cell: object  # the slot's key; its times are copied, as history is
    times: Cell
    people: dict  # of each who is to be there the role and the stand
    request: object = None
    is_live: bool = True
    cancelled_by: int | None = None
    room: int | None = None  # any that is fit: which one is the product's choice, and is read from it

    def state(self):
        return self.is_live, self.cell if self.is_live else None, self.times.starts, self.times.ends, self.people


@dataclass
class Asked:
    """A request."""

    sender: int
    sender_stand: int | None
    recipient: int | None
    stand: int | None
    wishes: list
    ends: datetime
    status: str = "open"
    turn: str = "recipient"
    answered_by: int | None = None

    @property
    def pair(self):
        return frozenset(
            ((self.sender_stand and -self.sender_stand) or self.sender, (self.stand and -self.stand) or self.recipient)
        )

    def is_open(self, at):
        return self.status == "open" and at < self.ends

    def state(self):
        return self.status, self.turn, self.recipient, self.wishes


@dataclass
class Ledger:
    zones: dict  # of each fair
    people: dict
    stands: dict
    rooms: dict
    cells: dict
    meetings: dict = field(default_factory=dict)
    requests: dict = field(default_factory=dict)
    waits: list = field(default_factory=list)  # places on waiting lists
    offers: set = field(default_factory=set)  # of people and times that are offered to one of those who wait
    busy: dict = field(default_factory=dict)  # of each busy time its user and its marks

    # Who is free -----------------------------------------------------------

    def team(self, stand):
        return [person for person in self.stands[stand].team if self.people[person].is_there]

    def meetings_of(self, user, but=None):
        return [
            meeting
            for key, meeting in self.meetings.items()
            if meeting.is_live and key != but and any(self.people[person].user == user for person in meeting.people)
        ]

    def why_busy(self, person, cell, *, must_be_open=True, but=None):
        """What keeps the person from being at a meeting then."""
        who, times = self.people[person], self.cells[cell]
        taken, why = self.meetings_of(who.user, but), set()
        zone = ZoneInfo(self.zones[times.fair])
        if not who.is_there:
            why.add("does not take part")
        if any(times.marks & meeting.times.marks for meeting in taken):
            why.add("is at another meeting")
        if any(marks(times.starts, times.ends, who.pause) & meeting.times.marks for meeting in taken):
            why.add("has no break")
        if must_be_open and (cell not in who.opened or (person, cell) in self.offers):
            why.add("has not opened it")
        if any(user == who.user and times.marks & stretch for user, stretch in self.busy.values()):
            why.add("is busy elsewhere")
        days = Counter(meeting.times.starts.astimezone(zone).date() for meeting in taken)
        if who.most is not None and days[times.starts.astimezone(zone).date()] >= who.most:
            why.add("has a full day")
        return why

    def why_no_room(self, cell, number, stands, but=None):
        """Whether every room that is fit for so many people of these stands is taken then."""
        times = self.cells[cell]
        taken = {
            meeting.room
            for key, meeting in self.meetings.items()
            if meeting.is_live and key != but and meeting.times.marks & times.marks
        }
        fit = {
            key
            for key, room in self.rooms.items()
            if room.fair == times.fair and room.seats >= number and room.owner in (None, *stands)
        }
        return set() if fit - taken else {"no room"}

    def why_not_then(self, cell, fair, at):
        if cell not in self.cells or self.cells[cell].fair != fair:
            return {"not in the timetable"}
        return {"has begun"} if self.cells[cell].starts <= at else set()

    def why_not_meet(self, cell, fair, seats, at, but=None):
        """Why they cannot have a meeting then: each with whether he must have opened the time, and his stand."""
        why = self.why_not_then(cell, fair, at)
        if not why:
            for person, must_be_open, _stand in seats:
                why |= self.why_busy(person, cell, must_be_open=must_be_open, but=but)
            why |= self.why_no_room(cell, len(seats), {stand for _person, _open, stand in seats if stand}, but)
        return why

    def why_unchangeable(self, key, at):
        meeting = self.meetings[key]
        return {"does not stand"} if not meeting.is_live else {"is over"} if meeting.times.ends <= at else set()

    # Requests -----------------------------------------------------------

    def open_between(self, pair, at):
        return [key for key, asked in self.requests.items() if asked.pair == pair and asked.is_open(at)]

    def why_not_wish(self, wishes, fair, at):
        why = {"number of times"} if not 1 <= len(wishes) <= 3 or len(set(wishes)) < len(wishes) else set()
        return why.union(*(self.why_not_then(cell, fair, at) for cell in wishes))

    def why_not_ask(self, sender, sender_stand, person, stand, wishes, at):
        """Why this request cannot be sent, apart from one that waits already."""
        why = self.why_not_wish(wishes, self.people[sender].fair, at)
        asked = [person] if person else self.team(stand)
        if not asked:
            return why | {"nobody there"}
        if not self.people[sender].is_there or not all(self.people[each].is_there for each in asked):
            why.add("does not take part")
        if person == sender:
            why.add("oneself")
        ours = {self.stands[sender_stand].company} if sender_stand else self.people[sender].companies
        theirs = {self.stands[stand].company} if stand else self.people[asked[0]].companies
        if ours & theirs:
            why.add("own company")
        return why

    def why_not_answer(self, key, at, *, as_sender):
        asked = self.requests[key]
        why = set() if asked.is_open(at) else {"is not open"}
        return why if asked.turn == ("sender" if as_sender else "recipient") else why | {"is not his turn"}

    def close(self, key, status, by=None):
        self.requests[key].status, self.requests[key].answered_by = status, by

    # Going -----------------------------------------------------------

    def leave(self, person, at):
        """Whoever is met by him is told; what he asked, and what he alone was asked, is closed."""
        who = self.people[person]
        who.is_there = False
        for meeting in self.meetings.values():
            if meeting.is_live and meeting.times.ends > at and person in meeting.people:
                if meeting.people[person][0] in ("host", "guest"):
                    meeting.is_live, meeting.cancelled_by = False, who.user
                else:
                    del meeting.people[person]
        for asked in self.requests.values():
            if asked.status == "open" and asked.sender == person:
                asked.status = "withdrawn"
            elif asked.status == "open" and asked.recipient == person:
                if asked.stand:
                    asked.recipient = None  # the team's again
                else:
                    asked.status = "declined"

    def forget_cells(self, there):
        """The timetable is another one: these slots are there, and what hung on the others is not."""
        self.cells = there
        for asked in self.requests.values():
            asked.wishes = [cell for cell in asked.wishes if cell in there]


def later(at, minutes):
    return at + timedelta(minutes=minutes)
