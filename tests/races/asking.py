"""The turns of whoever asks for a meeting and of whoever answers."""

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair
from matchmaking.meetings.actions import answering, requesting
from matchmaking.meetings.models import Booking, MeetingRequest
from tests.races.ledger import Asked, later
from tests.races.turns import among, few, number, one_of, turn, yes


class Asking:
    """What a request is, and what an answer to it must do; time goes by, and requests expire."""

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
