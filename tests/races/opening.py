"""The turns of one's own time: opened, closed, busy, and how one wishes to meet."""

from datetime import time

from matchmaking.accounts.models import User
from matchmaking.meetings.actions import agendas
from matchmaking.meetings.models import BusyTime
from tests.races.ledger import later, marks
from tests.races.turns import among, few, number, one_of, turn, yes


class Opening:
    """What is open and when one is busy, and that a booked time stays open."""

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
