"""Anybody does anything at two fairs, and after each action the ledger and the store are compared.

What an action must do is foretold by the ledger (`ledger.py`): that it succeeds or is refused, and what is true then.
Whatever it was, what may never be (`violations.py`) is asked for in plain SQL. Any exception but a refusal ends it.

The turns of most runs are the same every time, so that each action is known to come about; Hypothesis draws others.
(Its own state machine was tried: it spends its runs on few kinds of turns, often on those that change nothing, and met
most actions too seldom.) Each run is a savepoint in the transaction of a test that is taken back at the end, and each
action one in it: that is ten times as fast as emptying the tables, and an action is atomic in it as always. What needs
several connections is raced for in the files beside this one, and by the bench `storm`.
"""

from copy import deepcopy

from django.db import connection, transaction
from hypothesis import note

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Participant
from matchmaking.meetings.errors import MeetingRefused
from tests.make import NOW
from tests.races.ledger import Cell, Meeting
from tests.races.turns import among
from tests.races.violations import violations

# A ticket draws its turn from among all turns, in the order in which these have brought them: so it draws the same.
# isort: off
from tests.races.waiting import Waiting
from tests.races.asking import Asking
from tests.races.changing import Changing
from tests.races.opening import Opening
from tests.races.leaving import Leaving

# isort: on


class TwoFairs(Waiting, Asking, Changing, Opening, Leaving):
    """One run. `done` counts, over all runs, what was done and what was refused."""

    def __init__(self, world, done):
        self.ledger, self.done = deepcopy(world), done
        self.at, self.sequences = NOW, {}

    def play(self, turns):
        """All the turns, one after the other; then nothing has happened."""
        with transaction.atomic():
            for name, needs, numbers in turns:
                if getattr(self.ledger, needs):
                    note(f"{self.at:%d %H:%M} {name}")  # for whoever reads of a failure
                    getattr(self, name)(**numbers)
            transaction.set_rollback(True)

    # What every action goes through -----------------------------------------------------------

    def act(self, name, action, why=frozenset(), refusals=(MeetingRefused,)):
        """What the action returns, or None if it was refused: exactly if the ledger knows why."""
        told = result = None
        try:
            with transaction.atomic():
                result = action()
        except refusals as refusal:
            told = refusal
        assert (told is None) == (not why), f"{name}: foretold {set(why) or 'nothing'}, told {told!r}"
        self.done[name, "refused" if why else "done"] += 1
        return result

    def act_freely(self, name, action):
        """As above, of what the ledger foretells nothing: it may be done or refused."""
        told = None
        try:
            with transaction.atomic():
                told = action()
        except MeetingRefused:
            self.done[name, "refused"] += 1
        else:
            self.done[name, "done"] += 1
        return told

    def settle(self):
        """What is there is what the ledger says, and what may never be is not."""
        broken = violations(self.at)
        assert broken == []
        self.compare_meetings()
        self.compare_requests()
        self.read_lists()

    def compare_meetings(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, status, slot_id, room_id, starts_at, ends_at, sequence FROM meetings_booking")
            rows = {row[0]: row[1:] for row in cursor.fetchall()}
            cursor.execute(
                "SELECT booking_id, participant_id, role, stand_id FROM meetings_attendance WHERE excused_at IS NULL"
            )
            people = {}
            for key, person, role, stand in cursor.fetchall():
                people.setdefault(key, {})[person] = (role, stand)
        found = {}
        for key, (status, slot, room, starts, ends, sequence) in rows.items():
            is_live = status == "confirmed"
            found[key] = (is_live, slot if is_live else None, starts, ends, people[key])
            self.ledger.meetings[key].room = room  # which one it is, is for the product to choose
            assert sequence >= self.sequences.get(key, 0)
            self.sequences[key] = sequence
        assert found == {key: meeting.state() for key, meeting in self.ledger.meetings.items()}

    def compare_requests(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, status, turn, recipient_id, ARRAY(SELECT slot_id FROM meetings_requestedslot wish"
                " WHERE wish.request_id = request.id ORDER BY rank) FROM meetings_meetingrequest request"
            )
            found = {row[0]: row[1:] for row in cursor.fetchall()}
        assert found == {key: asked.state() for key, asked in self.ledger.requests.items()}

    # Who and what -----------------------------------------------------------

    def person(self, n):
        return among(self.ledger.people, n)

    def participant(self, key):
        return Participant.objects.select_related("user", "fair").get(pk=key)

    def user(self, person):
        return User.objects.get(pk=self.ledger.people[person].user)

    def request(self, n):
        """One of the requests, and one that is open more often than not."""
        return among(self.ledger.requests, n, lambda key: self.ledger.requests[key].is_open(self.at))

    def meeting(self, n):
        """One of the meetings, and one that stands more often than not."""
        return among(self.ledger.meetings, n, lambda key: not self.ledger.why_unchangeable(key, self.at))

    def cells(self, fair, numbers):
        """Slots of the fair that are to come, nearly always: everybody wants the first ones."""
        ours = [key for key, cell in self.ledger.cells.items() if cell.fair == fair and cell.starts > self.at][:6]
        return [among(self.ledger.cells, n, lambda key: key in ours) for n in numbers]

    def opposite(self, person, n):
        """Somebody at the same fair: nearly always one who is there, and of another company."""
        me = self.ledger.people[person]
        here = {key: each for key, each in self.ledger.people.items() if each.fair == me.fair}
        return among(
            here, n, lambda key: here[key].is_there and key != person and not here[key].companies & me.companies
        )

    def stand_of(self, person):
        return next((key for key, stand in self.ledger.stands.items() if person in self.ledger.team(key)), None)

    def stands_at(self, fair):
        return [key for key, stand in self.ledger.stands.items() if stand.fair == fair]

    def write_meeting(self, made, seats, request=None):
        cell = self.ledger.cells[made.slot_id]
        self.ledger.meetings[made.pk] = Meeting(
            made.slot_id, Cell(cell.fair, cell.starts, cell.ends), dict(seats), request, room=made.room_id
        )
