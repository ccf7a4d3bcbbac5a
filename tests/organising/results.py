"""A fair with a result: what is made here is counted by hand in the tests."""

from datetime import timedelta
from random import Random

from matchmaking.discovery.models import Mark
from matchmaking.exhibitors.models import ShownProduct
from matchmaking.fairs.models import Participant, Room
from matchmaking.meetings.models import Attendance, MeetingRequest
from matchmaking.visitors.models import SoughtHeading
from tests import make
from tests.make import NOW

COUNTRIES = ("BE", "FR", "US", "JP", "BR", "")
CODES = ("180632", "090210", "950300")
HOUR = timedelta(hours=1)


def stand_of(fair, country="BE", code="180632", **kw):
    """A stand with somebody who speaks for it, and one product shown."""
    stand = make.exhibitor(fair=fair, company=make.company(country=country), **kw)
    make.representative(exhibitor=stand)
    product = make.product(company=stand.company, hs_code=make.hs_code(code))
    ShownProduct.objects.create(exhibitor=stand, product=product)
    return stand


def buyer_of(fair, country="FR", code="180632", zone="UTC", **kw):
    """A visitor with a country, and one heading that he looks for."""
    person = make.participant(fair=fair, user=make.user(country=country, time_zone=zone), **kw)
    profile = make.visitor(participant=person)
    SoughtHeading.objects.create(profile=profile, code=make.hs_code(code).parent)
    return person


def meeting_of(stand, buyer, *, room, starts_at=NOW - 2 * HOUR, came=("host", "guest"), met=0, **kw):
    """A meeting of the stand's first representative and the buyer, to which those sides came."""
    slot = stand.fair.slots.filter(starts_at=starts_at).first() or make.slot(fair=stand.fair, starts_at=starts_at)
    host = stand.representatives.first().participant
    made = make.booking(slot=slot, room=room, host=host, guest=buyer, met_seconds=met, **kw)
    made.attendances.filter(role="host").update(stand=stand)
    made.attendances.filter(role__in=came).update(arrived_at=starts_at)
    return made


def drawn_fair(seed, *, people=20, meetings=50, **kw):
    """A fair drawn at random, in which everything occurs: several halls, all states, both kinds of rooms."""
    random, fair = Random(seed), make.fair(**kw)
    halls = [make.hall(fair=fair, position=n) for n in range(3)]
    rooms = [make.room(hall=hall, kind=kind) for hall in halls for kind in Room.Kind.values for _ in range(2)]
    stands = [stand_of(fair, random.choice(COUNTRIES[:5]), random.choice(CODES)) for _ in range(people // 4)]
    buyers = [
        buyer_of(fair, random.choice(COUNTRIES), random.choice(CODES), random.choice(("UTC", "America/Los_Angeles")))
        for _ in range(people)
    ]
    Participant.objects.filter(fair=fair).update(applied_at=NOW - timedelta(days=3))
    for person in Participant.objects.filter(fair=fair):
        person.applied_at = NOW - timedelta(hours=random.randint(0, 900))
        person.save(update_fields=["applied_at"])
    slots = make.slots(fair, 12, first=NOW - 4 * HOUR)
    taken = set()
    for _ in range(meetings):
        slot, room = random.choice(slots), random.choice(rooms)
        stand, buyer = random.choice(stands), random.choice(buyers)
        if taken & {(slot.pk, room.pk), (slot.pk, stand.pk), (slot.pk, -buyer.pk)}:
            continue
        taken |= {(slot.pk, room.pk), (slot.pk, stand.pk), (slot.pk, -buyer.pk)}
        _meet(random, stand, buyer, slot, room)
    for _ in range(meetings):
        _ask(random, fair, random.choice(stands), random.choice(buyers))
    for buyer in buyers[:8]:
        stars = {"stars": random.randint(1, 5), "profile": buyer.visitor_profile}
        Mark.objects.create(side=random.choice(("visitor", "stand")), exhibitor=random.choice(stands), **stars)
    return fair


def _meet(random, stand, buyer, slot, room):
    is_off = random.random() < 0.2
    off = {"status": "cancelled", "cancelled_at": NOW} if is_off else {}
    came = [side for side in ("host", "guest") if slot.starts_at < NOW and not is_off and random.random() < 0.8]
    met = random.randint(60, 900) if len(came) == 2 and random.random() < 0.5 else 0
    made = meeting_of(stand, buyer, room=room, starts_at=slot.starts_at, came=came, met=met, **off)
    if is_off:
        Attendance.objects.filter(booking=made).update(status="cancelled")


def _ask(random, fair, stand, buyer):
    status = random.choice(MeetingRequest.Status.values)
    if status == "open" and MeetingRequest.objects.filter(sender=buyer, recipient_stand=stand, status="open").exists():
        return
    sent = NOW - timedelta(minutes=random.randint(10, 4000))
    answered = None if status == "open" else sent + timedelta(minutes=random.choice((0, 5, 60, 700)))
    make.meeting_request(
        fair=fair, sender=buyer, recipient_stand=stand, wishes=[], status=status, sent_at=sent, answered_at=answered
    )
