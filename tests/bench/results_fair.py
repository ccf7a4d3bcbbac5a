"""A fair that is over, of any size, written straight into the tables: what its result is counted from."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from matchmaking.accounts.models import User
from matchmaking.companies.models import Company, HsCode, Product
from matchmaking.exhibitors.models import Exhibitor, Representative, ShownProduct
from matchmaking.fairs.models import Fair, Hall, MeetingSlot, Participant, Room
from matchmaking.meetings.models import Attendance, Booking, MeetingRequest
from matchmaking.visitors.models import SoughtHeading, VisitorProfile

COUNTRIES = ("BE", "FR", "DE", "NL", "US", "CN", "JP", "BR", "MX", "IN", "ZA", "MA", "IT", "ES", "PL", "VN", "")
FIRST = date(2030, 5, 14)
DAYS, HALLS, PER_DAY = 5, 6, 20
CHUNK = 2000
_number = count(1)


def stored(model: Any, rows: list[Any]) -> list[Any]:
    return list(model.objects.bulk_create(rows, batch_size=CHUNK))


@transaction.atomic
def past_fair(*, stands: int, visitors: int, meetings: int, requests: int, seed: int = 7) -> Fair:
    """So many people met so often, and asked so often, in the course of five days."""
    random, slug = Random(seed), f"bench-results-{timezone.now():%Y%m%d%H%M%S%f}"
    last = FIRST + timedelta(days=DAYS - 1)
    days = {"starts_on": FIRST, "ends_on": last, "time_zone": "Europe/Brussels", "city": "Brussels"}
    fair = Fair.objects.create(name="Bench", slug=slug, status=Fair.Status.CLOSED, **days)
    sellers = _people(fair, stands, [Participant.Role.EXHIBITOR], random)
    buyers = _people(fair, visitors, [Participant.Role.VISITOR], random)
    companies = stored(
        Company,
        [Company(name=f"Maker {n}", slug=f"{slug}-{n}", country=random.choice(COUNTRIES[:-1])) for n in range(stands)],
    )
    booths = stored(
        Exhibitor,
        [Exhibitor(fair=fair, company=c, slug=c.slug, status="approved", decided_at=timezone.now()) for c in companies],
    )
    stored(Representative, [Representative(exhibitor=b, participant=p) for b, p in zip(booths, sellers, strict=True)])
    _goods(booths, buyers, random)
    _meet(fair, list(zip(booths, sellers, strict=True)), buyers, meetings, random)
    _ask(fair, booths, buyers, requests, random)
    return fair


def _people(fair: Fair, number: int, roles: list[str], random: Random) -> list[Participant]:
    users = stored(
        User,
        [
            User(
                email=f"bench{next(_number)}-{fair.slug}@example.com", country=random.choice(COUNTRIES), name="Somebody"
            )
            for _ in range(number)
        ],
    )
    begins = datetime(2030, 2, 1, tzinfo=UTC)
    people = [
        Participant(
            fair=fair,
            user=user,
            roles=roles,
            status="approved",
            decided_at=begins,
            applied_at=begins + timedelta(minutes=random.randint(0, 140_000)),
        )
        for user in users
    ]
    return stored(Participant, people)


def _goods(booths: list[Exhibitor], buyers: list[Participant], random: Random) -> None:
    codes = list(HsCode.objects.filter(level=6).order_by("pk").values_list("pk", flat=True)[::37])
    headings = list(HsCode.objects.filter(level=4).order_by("pk").values_list("pk", flat=True)[::7])
    products = stored(
        Product,
        [Product(company=b.company, name="Goods", hs_code_id=random.choice(codes)) for b in booths for _ in range(4)],
    )
    stand_of = {booth.company_id: booth for booth in booths}
    stored(ShownProduct, [ShownProduct(exhibitor=stand_of[p.company_id], product=p) for p in products])
    profiles = stored(VisitorProfile, [VisitorProfile(participant=buyer) for buyer in buyers])
    wanted = [(profile, code) for profile in profiles for code in random.sample(headings, 3)]
    stored(SoughtHeading, [SoughtHeading(profile=profile, code_id=code) for profile, code in wanted])


def _meet(
    fair: Fair, booths: list[tuple[Exhibitor, Participant]], buyers: list[Participant], number: int, random: Random
) -> None:
    first = datetime(2030, 5, 14, 6, tzinfo=UTC)
    slots = stored(
        MeetingSlot,
        [
            MeetingSlot(fair=fair, starts_at=at, ends_at=at + timedelta(minutes=25))
            for day in range(DAYS)
            for n in range(PER_DAY)
            for at in [first + timedelta(days=day, minutes=30 * n)]
        ],
    )
    halls = stored(Hall, [Hall(fair=fair, name=f"Hall {n}", slug=f"hall-{n}", position=n) for n in range(HALLS)])
    each = -(-number // len(slots))
    kinds = (Room.Kind.VIDEO, Room.Kind.VIDEO, Room.Kind.TABLE)
    rooms = stored(Room, [Room(hall=halls[n % HALLS], name=f"Room {n}", kind=kinds[n % 3]) for n in range(each)])
    bookings, seats = [], []
    for slot in slots:
        pairs = zip(random.sample(booths, each), random.sample(buyers, each), rooms, strict=True)
        for (booth, seller), buyer, room in pairs:
            came = (random.random() < 0.93, random.random() < 0.93)
            span = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
            off = {"status": "cancelled", "cancelled_at": slot.starts_at} if random.random() < 0.08 else {}
            booking = Booking(fair=fair, slot=slot, room=room, met_seconds=900 * all(came), **span, **off)
            bookings.append(booking)
            for role, person, stand, there in (("host", seller, booth, came[0]), ("guest", buyer, None, came[1])):
                seat = {"booking": booking, "participant": person, "user_id": person.user_id, "stand": stand}
                arrived = slot.starts_at if there else None
                seats.append(Attendance(role=role, status=booking.status, arrived_at=arrived, **seat, **span))
    stored(Booking, bookings)
    stored(Attendance, seats)


def _ask(fair: Fair, booths: list[Exhibitor], buyers: list[Participant], number: int, random: Random) -> None:
    waiting: set[tuple[int, int]] = set()
    rows = []
    for _ in range(number):
        buyer, booth = random.choice(buyers), random.choice(booths)
        status = random.choice(MeetingRequest.Status.values)
        if status == "open" and (buyer.pk, booth.pk) in waiting:
            status = "expired"
        if status == "open":
            waiting.add((buyer.pk, booth.pk))
        sent = datetime(2030, 5, 1, tzinfo=UTC) + timedelta(minutes=random.randint(0, 20_000))
        answered = None if status == "open" else sent + timedelta(minutes=random.randint(0, 3000))
        times = {"sent_at": sent, "answered_at": answered, "expires_at": sent + timedelta(days=2)}
        rows.append(MeetingRequest(fair=fair, sender=buyer, recipient_stand=booth, status=status, **times))
    stored(MeetingRequest, rows)


def analysed() -> None:
    """The database knows what it holds, as it does after a night."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
