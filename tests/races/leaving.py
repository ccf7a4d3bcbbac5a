"""The turns of a timetable that is laid out anew, and of whoever leaves, comes back or goes for good."""

from datetime import time

from django.db import transaction

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.fairs.actions.calendar import lay_out_timetable, set_breaks
from matchmaking.fairs.actions.fair import change_fair
from matchmaking.fairs.actions.joining import join_fair, leave_fair
from matchmaking.fairs.errors import MeetingsInTheWay
from matchmaking.fairs.models import Break, Fair, Participant
from matchmaking.fairs.queries import fingerprint
from matchmaking.meetings.actions import agendas
from tests.races import two_fairs
from tests.races.turns import among, number, one_of, turn, yes


class Leaving:
    """What goes with the timetable, with a participant and with an account, and what stays."""

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
