"""What has become of the demo's meetings that are over: who came, what was written, and what both sides agreed on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from django.db.models import Prefetch

from matchmaking.companies.models import Product
from matchmaking.demo.actions.peopling import CHUNK
from matchmaking.demo.sketches import BUYER, EXPORTER
from matchmaking.demo.talks import GOODS, TALKS, Talk
from matchmaking.discovery.models import Mark
from matchmaking.discovery.models.feedback import Side
from matchmaking.exhibitors.models import ShownProduct
from matchmaking.fairs.models import Fair
from matchmaking.lobbies.models import Lobby, NumbersCard, Remark
from matchmaking.lobbies.rules import WAITED_ENOUGH
from matchmaking.meetings.models import Attendance, Booking
from matchmaking.visitors.models import VisitorProfile

NO_SHOWS = 0.1  # of the meetings
RATED = 0.35  # of the sides
NOTED, CONFIRMED = 0.6, 0.75  # how many note a card, and of these how many both sides stand by
A_MINUTE = timedelta(minutes=1)


@dataclass
class Past:
    """The rows to store."""

    bookings: list[Booking] = field(default_factory=list)
    seats: list[Attendance] = field(default_factory=list)
    lobbies: list[Lobby] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    cards: list[NumbersCard] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def store(self) -> None:
        Booking.objects.bulk_update(self.bookings, ["met_seconds"], batch_size=CHUNK)
        Attendance.objects.bulk_update(self.seats, ["arrived_at", "left_at"], batch_size=CHUNK)
        Lobby.objects.bulk_create(self.lobbies, batch_size=CHUNK)
        Remark.objects.bulk_create(self.remarks, batch_size=CHUNK)
        NumbersCard.objects.bulk_create(self.cards, batch_size=CHUNK)
        Mark.objects.bulk_create(self.marks, batch_size=CHUNK, ignore_conflicts=True)


def look_back(fair: Fair, random: Random, at: datetime) -> None:
    """Each meeting that is over has its lobby, with what its people left there. Nobody is said to be there now."""
    over = Booking.objects.filter(fair=fair, status=Booking.Status.CONFIRMED, ends_at__lte=at, lobby=None)
    seats = Attendance.objects.select_related("user").order_by("role", "pk")
    found = list(over.prefetch_related(Prefetch("attendances", queryset=seats)).order_by("starts_at", "room"))
    products = dict(products_of(found))
    profiles = {profile.participant_id: profile for profile in VisitorProfile.objects.filter(participant__fair=fair)}
    past = Past()
    for booking in found:
        host, guest = sides(booking)
        if random.random() < NO_SHOWS and not {host.user.email, guest.user.email} & {EXPORTER, BUYER}:
            _miss(past, random, booking, came=random.choice((host, guest)))
        else:
            _meet(past, random, booking, products.get(host.stand_id or 0))
            _rate(past, random, host, profiles.get(guest.participant_id))
    past.store()


def products_of(bookings: list[Booking]) -> Iterator[tuple[int, Product]]:
    """Each stand of these meetings with the first product that it shows."""
    stands = {seat.stand_id for booking in bookings for seat in booking.attendances.all()}
    shown = ShownProduct.objects.filter(exhibitor__in=stands - {None}).select_related("product")
    return ((each.exhibitor_id, each.product) for each in shown.order_by("-position"))


def sides(booking: Booking) -> tuple[Attendance, Attendance]:
    by_role = {seat.role: seat for seat in booking.attendances.all()}
    return by_role[Attendance.Role.HOST], by_role[Attendance.Role.GUEST]


def _miss(past: Past, random: Random, booking: Booking, came: Attendance) -> None:
    """One side has waited, the other one was called and did not come."""
    came.arrived_at = booking.starts_at - random.randint(0, 3) * A_MINUTE
    came.left_at = booking.starts_at + random.randint(8, 14) * A_MINUTE
    past.seats.append(came)
    past.lobbies.append(Lobby(booking=booking, absent_called_at=booking.starts_at + WAITED_ENOUGH, revision=3))


def _meet(past: Past, random: Random, booking: Booking, product: Product | None) -> None:
    host, guest = sides(booking)
    opened_at, over_at = booking.starts_at, booking.ends_at
    for seat in booking.attendances.all():
        seat.arrived_at = booking.starts_at + timedelta(seconds=random.randint(-300, 100))
        seat.left_at = booking.ends_at - timedelta(seconds=random.randint(10, 200))
        past.seats.append(seat)
        if seat in (host, guest):
            opened_at, over_at = max(opened_at, seat.arrived_at), min(over_at, seat.left_at)
    booking.met_seconds = round((over_at - opened_at).total_seconds())
    past.bookings.append(booking)
    lobby = Lobby(booking=booking, opened_at=opened_at, revision=20)
    past.lobbies.append(lobby)
    talk = TALKS[language_of(host, guest)]
    for n, (who, text) in enumerate(random.choice(talk["remarks"]), 1):
        author = {"host": host, "guest": guest}[who].user
        past.remarks.append(Remark(lobby=lobby, author=author, text=text, said_at=opened_at + 3 * n * A_MINUTE))
    if product and random.random() < NOTED:
        past.cards.append(_card(random, lobby, product, talk, host, guest))


def _rate(past: Past, random: Random, host: Attendance, profile: VisitorProfile | None) -> None:
    """Some say how it was, each side for itself."""
    for side in Side:
        if profile and host.stand_id and random.random() < RATED:
            stars = random.choices((2, 3, 4, 5), (1, 3, 6, 5))[0]
            said = {"stars": stars, "at": host.ends_at}
            past.marks.append(Mark(side=side, exhibitor_id=host.stand_id, profile=profile, **said))


def language_of(host: Attendance, guest: Attendance) -> str:
    """The language in which they write to each other, of those in which the demo can."""
    both = set(host.user.spoken_languages) & set(guest.user.spoken_languages)
    return next((language for language in ("es", "fr") if language in both), "en")


def _card(
    random: Random, lobby: Lobby, product: Product, talk: Talk, host: Attendance, guest: Attendance
) -> NumbersCard:
    unit, (fewest, most, cheap, dear) = random.choice(list(GOODS.items()))
    noted_at = lobby.booking.ends_at - 8 * A_MINUTE
    stands_by = [host, guest] if random.random() < CONFIRMED else [host]
    confirmed = {f"{seat.role}_confirmed_at": noted_at + 2 * A_MINUTE for seat in stands_by}
    confirmed_by = {f"{seat.role}_confirmed_by": seat.user for seat in stands_by}
    return NumbersCard(
        lobby=lobby,
        product=product.name,
        quantity=random.randint(fewest, most),
        unit=unit,
        price=Decimal(random.randint(cheap * 20, dear * 20)) / 20,
        currency=random.choice(("EUR", "USD")),
        incoterm=random.choice(product.incoterms or ["FCA"]),
        delivery=random.choice(talk["deliveries"]),
        next_step=random.choice(talk["next_steps"]),
        version=9,
        noted_at=noted_at,
        changed_at=noted_at,
        changed_by=guest.user,
        **confirmed,
        **confirmed_by,
    )
