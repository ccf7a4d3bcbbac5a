"""Who has asked whom, and who meets whom: requests and meetings of the demo in all states, made in bulk."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from matchmaking.demo.actions.lining_up import line_up
from matchmaking.demo.actions.looking_back import look_back
from matchmaking.demo.actions.peopling import CHUNK, Progress
from matchmaking.demo.actions.walking_up import walk_up
from matchmaking.demo.sketches import BUYER, EXPORTER, INTERPRETER
from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.models import Fair, MeetingSlot, Participant, Room
from matchmaking.lobbies.models import StandStay, WalkIn
from matchmaking.meetings.actions.agendas import lay_out_agendas
from matchmaking.meetings.models import (
    Agenda,
    Attendance,
    Availability,
    Barrier,
    Booking,
    BusyTime,
    FairTerms,
    Group,
    MeetingRequest,
    Quota,
    RequestedSlot,
    StandTerms,
    WaitingListEntry,
)

TRIES = 20  # with how many one of them may have no time in common
Status, Turn, Presence = MeetingRequest.Status, MeetingRequest.Turn, Participant.Presence
ASKED_PER_VISITOR = 1.5
# What becomes of a request, and how often.
OUTCOMES = {"met": 20, "meets": 26, "open": 22, "proposed": 6, "declined": 12, "withdrawn": 5, "expired": 9}
FULLEST = 0.6  # of the rooms at any time, so that there is something left to book
MESSAGES = {
    "en": "We are looking for a steady supplier and would like to see what is new in your range.",
    "fr": "Nous cherchons un fournisseur régulier et aimerions découvrir vos nouveautés.",
    "es": "Buscamos un proveedor estable y nos gustaría conocer sus novedades.",
    "de": "Wir suchen einen verlässlichen Lieferanten und möchten Ihr Sortiment kennenlernen.",
    "it": "Cerchiamo un fornitore stabile e vorremmo conoscere le vostre novità.",
    "pt": "Procuramos um fornecedor regular e gostaríamos de conhecer as suas novidades.",
    "nl": "Wij zoeken een vaste leverancier en willen graag uw assortiment zien.",
    "zh": "我们正在寻找稳定的供应商,想了解贵公司的新产品。",
    "ar": "نبحث عن مورّد دائم ونودّ التعرّف على منتجاتكم الجديدة.",
}
REASON = "Thank you, but we do not deliver to your market yet."


def clear_meetings(fair: Fair) -> None:
    """Nothing is asked or booked at the fair. A demo's meetings belong to its days, and go when these are moved."""
    Booking.objects.filter(fair=fair).delete()
    MeetingRequest.objects.filter(fair=fair).delete()
    WaitingListEntry.objects.filter(fair=fair).delete()
    WalkIn.objects.filter(stand__fair=fair).delete()
    StandStay.objects.filter(stand__fair=fair).delete()
    Agenda.objects.filter(participant__fair=fair).delete()


@dataclass
class Ledger:
    """What has been given away so far, and the rows to store."""

    opened: dict[int, set[UUID]]
    rooms: dict[UUID, list[Room]]
    own_rooms: dict[int, list[Room]]
    taken: dict[UUID, set[int]] = field(default_factory=lambda: defaultdict(set))  # slot → users
    requests: list[MeetingRequest] = field(default_factory=list)
    wishes: list[RequestedSlot] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)

    def is_free(self, slot: MeetingSlot, *people: Participant) -> bool:
        return bool(self.rooms[slot.pk]) and not any(person.user_id in self.taken[slot.pk] for person in people)

    def store(self) -> None:
        MeetingRequest.objects.bulk_create(self.requests, batch_size=CHUNK)
        RequestedSlot.objects.bulk_create(self.wishes, batch_size=CHUNK)
        Booking.objects.bulk_create(self.bookings, batch_size=CHUNK)
        Attendance.objects.bulk_create(self.attendances, batch_size=CHUNK)


def hold_meetings(*, fair: Fair, seed: int, at: datetime, progress: Progress) -> None:
    """Everybody can be asked, and many have been: once for the days of the fair as they are."""
    _lay_out_everybody(fair, at, progress)
    if MeetingRequest.objects.filter(fair=fair).exists():
        return
    random = Random(f"meetings {seed}")
    seats = list(
        Representative.objects.filter(exhibitor__fair=fair, exhibitor__status="approved")
        .select_related("participant__user", "exhibitor__company")
        .order_by("exhibitor__pk", "position", "pk")
    )
    visitors = list(_approved(fair).filter(roles__contains=[Participant.Role.VISITOR]))
    slots = list(fair.slots.order_by("starts_at"))
    if not seats or not visitors or not slots:
        return
    with transaction.atomic():
        ledger = _ledger(fair, slots)
        _first_people(ledger, random, seats, visitors, slots, at)
        _ask_around(ledger, random, seats, visitors, slots, at, progress)
        ledger.store()
        _turn_up(ledger)
        _particulars(fair, seats, at)
        line_up(fair, seats, visitors, at)
        _terms(fair, visitors)
        _other_ways(seats)
        look_back(fair, random, at)
        walk_up(seats, visitors, random, at)


def _approved(fair: Fair) -> QuerySet[Participant]:
    return (
        Participant.objects.filter(fair=fair, status=Participant.Status.APPROVED)
        .select_related("user", "fair")
        .order_by("pk")
    )


def _lay_out_everybody(fair: Fair, at: datetime, progress: Progress) -> None:
    people = list(_approved(fair).filter(agenda=None))
    for start in range(0, len(people), CHUNK):
        lay_out_agendas(participants=people[start : start + CHUNK], at=at)
        progress("agendas", min(start + CHUNK, len(people)), len(people))


def _ledger(fair: Fair, slots: list[MeetingSlot]) -> Ledger:
    opened: dict[int, set[UUID]] = defaultdict(set)
    for participant, slot in Availability.objects.filter(slot__in=slots).values_list("participant", "slot").iterator():
        opened[participant].add(slot)
    own: dict[int, list[Room]] = defaultdict(list)
    common = []
    for room in Room.objects.filter(hall__fair=fair).select_related("reservation").order_by("pk"):
        reservation = getattr(room, "reservation", None)
        if reservation:
            own[reservation.exhibitor_id].append(room)
        else:
            common.append(room)
    few = common[: max(1, int(len(common) * FULLEST))]
    return Ledger(opened, {slot.pk: list(few) for slot in slots}, own)


def _first_people(
    ledger: Ledger,
    random: Random,
    seats: list[Representative],
    visitors: list[Participant],
    slots: list[MeetingSlot],
    at: datetime,
) -> None:
    """The exporter and the buyer of the sign-in page meet in some minutes, and each has asked or was asked by others,
    with every outcome."""
    exporter = next((seat for seat in seats if seat.participant.user.email == EXPORTER), None)
    buyer = next((person for person in visitors if person.user.email == BUYER), None)
    coming = [slot for slot in slots if slot.starts_at > at]
    if exporter is None or buyer is None or not coming:
        return
    _introduce(ledger, exporter, buyer, coming, at)
    strangers = ((visitor, exporter) for visitor in visitors if visitor != buyer)
    hosts = ((buyer, seat) for seat in seats if seat.exhibitor_id != exporter.exhibitor_id)
    past = [slot for slot in slots if slot.starts_at <= at]
    for outcome in ("open", "meets", *OUTCOMES):
        for pairs in (strangers, hosts):
            _ask_one(ledger, random, pairs, outcome, past if outcome == "met" else coming, at)
    _interpret(ledger, exporter, at)


def _ask_one(
    ledger: Ledger,
    random: Random,
    pairs: Iterator[tuple[Participant, Representative]],
    outcome: str,
    slots: list[MeetingSlot],
    at: datetime,
) -> None:
    """One of the next pairs that has a time in common has a request with this outcome, and they are not met again."""
    there = len(ledger.requests)
    for visitor, seat in islice(pairs, TRIES if slots else 0):
        _ask(ledger, random, visitor, seat, outcome, slots, at)
        if len(ledger.requests) > there:
            return


def _introduce(
    ledger: Ledger, exporter: Representative, buyer: Participant, coming: list[MeetingSlot], at: datetime
) -> None:
    """They meet in some minutes; the attaché introduces them."""
    request = _request(ledger, buyer, exporter, coming[:2], Status.ACCEPTED, at - timedelta(days=1))
    booking = _book(ledger, request, exporter, coming[0], at - timedelta(hours=20))
    attache = Participant.objects.filter(fair=request.fair, user__email="attache@example.com").first()
    if attache:
        _seat(ledger, booking, attache, Attendance.Role.INTRODUCER)


def _interpret(ledger: Ledger, exporter: Representative, at: datetime) -> None:
    """The interpreter sits in at the exporter's first meeting with somebody who has not been introduced to him."""
    taken = {seat.booking_id for seat in ledger.attendances if seat.role == Attendance.Role.INTRODUCER}
    own = {seat.booking_id for seat in ledger.attendances if seat.participant == exporter.participant} - taken
    coming = [booking for booking in ledger.bookings if booking.pk in own and booking.starts_at > at]
    interpreter = Participant.objects.filter(fair=exporter.exhibitor.fair_id, user__email=INTERPRETER).first()
    if coming and interpreter:
        first = min(coming, key=lambda booking: booking.starts_at)
        _seat(ledger, first, interpreter, Attendance.Role.INTERPRETER)


def _ask_around(
    ledger: Ledger,
    random: Random,
    seats: list[Representative],
    visitors: list[Participant],
    slots: list[MeetingSlot],
    at: datetime,
    progress: Progress,
) -> None:
    """Visitors ask stands, in all states in which a request can be."""
    past, coming = [s for s in slots if s.starts_at <= at], [s for s in slots if s.starts_at > at]
    asked = {(request.sender_id, request.recipient_stand_id) for request in ledger.requests}
    wanted = int(len(visitors) * ASKED_PER_VISITOR)
    for n in range(wanted):
        visitor, seat = visitors[n % len(visitors)], random.choice(seats)
        outcome = random.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        if (visitor.pk, seat.exhibitor_id) not in asked:
            asked.add((visitor.pk, seat.exhibitor_id))
            _ask(ledger, random, visitor, seat, outcome, past if outcome == "met" else coming, at)
        if n % CHUNK == CHUNK - 1 or n == wanted - 1:
            progress("requests", n + 1, wanted)


def _ask(
    ledger: Ledger,
    random: Random,
    visitor: Participant,
    seat: Representative,
    outcome: str,
    slots: list[MeetingSlot],
    at: datetime,
) -> None:
    """One request, at times that both have open; no request where there are none."""
    opened = ledger.opened[visitor.pk] & ledger.opened[seat.participant_id]
    common = [s for s in slots if s.pk in opened and ledger.is_free(s, visitor, seat.participant)]
    if not common:
        return
    wishes = sorted(random.sample(common, min(len(common), random.randint(1, 3))), key=lambda slot: slot.starts_at)
    sent_at = at - timedelta(hours=random.randint(2, 40))
    if outcome in ("met", "meets"):
        request = _request(ledger, visitor, seat, wishes, Status.ACCEPTED, sent_at)
        _book(ledger, request, seat, wishes[0], at - timedelta(hours=1))
    elif outcome in ("open", "proposed"):
        request = _request(ledger, visitor, seat, wishes, Status.OPEN, sent_at)
        request.expires_at = wishes[-1].starts_at
        if outcome == "proposed":
            request.turn, request.recipient = Turn.SENDER, seat.participant
    else:
        request = _request(ledger, visitor, seat, wishes, outcome, sent_at)
        request.reason = REASON if outcome == Status.DECLINED else ""
        request.answered_at = at - timedelta(hours=1)


def _request(
    ledger: Ledger, visitor: Participant, seat: Representative, slots: list[MeetingSlot], status: str, sent_at: datetime
) -> MeetingRequest:
    language = visitor.user.language if visitor.user.language in MESSAGES else "en"
    request = MeetingRequest(
        fair=visitor.fair,
        sender=visitor,
        recipient_stand=seat.exhibitor,
        recipient=seat.participant if status == Status.ACCEPTED else None,
        message=MESSAGES[language],
        language=language,
        status=status,
        sent_at=sent_at,
        expires_at=sent_at + timedelta(days=2),
        answered_at=None if status == Status.OPEN else sent_at + timedelta(hours=1),
    )
    ledger.requests.append(request)
    ledger.wishes += [RequestedSlot(request=request, slot=slot, rank=rank) for rank, slot in enumerate(slots, 1)]
    return request


def _book(
    ledger: Ledger, request: MeetingRequest, seat: Representative, slot: MeetingSlot, booked_at: datetime
) -> Booking:
    room = _room(ledger, seat, slot)
    booking = Booking(
        fair=request.fair,
        slot=slot,
        room=room,
        request=request,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        booked_at=booked_at,
        changed_at=booked_at,
    )
    ledger.bookings.append(booking)
    _seat(ledger, booking, seat.participant, Attendance.Role.HOST, seat)
    _seat(ledger, booking, request.sender, Attendance.Role.GUEST)
    return booking


def _room(ledger: Ledger, seat: Representative, slot: MeetingSlot) -> Room:
    """A table for every third meeting, while there are some; else the stand's own room, or the next one."""
    common, is_at_table = ledger.rooms[slot.pk], len(ledger.bookings) % 3 == 2
    tables = [room for room in common if is_at_table and room.kind == Room.Kind.TABLE]
    own = [room for room in ledger.own_rooms[seat.exhibitor_id] if -room.pk not in ledger.taken[slot.pk]]
    room = (*tables, *own, *common)[0]
    if room in common:
        common.remove(room)
    ledger.taken[slot.pk].add(-room.pk)
    return room


def _seat(ledger: Ledger, booking: Booking, person: Participant, role: str, seat: Representative | None = None) -> None:
    assert booking.slot_id
    ledger.taken[booking.slot_id].add(person.user_id)
    ledger.attendances.append(
        Attendance(
            booking=booking,
            participant=person,
            user_id=person.user_id,
            stand=seat.exhibitor if seat else None,
            role=role,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
        )
    )


def _turn_up(ledger: Ledger) -> None:
    """Hosts of meetings at tables are at the fair, and most of their guests; some join from afar, some do either.
    Whoever comes along with them is there."""
    guests = (Presence.ON_THE_SPOT, Presence.ON_THE_SPOT, Presence.REMOTE, Presence.EITHER)
    tables = {booking.pk for booking in ledger.bookings if booking.room and booking.room.kind == Room.Kind.TABLE}
    ways: dict[int, str] = {}
    seats = [seat for seat in ledger.attendances if seat.booking_id in tables]
    for seat in sorted(seats, key=lambda seat: seat.role != Attendance.Role.HOST):
        is_guest = seat.role == Attendance.Role.GUEST
        ways.setdefault(seat.participant_id, guests[len(ways) % len(guests)] if is_guest else Presence.ON_THE_SPOT)
    for way in Presence:
        people = [person for person, said in ways.items() if said == way]
        Participant.objects.filter(pk__in=people).update(presence=way)


def _particulars(fair: Fair, seats: list[Representative], at: datetime) -> None:
    """A stand that books directly, somebody at lunch, and some meetings that were called off."""
    StandTerms.objects.get_or_create(exhibitor=seats[-1].exhibitor, defaults={"books_directly": True})
    noon = (at + timedelta(days=1)).astimezone(fair.zone).replace(hour=12, minute=30, second=0, microsecond=0)
    for seat in seats[:5]:
        BusyTime.objects.get_or_create(
            user=seat.participant.user, title="Lunch", starts_at=noon, defaults={"ends_at": noon + timedelta(hours=1)}
        )
    later = Booking.objects.filter(fair=fair, starts_at__gt=at + timedelta(hours=1))
    introduced = Attendance.objects.filter(role=Attendance.Role.INTRODUCER).values("booking")
    called_off = later.exclude(pk__in=introduced).order_by("starts_at", "room")
    of_exporter = called_off.filter(attendances__user__email=EXPORTER).reverse()[:1]
    for booking in [*of_exporter, *called_off.exclude(pk__in=of_exporter.values("pk"))[:3]]:
        booking.status, booking.cancelled_at = Booking.Status.CANCELLED, at - timedelta(minutes=30)
        booking.reason, booking.sequence = "A flight was cancelled: let us find another time.", 1
        booking.save()


def _other_ways(seats: list[Representative]) -> None:
    """Every third stand has a link to a call elsewhere and a phone number, the exporter's among them. The names and
    numbers are of those that lead nowhere."""
    for n, stand in enumerate({seat.exhibitor_id: seat.exhibitor for seat in seats}.values()):
        if n % 3 == 0:
            ways = {"call_link": f"https://meet.example.com/{stand.slug}", "call_phone": f"+44 20 7946 0{n % 1000:03d}"}
            StandTerms.objects.update_or_create(exhibitor=stand, defaults=ways)


def _terms(fair: Fair, visitors: list[Participant]) -> None:
    """Enough open requests for everybody who is serious, and journalists who leave the visitors alone."""
    FairTerms.objects.get_or_create(fair=fair)
    Quota.objects.get_or_create(fair=fair, role=Participant.Role.VISITOR, defaults={"open_requests": 25})
    press, _is_new = Group.objects.get_or_create(fair=fair, name="Press")
    press.participants.add(*visitors[-3:])
    Barrier.objects.get_or_create(fair=fair, asking_group=press, asked_role=Participant.Role.VISITOR)
