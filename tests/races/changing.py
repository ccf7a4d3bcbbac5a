"""The turns of meetings that stand: moved, cancelled, handed over, joined and left."""

from matchmaking.meetings.actions import booking
from tests.races.turns import among, number, one_of, turn, yes


class Changing:
    """A meeting changes for all who are at it, or for none; all of them must be free, and a room."""

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
