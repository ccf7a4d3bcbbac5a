"""Two fairs at the same time with few people, few rooms and few slots, so that everybody is in everybody's way."""

from datetime import date, time, timedelta

from matchmaking.companies.models import Membership
from matchmaking.fairs.actions.calendar import lay_out_timetable
from matchmaking.fairs.models import MeetingSlot, Participant, Room
from matchmaking.meetings.actions.agendas import lay_out_agendas
from matchmaking.meetings.models import Availability, FairTerms
from tests import make
from tests.make import NOW
from tests.races.ledger import Cell, Ledger, Person, Place, Stand

DAYS = (date(2030, 5, 14), date(2030, 5, 15), date(2030, 5, 16))
BEFORE = NOW - timedelta(days=1)  # the timetables are laid out, and all is still to come


def build():
    """The ledger of a world in which nobody has asked anybody. Rooms differ, so that the best one is no luck."""
    brussels = fair_of("Europe/Brussels", (time(12), time(14, 30)), (time(10), time(11, 30)), minutes=25)
    lima = fair_of("America/Lima", (time(5, 10), time(7, 30)), (time(3), time(4, 30)), minutes=40)
    FairTerms.objects.create(fair=lima, answer_hours=1)  # so that answers come too late
    maker, dealer, agent = (make.company(owner=make.user()) for _ in range(3))
    hall, other_hall = make.hall(fair=brussels), make.hall(fair=lima)
    first = make.exhibitor(fair=brussels, company=maker, hall=hall)
    direct = make.exhibitor(fair=brussels, company=dealer)
    make.stand_terms(exhibitor=direct, books_directly=True)
    third = make.exhibitor(fair=lima, company=maker)
    make.stand_room(exhibitor=first, room=make.room(hall=hall, kind=Room.Kind.VIDEO, seats=3))
    for place, kind, seats in (
        (hall, "video", 4),
        (hall, "table", 2),
        (other_hall, "video", 8),
        (other_hall, "table", 2),
    ):
        make.room(hall=place, kind=kind, seats=seats)
    worker, seller = make.user(), make.user()
    for stand, user in (
        (first, worker),
        (first, None),
        (direct, None),
        (direct, seller),
        (third, worker),
        (third, None),
    ):
        make.representative(exhibitor=stand, **({"user": user} if user else {}))
    buyers = [make.user() for _ in range(3)]
    make.membership(company=agent, user=buyers[0])
    make.membership(company=dealer, user=buyers[2])  # he buys, and works for one that sells
    for user in (*buyers, make.user()):
        make.participant(fair=brussels, user=user)
    for user in (buyers[0], buyers[1], seller):
        make.participant(fair=lima, user=user)
    make.participant(fair=brussels, roles=[Participant.Role.INTERPRETER])
    lay_out_agendas(participants=Participant.objects.select_related("user"), at=BEFORE)
    full = [
        *direct.representatives.values_list("participant", flat=True)[1:],
        *third.representatives.values_list("participant", flat=True),
    ]
    full += Participant.objects.filter(user=buyers[1]).values_list("pk", flat=True)
    Availability.objects.filter(participant__in=full).delete()  # one has to wait for them
    return read([first, direct, third])


def fair_of(zone, first, others, *, minutes):
    """A fair of three days, with its timetable."""
    fair = make.fair(time_zone=zone, slot_minutes=minutes, gap_minutes=5)
    for day in DAYS:
        opens, closes = first if day == DAYS[0] else others
        make.opening_hours(fair=fair, day=day, opens_at=opens, closes_at=closes)
    lay_out_timetable(fair=fair, at=BEFORE)
    return fair


def read(stands):
    """What there is, as the ledger writes it."""
    works = {}
    for user, company in Membership.objects.values_list("user", "company"):
        works[user] = works.get(user, frozenset()) | {company}
    people = {
        person.pk: Person(person.user_id, person.fair_id, works.get(person.user_id, frozenset()))
        for person in Participant.objects.order_by("pk")
    }
    ledger = Ledger(
        zones=dict(Participant.objects.values_list("fair", "fair__time_zone")),
        people=people,
        stands={
            stand.pk: Stand(
                stand.fair_id,
                stand.company_id,
                list(stand.representatives.order_by("position", "pk").values_list("participant", flat=True)),
                hasattr(stand, "terms"),
            )
            for stand in stands
        },
        rooms={
            room.pk: Place(
                room.hall.fair_id, room.seats, room.reservation.exhibitor_id if hasattr(room, "reservation") else None
            )
            for room in Room.objects.select_related("hall", "reservation").order_by("pk")
        },
        cells=cells(),
    )
    read_openings(ledger)
    return ledger


def cells():
    slots = MeetingSlot.objects.order_by("starts_at", "fair")
    return {slot.pk: Cell(slot.fair_id, slot.starts_at, slot.ends_at) for slot in slots}


def read_openings(ledger):
    """What is open in whose agenda: after the timetable has changed that is the product's to say."""
    for person in ledger.people.values():
        person.opened = set()
    for person, slot in Availability.objects.values_list("participant", "slot"):
        ledger.people[person].opened.add(slot)
