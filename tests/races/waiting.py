"""The turns of whoever waits for somebody who is full."""

from django.db import connection

from matchmaking.fairs.models import Fair
from matchmaking.meetings.actions import waiting
from matchmaking.meetings.actions.requesting import Side
from matchmaking.meetings.models import Booking, WaitingListEntry
from tests.races.ledger import Asked
from tests.races.turns import among, number, turn, yes


class Waiting:
    """What is offered to somebody is open to nobody else, and is his if both are free: all else is free to happen."""

    def read_lists(self):
        """Who waits, and which time of whom is offered: that is the product's to choose."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, status, host_id, slot_id FROM meetings_waitinglistentry")
            rows = cursor.fetchall()
        self.ledger.waits = [row[0] for row in rows]
        self.ledger.offers = {(host, slot) for _key, status, host, slot in rows if status == "offered"}

    def place(self, n):
        places = WaitingListEntry.objects.order_by("since", "waiting", "wanted", "wanted_stand")
        return among(places, n, lambda entry: entry.status == "offered")

    @turn(2, who=number, whom=number, to_stand=yes)
    def join_list(self, who, whom, to_stand):
        full = [key for key, person in self.ledger.people.items() if person.is_there and not person.opened]
        wanted = among(self.ledger.people, whom, lambda key: key in full)
        waits, stand = self.opposite(wanted, who), self.stand_of(wanted) if to_stand else None
        side = Side(None if stand else self.participant(wanted), self.stand(stand))
        fair, person = Fair.objects.get(pk=self.ledger.people[wanted].fair), self.participant(waits)
        self.act_freely("join list", lambda: waiting.join_list(fair=fair, waiting=person, to=side, at=self.at))
        self.settle()

    @turn(4, needs="waits", which=number, when=number, is_welcome=yes)
    def offer(self, which, when, is_welcome):
        """Whoever is waited for opens a time, and it is offered; that offer is taken, or another turn has it."""
        entry = self.place(which)
        wanted = entry.wanted_id or among(self.ledger.stands[entry.wanted_stand_id].team, when)
        self.change_times(wanted, set(self.cells(entry.fair_id, [when])), True)
        self.act_freely("offer", lambda: waiting.offer_freed_slots(at=self.at))
        self.settle()
        if when % 2:
            self.take_offer(which, is_welcome)

    @turn(4, needs="waits", which=number, is_welcome=yes)
    def take_offer(self, which, is_welcome):
        entry = self.place(which)
        if is_welcome:
            self.act_freely("welcome", lambda: waiting.welcome(entry_id=entry.pk, at=self.at))
        host, stand = entry.host_id, entry.wanted_stand_id
        self.ledger.offers.discard((host, entry.slot_id))  # it is his to take
        seats = [(host, True, stand), (entry.waiting_id, False, entry.waiting_stand_id)]
        why = {"nothing is offered"}
        if entry.slot_id and host:
            why = self.ledger.why_not_meet(entry.slot_id, entry.fair_id, seats, self.at)
        request = self.act_freely("take offer", lambda: waiting.take_offer(entry_id=entry.pk, at=self.at))
        if request and request.pk not in self.ledger.requests:
            wishes = list(request.wishes.order_by("rank").values_list("slot", flat=True))
            new = Asked(
                request.sender_id,
                request.sender_stand_id,
                request.recipient_id,
                request.recipient_stand_id,
                wishes,
                request.expires_at,
                request.status,
            )
            if new.status == "open":
                self.expire_between(new.pair)
            self.ledger.requests[request.pk] = new
            for made in Booking.objects.filter(request=request):
                assert why == set()
                people = {request.recipient_id: ("host", new.stand), new.sender: ("guest", new.sender_stand)}
                self.write_meeting(made, people, request.pk)
                self.done["booked from the list", "done"] += 1
        self.settle()

    @turn(needs="waits", which=number, what=number)
    def end_wait(self, which, what):
        """He lets an offer pass, goes, or is not wanted."""
        key = self.place(which).pk
        deeds = (
            ("pass on", lambda: waiting.pass_on_offer(entry_id=key, at=self.at)),
            ("leave list", lambda: waiting.leave_list(entry_id=key)),
            ("decline wait", lambda: waiting.decline_wait(entry_id=key)),
        )
        self.act_freely(*among(deeds, what))
        self.settle()
