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
from datetime import time

from django.db import connection, transaction
from hypothesis import note

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.actions.calendar import lay_out_timetable, set_breaks
from matchmaking.fairs.actions.fair import change_fair
from matchmaking.fairs.actions.joining import join_fair, leave_fair
from matchmaking.fairs.errors import MeetingsInTheWay
from matchmaking.fairs.models import Break, Fair, Participant
from matchmaking.fairs.queries import fingerprint
from matchmaking.meetings.actions import agendas, answering, booking, requesting
from matchmaking.meetings.errors import MeetingRefused
from matchmaking.meetings.models import Booking, BusyTime, MeetingRequest
from tests.make import NOW
from tests.races import two_fairs
from tests.races.ledger import Asked, Cell, Meeting, later, marks
from tests.races.turns import among, few, number, one_of, turn, yes
from tests.races.violations import violations
from tests.races.waiting import Waiting


class TwoFairs(Waiting):
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

    # Asking -----------------------------------------------------------

    @turn(4, who=number, whom=number, times=few, to_stand=yes, for_stand=yes)
    def meet(self, who, whom, times, to_stand, for_stand):
        """Somebody asks, and is answered at once."""
        there = set(self.ledger.requests)
        self.send(who, whom, times, to_stand, False, for_stand)
        for key in self.ledger.requests.keys() - there:
            self.answer(key, whom, 1)

    @turn(3, who=number, whom=number, times=few, to_stand=yes, to_one=yes, for_stand=yes)
    def send(self, who, whom, times, to_stand, to_one, for_stand):
        ledger, sender = self.ledger, self.person(who)
        person, fair = self.opposite(sender, whom), self.ledger.people[sender].fair
        stand = among(self.stands_at(fair), whom, lambda key: person in ledger.team(key)) if to_stand else None
        if stand:
            person = among(ledger.team(stand), whom) if to_one and ledger.team(stand) else None
        own, wishes = self.stand_of(sender) if for_stand else None, self.cells(fair, times)
        new = Asked(sender, own, person, stand, wishes, self.at)
        why = ledger.why_not_ask(sender, own, person, stand, wishes, self.at)
        waiting = ledger.open_between(new.pair, self.at)
        same = [
            key
            for key in waiting
            if (ledger.requests[key].sender, ledger.requests[key].recipient, ledger.requests[key].wishes)
            == (sender, person, wishes)
            and ledger.requests[key].stand == stand
            and ledger.requests[key].sender_stand == own
        ]
        if waiting and not same:
            why.add("one waits already")
        at_once = {}
        if not why and not same and stand and ledger.stands[stand].books_directly:
            at_once, no = self.foretell_direct(sender, own, person, stand, wishes)
            why |= no
        side = requesting.Side(self.participant(person) if person else None, self.stand(stand))
        sent = self.act(
            "send",
            lambda: requesting.send_request(
                fair=Fair.objects.get(pk=fair),
                sender=self.participant(sender),
                sender_stand=self.stand(own),
                to=side,
                wish=requesting.Wish(wishes),
                at=self.at,
            ),
            why,
        )
        if sent and same:
            assert sent.pk in same
        elif sent:
            self.expire_between(new.pair)
            ledger.requests[sent.pk] = new
            new.ends = sent.expires_at
            assert self.at < new.ends <= max(ledger.cells[cell].starts for cell in wishes)
            if at_once:
                self.done["booked directly", "done"] += 1
                new.status, new.recipient = "accepted", at_once["host"]
                made = Booking.objects.get(request=sent)
                assert made.slot_id == at_once["cell"]
                self.write_meeting(made, {new.recipient: ("host", stand), sender: ("guest", own)}, sent.pk)
        self.settle()

    def expire_between(self, pair):
        """Whatever waited between the two was over."""
        for key, old in self.ledger.requests.items():
            if old.pair == pair and old.status == "open":
                self.ledger.close(key, "expired")

    def stand(self, key):
        return Exhibitor.objects.get(pk=key) if key else None

    def foretell_direct(self, sender, own, person, stand, wishes):
        """At the first time at which one of the team is free the meeting is, or is refused for lack of the others."""
        for cell in wishes:
            for host in [person] if person else self.ledger.team(stand):
                if not self.ledger.why_busy(host, cell):
                    seats = [(host, True, stand), (sender, False, own)]
                    fair = self.ledger.people[sender].fair
                    return {"host": host, "cell": cell}, self.ledger.why_not_meet(cell, fair, seats, self.at)
        return {}, set()

    @turn(2, needs="requests", which=number, times=few, is_stale=number)
    def change(self, which, times, is_stale):
        key = self.request(which)
        asked, fresh = self.ledger.requests[key], MeetingRequest.objects.get(pk=key)
        wishes, stale = self.cells(fresh.fair_id, times), is_stale % 7 == 6
        why = self.ledger.why_not_answer(key, self.at, as_sender=False)
        why |= self.ledger.why_not_wish(wishes, fresh.fair_id, self.at) | ({"is stale"} if stale else set())
        if asked.stand and not asked.recipient and not self.ledger.team(asked.stand):
            why.add("nobody there")
        changed = self.act(
            "change",
            lambda: requesting.change_request(
                request_id=key, version=fresh.version - stale, wish=requesting.Wish(wishes), at=self.at
            ),
            why,
        )
        if changed:
            asked.wishes, asked.ends = wishes, changed.expires_at
        self.settle()

    @turn(needs="requests", which=number)
    def withdraw(self, which):
        key = self.request(which)
        asked = self.ledger.requests[key]
        why = set() if asked.status == "withdrawn" or asked.is_open(self.at) else {"is not open"}
        by = self.user(asked.sender)
        if self.act("withdraw", lambda: requesting.withdraw_request(request_id=key, by=by, at=self.at), why):
            self.ledger.close(key, "withdrawn", asked.answered_by or by.pk)
        self.settle()

    # Answering -----------------------------------------------------------

    def host_of(self, asked, n):
        """Who answers: whoever was asked, or one of the team; now and then one who has nothing to do with it."""
        if asked.stand:
            return among(self.ledger.people, n, lambda key: key in self.ledger.team(asked.stand))
        return asked.recipient

    @turn(4, needs="requests", which=number, who=number, time=number, is_mistaken=number)
    def accept(self, which, who, time, is_mistaken):
        self.answer(self.request(which), who, time, is_mistaken % 11 == 10)

    def answer(self, key, who, time, is_mistaken=False):
        asked = self.ledger.requests[key]
        as_sender = (asked.turn == "sender") != is_mistaken
        host = asked.recipient if as_sender else self.host_of(asked, who)
        by = self.user(asked.sender if as_sender or host is None else host)
        fair = self.ledger.people[asked.sender].fair
        cell = among(self.ledger.cells, time, lambda key: key in asked.wishes)
        mine, ours = asked.recipient if as_sender or not asked.stand else host, []
        why = set()
        if mine is None or (asked.stand and mine not in self.ledger.team(asked.stand)):
            why.add("is not on the team")
        elif asked.status == "accepted" and asked.answered_by == by.pk:
            ours = [
                meeting
                for meeting in self.ledger.meetings.values()
                if meeting.request == key and meeting.is_live and meeting.cell == cell
            ]
        if not ours and not why:
            why |= self.ledger.why_not_answer(key, self.at, as_sender=as_sender)
            why |= set() if cell in asked.wishes else {"was not asked for"}
            is_own_word = as_sender or self.ledger.people[mine].user == by.pk
            seats = [(mine, not is_own_word, asked.stand), (asked.sender, False, asked.sender_stand)]
            why |= self.ledger.why_not_meet(cell, fair, seats, self.at)
        comes = self.participant(host) if host else None
        made = self.act(
            "accept",
            lambda: answering.accept_request(
                request_id=key, slot_id=cell, by=by, as_sender=as_sender, host=comes, at=self.at
            ),
            why,
        )
        if made and not ours:
            self.ledger.close(key, "accepted", by.pk)
            asked.recipient = mine
            seats = {mine: ("host", asked.stand), asked.sender: ("guest", asked.sender_stand)}
            self.write_meeting(made, seats, key)
        self.settle()

    @turn(2, needs="requests", which=number, who=number, times=few, is_mistaken=number)
    def propose(self, which, who, times, is_mistaken):
        key = self.request(which)
        asked, fresh = self.ledger.requests[key], MeetingRequest.objects.get(pk=key)
        as_sender = (asked.turn == "sender") != (is_mistaken % 11 == 10)
        host, wishes = self.host_of(asked, who), self.cells(fresh.fair_id, times)
        why = self.ledger.why_not_answer(key, self.at, as_sender=as_sender)
        why |= self.ledger.why_not_wish(wishes, fresh.fair_id, self.at)
        if asked.stand and not as_sender and host not in self.ledger.team(asked.stand):
            why.add("is not on the team")
        if asked.stand and as_sender and not asked.recipient and not self.ledger.team(asked.stand):
            why.add("nobody there")
        proposed = self.act(
            "propose",
            lambda: answering.propose_slots(
                request_id=key,
                version=fresh.version,
                slots=wishes,
                as_sender=as_sender,
                host=self.participant(host) if host else None,
                at=self.at,
            ),
            why,
        )
        if proposed:
            asked.wishes, asked.ends = wishes, proposed.expires_at
            asked.turn = "recipient" if as_sender else "sender"
            asked.recipient = host if asked.stand and not as_sender else asked.recipient
        self.settle()

    @turn(needs="requests", which=number, is_mistaken=number)
    def decline(self, which, is_mistaken):
        key = self.request(which)
        asked = self.ledger.requests[key]
        as_sender = (asked.turn == "sender") != (is_mistaken % 11 == 10)
        someone = asked.sender if as_sender else asked.recipient or self.host_of(asked, is_mistaken)
        by = self.user(someone)
        again = asked.status == "declined" and asked.answered_by == by.pk
        why = set() if again else self.ledger.why_not_answer(key, self.at, as_sender=as_sender)
        if self.act(
            "decline",
            lambda: answering.decline_request(request_id=key, by=by, as_sender=as_sender, at=self.at),
            why,
        ):
            self.ledger.close(key, "declined", by.pk)
        self.settle()

    @turn(needs="requests", which=number, who=number, to_nobody=yes)
    def assign(self, which, who, to_nobody):
        key = self.request(which)
        asked = self.ledger.requests[key]
        to = None if to_nobody else self.host_of(asked, who)
        why = set() if asked.is_open(self.at) else {"is not open"}
        if not asked.stand or (to and to not in self.ledger.team(asked.stand)):
            why.add("is not on the team")
        colleague = self.participant(to) if to else None
        if self.act("assign", lambda: answering.assign_request(request_id=key, to=colleague, at=self.at), why):
            asked.recipient = to
        self.settle()

    @turn(2, minutes=one_of(0, 5, 20, 60, 300), is_swept=yes)
    def wait(self, minutes, is_swept):
        """Time goes by; what is due is sometimes swept up late."""
        self.at = later(self.at, minutes)
        if is_swept:
            due = [
                key for key, asked in self.ledger.requests.items() if asked.status == "open" and asked.ends <= self.at
            ]
            assert self.act("expire", lambda: (answering.expire_due_requests(at=self.at),)) == (len(due),)
            for key in due:
                self.ledger.close(key, "expired")
        self.settle()

    # Meeting -----------------------------------------------------------

    @turn(4, needs="meetings", which=number, when=number, who=number)
    def move(self, which, when, who):
        key = self.meeting(which)
        meeting, fair = self.ledger.meetings[key], self.ledger.meetings[key].times.fair
        seats = [(person, True, stand) for person, (_role, stand) in meeting.people.items()]
        cell = among(
            self.ledger.cells,
            when,
            lambda cell: cell != meeting.cell and not self.ledger.why_not_meet(cell, fair, seats, self.at, key),
        )
        why = self.ledger.why_unchangeable(key, self.at)
        if not why and cell != meeting.cell:
            why = self.ledger.why_not_meet(cell, fair, seats, self.at, but=key)
        by = self.user(among(meeting.people, who))
        if self.act("move", lambda: booking.move_booking(booking_id=key, slot_id=cell, by=by, at=self.at), why):
            meeting.cell, meeting.times = cell, self.ledger.cells.get(cell, meeting.times)
        self.settle()

    @turn(2, needs="meetings", which=number, who=number)
    def cancel(self, which, who):
        key = self.meeting(which)
        meeting = self.ledger.meetings[key]
        by = self.user(among(meeting.people, who))
        is_again = not meeting.is_live and meeting.cancelled_by == by.pk
        why = set() if is_again else self.ledger.why_unchangeable(key, self.at)
        if self.act("cancel", lambda: booking.cancel_booking(booking_id=key, by=by, at=self.at), why) and not is_again:
            meeting.is_live, meeting.cancelled_by = False, by.pk
        self.settle()

    @turn(
        3,
        needs="meetings",
        which=number,
        who=number,
        role=one_of("host", "guest", "interpreter", "introducer"),
    )
    def add(self, which, who, role):
        key = self.meeting(which)
        meeting = self.ledger.meetings[key]
        fair = meeting.times.fair
        there = among(meeting.people, who)
        here = [key for key, each in self.ledger.people.items() if each.fair == fair]
        is_free = lambda key: meeting.is_live and not self.ledger.why_busy(key, meeting.cell)  # noqa: E731
        person = among(here, who, lambda key: key not in meeting.people and is_free(key))
        stand = self.stand_of(person)
        why = self.ledger.why_unchangeable(key, self.at)
        if not why and person in meeting.people:
            why = {"is there already"}
        elif not why:
            why = self.ledger.why_not_then(meeting.cell, meeting.times.fair, self.at)
            why |= self.ledger.why_busy(person, meeting.cell)
            stands = {ours for _role, ours in meeting.people.values() if ours} | ({stand} if stand else set())
            if self.ledger.rooms[meeting.room].seats <= len(meeting.people):
                why |= self.ledger.why_no_room(meeting.cell, len(meeting.people) + 1, stands, key)
        seat = booking.Seat(self.participant(person), role, self.stand(stand))
        by = self.user(there)
        if self.act("add", lambda: booking.add_person(booking_id=key, seat=seat, by=by, at=self.at), why):
            meeting.people[person] = (role, stand)
        self.settle()

    @turn(2, needs="meetings", which=number, who=number)
    def excuse(self, which, who):
        key = among(self.ledger.meetings, which, lambda key: len(self.ledger.meetings[key].people) > 2)
        meeting = self.ledger.meetings[key]
        helpers = [key for key, (role, _stand) in meeting.people.items() if role not in ("host", "guest")]
        person = among(self.ledger.people, who, lambda key: key in (helpers or meeting.people))
        why = self.ledger.why_unchangeable(key, self.at)
        staying = {role for each, (role, _stand) in meeting.people.items() if each != person}
        if person in meeting.people and not {"host", "guest"} <= staying:
            why.add("the last of his side")
        by = self.user(person)
        if self.act(
            "excuse", lambda: booking.excuse_person(booking_id=key, participant_id=person, by=by, at=self.at), why
        ):
            meeting.people.pop(person, None)
        self.settle()

    @turn(6, needs="meetings", which=number, who=number, to=number, by_himself=yes)
    def hand_over(self, which, who, to, by_himself):
        key = self.meeting(which)
        meeting = self.ledger.meetings[key]
        person = among(meeting.people, who, lambda key: meeting.people[key][1])
        role, stand = meeting.people[person]
        team = self.ledger.team(stand) if stand else []
        is_free = lambda key: meeting.is_live and not self.ledger.why_busy(key, meeting.cell)  # noqa: E731
        heir = among(self.ledger.people, to, lambda key: key in team and key not in meeting.people and is_free(key))
        by = self.user(heir if by_himself else person)
        why = self.ledger.why_unchangeable(key, self.at)
        if heir not in team:
            why.add("is not on the team")
        elif heir in meeting.people:
            why.add("is there already")
        elif not why:
            is_own_word = self.ledger.people[heir].user == by.pk
            why = self.ledger.why_not_then(meeting.cell, meeting.times.fair, self.at)
            why |= self.ledger.why_busy(heir, meeting.cell, must_be_open=not is_own_word)
        whom = self.participant(heir)
        if self.act(
            "hand over",
            lambda: booking.hand_over(booking_id=key, from_id=person, to=whom, by=by, at=self.at),
            why,
        ):
            del meeting.people[person]
            meeting.people[heir] = (role, stand)
        self.settle()

    # One's own time -----------------------------------------------------------

    @turn(2, who=number, times=few, is_opening=one_of(True, True, True, False), is_all=yes)
    def open_or_close(self, who, times, is_opening, is_all):
        person = among(self.ledger.people, who, lambda key: is_opening and not self.ledger.people[key].opened)
        whose = self.ledger.people[person]
        chosen = set(self.cells(whose.fair, times))
        if is_all and not is_opening:
            chosen = {key for key, cell in self.ledger.cells.items() if cell.fair == whose.fair}
        self.change_times(person, chosen, is_opening)

    def change_times(self, person, chosen, is_opening):
        whose = self.ledger.people[person]
        why = {"of another fair"} if any(self.ledger.cells[cell].fair != whose.fair for cell in chosen) else set()
        opened, closed = (chosen, ()) if is_opening else ((), chosen)
        ours = self.participant(person)
        self.act(
            "open or close",
            lambda: agendas.change_openings(participant=ours, opened=opened, closed=closed, at=self.at),
            why,
        )
        if not why:
            coming = {cell for cell in chosen if self.ledger.cells[cell].starts > self.at}
            met = [meeting.times.marks for meeting in self.ledger.meetings_of(whose.user)]
            kept = {cell for cell in coming if any(self.ledger.cells[cell].marks & times for times in met)}
            whose.opened = whose.opened | coming if is_opening else whose.opened - (coming - kept)
        self.settle()

    @turn(who=number, time=number, minutes=one_of(10, 10, 60, -5))
    def be_busy(self, who, time, minutes):
        person = self.person(who)
        cell = self.ledger.cells[self.cells(self.ledger.people[person].fair, [time])[0]]
        ends = later(cell.starts, minutes)
        why, user = ({"ends before it begins"} if minutes < 0 else set()), self.user(person)
        why |= {"is over"} if ends <= self.at else set()
        busy = self.act(
            "be busy", lambda: agendas.add_busy_time(user=user, starts_at=cell.starts, ends_at=ends, at=self.at), why
        )
        if busy:
            self.ledger.busy[busy.pk] = (user.pk, marks(cell.starts, ends))
        self.settle()

    @turn(needs="busy", which=number)
    def be_busy_no_more(self, which):
        key = among(self.ledger.busy, which)
        user = User.objects.get(pk=self.ledger.busy.pop(key)[0])
        self.act("be busy no more", lambda: agendas.remove_busy_time(user=user, busy_id=key))
        assert not BusyTime.objects.filter(pk=key).exists()
        self.settle()

    @turn(who=number, pause=one_of(0, 0, 0, 10, 30), most=one_of(None, None, 2, 3))
    def wish(self, who, pause, most):
        person = self.person(who)
        ours = self.participant(person)
        wishes = agendas.Wishes(ours.user.time_zone, time(9), time(18), pause, most)
        self.act("wish", lambda: agendas.change_agenda(participant=ours, wishes=wishes, at=self.at))
        self.ledger.people[person].pause, self.ledger.people[person].most = pause, most
        self.settle()

    # The fair, and going -----------------------------------------------------------

    @turn(which=yes, minutes=one_of(20, 25, 40), is_with_break=yes)
    def change_timetable(self, which, minutes, is_with_break):
        """The organiser lays the timetable out anew: refused, and nothing lost, while meetings are in the way."""
        fair = Fair.objects.get(pk=sorted(self.ledger.zones)[which])
        seen = fingerprint(fair.breaks.all())
        breaks = [Break(name="Lunch", starts_at=time(12, 30), ends_at=time(12, 50))] if is_with_break else []
        set_breaks(fair=fair, breaks=breaks, seen=seen)
        fair = change_fair(fair=fair, version=fair.version, changes={"slot_minutes": minutes})
        before = two_fairs.cells()
        try:
            with transaction.atomic():
                lay_out_timetable(fair=fair, at=self.at)
        except MeetingsInTheWay:
            assert two_fairs.cells() == before
            coming = [m for m in self.ledger.meetings.values() if m.is_live and m.times.starts > self.at]
            assert any(meeting.times.fair == fair.pk for meeting in coming)
            self.done["change timetable", "refused"] += 1
        else:
            self.done["change timetable", "done"] += 1
            agendas.lay_out_agendas(participants=Participant.objects.select_related("user"), at=self.at)
            self.ledger.forget_cells(two_fairs.cells())
            two_fairs.read_openings(self.ledger)
        self.settle()

    @turn(who=number)
    def leave_or_come_back(self, who):
        """Whoever has left comes back, before anybody else leaves."""
        away = [key for key, person in self.ledger.people.items() if not (person.is_there or person.is_gone)]
        person = among(away, who) if away else self.person(who)
        there, ours = self.ledger.people[person], self.participant(person)
        if there.is_there:
            self.act("leave", lambda: leave_fair(participant=ours, at=self.at))
            self.ledger.leave(person, self.at)
        elif not there.is_gone:
            role = Participant.Role.VISITOR
            self.act("come back", lambda: join_fair(fair=ours.fair, user=ours.user, role=role, at=self.at))
            there.is_there = True
        self.settle()

    @turn(who=number, is_meant=one_of(0, 1, 2, 3))
    def delete(self, who, is_meant):
        """Somebody deletes his account, with meetings ahead or without."""
        user = self.user(self.person(who))
        gone = {person.user for person in self.ledger.people.values() if person.is_gone}
        if user.pk in gone or len(gone) == 2 or is_meant != 3:  # enough stay to be in each other's way
            return
        his = [key for key, person in self.ledger.people.items() if person.user == user.pk]
        self.act("delete", lambda: delete_account(user=user, typed_email=user.email, at=self.at))
        for person in his:
            if self.ledger.people[person].is_there:
                self.ledger.leave(person, self.at)
            self.ledger.people[person].is_gone = True
        self.ledger.busy = {key: busy for key, busy in self.ledger.busy.items() if busy[0] != user.pk}
        self.settle()
