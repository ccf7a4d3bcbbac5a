"""The lists of a fair that its organiser may take out: their columns, and their rows one by one.

A list is read as a stream, in a number of queries that grows with its chunks alone. What is between two people (the
words of a request, what one has written about the other) is in none of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matchmaking.companies.models import Product
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.exhibitors.queries import team_of_everybody
from matchmaking.fairs.models import Fair, Participant, Room
from matchmaking.meetings.models import Attendance, Booking, MeetingRequest
from matchmaking.organising.rules.kinds import EXHIBITORS, PRODUCTS, ROOMS, VISITORS, Field
from matchmaking.reminders.models import Delivery
from matchmaking.visitors.models import VisitorProfile

CHUNK = 500
Row = Sequence[Any]
Column = tuple[str, str | Promise]  # its key, the same for ever; its name, in the reader's language


@dataclass(frozen=True)
class List:
    """`rows` are in the order of the columns."""

    title: str | Promise
    about: str | Promise
    columns: tuple[Column, ...]
    count: Callable[[Fair], int]
    rows: Callable[[Fair], Iterator[Row]]


def moment(key: str, label: str | Promise) -> tuple[Column, Column]:
    """Two columns: the moment itself, and the same on the fair's clock."""
    return (key, label), (f"{key}_local", _("on the fair's clock"))


def clocks(at: datetime | None, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    return (at, at.astimezone(zone)) if at else (None, None)


def columns_of(fields: Sequence[Field]) -> tuple[Column, ...]:
    """The columns of a list that may come back as an import: they are called as that calls them."""
    return tuple((field.key, field.label) for field in fields)


def _participants(fair: Fair) -> QuerySet[Participant]:
    return Participant.objects.filter(fair=fair).select_related("user").order_by("pk")


def participants(fair: Fair) -> Iterator[Row]:
    for ours in _participants(fair).iterator(CHUNK):
        user = ours.user
        yield (
            user.name, user.email, ours.roles, ours.duty, ours.status, user.country, user.language,
            user.spoken_languages, *clocks(ours.applied_at, fair.zone), *clocks(ours.decided_at, fair.zone),
        )  # fmt: skip


def _stands(fair: Fair) -> QuerySet[Exhibitor]:
    return Exhibitor.objects.filter(fair=fair).select_related("company", "hall").order_by("pk")


def stands(fair: Fair) -> Iterator[Row]:
    """The first of the team is the contact person."""
    with_team = _stands(fair).prefetch_related(Prefetch("representatives", team_of_everybody()))
    for stand in with_team.iterator(CHUNK):
        company, team = stand.company, list(stand.representatives.all())
        contact = team[0].participant.user if team else None
        yield (
            company.name, company.country, company.vat_number, company.city, stand.website or company.website,
            stand.hall.name if stand.hall else "", stand.stand_number, stand.headline, stand.pitch, stand.language,
            stand.markets, contact.name if contact else "", contact.email if contact else "",
            team[0].job_title if team else "", stand.status, [seat.participant.user.email for seat in team],
        )  # fmt: skip


def _products(fair: Fair) -> QuerySet[Product]:
    present = (Exhibitor.Status.APPROVED, Exhibitor.Status.APPLIED)
    companies = Exhibitor.objects.filter(fair=fair, status__in=present).values("company")
    return Product.objects.filter(company__in=companies).select_related("company").order_by("company", "position", "pk")


def products(fair: Fair) -> Iterator[Row]:
    for product in _products(fair).iterator(CHUNK):
        yield (
            product.company.name, product.company.country, product.name, product.description, product.language,
            product.hs_code_id, product.service_id, product.certificates, product.minimum_order, product.incoterms,
            product.lead_time_days,
        )  # fmt: skip


def _visitors(fair: Fair) -> QuerySet[VisitorProfile]:
    profiles = VisitorProfile.objects.filter(participant__fair=fair).select_related("participant__user", "company")
    return profiles.order_by("pk")


def visitors(fair: Fair) -> Iterator[Row]:
    for profile in _visitors(fair).prefetch_related("sought", "services").iterator(CHUNK):
        user = profile.participant.user
        yield (
            user.email, user.name, profile.organisation or (profile.company.name if profile.company else ""),
            profile.job_title, profile.country or user.country, profile.looking_for, profile.language,
            [sought.code_id for sought in profile.sought.all()], [line.pk for line in profile.services.all()],
            profile.markets, profile.languages, profile.certificates, profile.volume, profile.time_zone,
            f"{profile.works_from:%H:%M}", f"{profile.works_to:%H:%M}", profile.visibility,
        )  # fmt: skip


def _rooms(fair: Fair) -> QuerySet[Room]:
    return Room.objects.filter(hall__fair=fair).select_related("hall").order_by("hall__position", "hall", "name")


def rooms(fair: Fair) -> Iterator[Row]:
    for room in _rooms(fair).iterator(CHUNK):
        yield room.hall.name, room.name, room.kind, room.seats, room.call_link


def _meetings(fair: Fair) -> QuerySet[Booking]:
    return Booking.objects.filter(fair=fair).select_related("room__hall").order_by("starts_at", "pk")


def meetings(fair: Fair) -> Iterator[Row]:
    seats = Attendance.objects.select_related("user", "stand__company").order_by("pk")
    for booking in _meetings(fair).prefetch_related(Prefetch("attendances", seats)).iterator(CHUNK):
        people = list(booking.attendances.all())
        by_role = {role: [seat for seat in people if seat.role == role] for role in ("host", "guest")}
        others = [seat for seat in people if seat.role not in by_role]
        yield (
            str(booking.pk), *clocks(booking.starts_at, fair.zone), *clocks(booking.ends_at, fair.zone),
            booking.status, booking.room.hall.name if booking.room else "", booking.room.name if booking.room else "",
            *(part for role in ("host", "guest") for part in _side(by_role[role])),
            [seat.user.email for seat in others], booking.is_walk_in, booking.met_seconds // 60,
        )  # fmt: skip


def _side(seats: Sequence[Attendance]) -> tuple[list[str], list[str], list[str]]:
    """Names, addresses and companies of one side."""
    companies = {seat.stand.company.name for seat in seats if seat.stand}
    return [str(seat.user) for seat in seats], [seat.user.email for seat in seats], sorted(companies)


def _requests(fair: Fair) -> QuerySet[MeetingRequest]:
    return MeetingRequest.objects.filter(fair=fair).order_by("sent_at", "pk")


def requests(fair: Fair) -> Iterator[Row]:
    sides = ("sender__user", "sender_stand__company", "recipient__user", "recipient_stand__company")
    for request in _requests(fair).select_related(*sides).iterator(CHUNK):
        asked = request.recipient.user if request.recipient else None
        yield (
            str(request.pk), request.status, str(request.sender.user), request.sender.user.email,
            request.sender_stand.company.name if request.sender_stand else "", str(asked) if asked else "",
            asked.email if asked else "", request.recipient_stand.company.name if request.recipient_stand else "",
            *clocks(request.sent_at, fair.zone), *clocks(request.answered_at, fair.zone),
        )  # fmt: skip


def _deliveries(fair: Fair) -> QuerySet[Delivery, dict[str, Any]]:
    by = ("notice__kind", "way", "status")
    sent = Delivery.objects.filter(notice__fair=fair).order_by()
    counted: QuerySet[Delivery, dict[str, Any]] = sent.values(*by).annotate(number=Count("pk")).order_by(*by)
    return counted


def deliveries(fair: Fair) -> Iterator[Row]:
    for line in _deliveries(fair):
        yield line["notice__kind"], line["way"], line["status"], line["number"]


SIDES: tuple[Column, ...] = (
    ("host_names", _("hosts")),
    ("host_emails", _("addresses of the hosts")),
    ("host_companies", _("companies of the hosts")),
    ("guest_names", _("guests")),
    ("guest_emails", _("addresses of the guests")),
    ("guest_companies", _("companies of the guests")),
)
LISTS: Mapping[str, List] = {
    "participants": List(
        _("Participants"),
        _("Everybody who is registered, with roles and duty"),
        (
            ("name", _("name")),
            ("email", _("e-mail address")),
            ("roles", _("roles")),
            ("duty", _("duty as an organiser")),
            ("status", _("status")),
            ("country", _("country")),
            ("language", _("language")),
            ("spoken_languages", _("languages spoken")),
            *moment("applied_at", _("registered at")),
            *moment("decided_at", _("decided at")),
        ),
        lambda fair: _participants(fair).count(),
        participants,
    ),
    "stands": List(
        _("Stands"),
        _("Exhibitors with place, words and team"),
        (*columns_of(EXHIBITORS), ("status", _("status")), ("team", _("addresses of the team"))),
        lambda fair: _stands(fair).count(),
        stands,
    ),
    "products": List(
        _("Products"),
        _("What the exhibitors sell, by HS code or service"),
        columns_of(PRODUCTS),
        lambda fair: _products(fair).count(),
        products,
    ),
    "visitors": List(
        _("Visitor profiles"),
        _("What visitors look for, when they work, who may see them"),
        columns_of(VISITORS),
        lambda fair: _visitors(fair).count(),
        visitors,
    ),
    "rooms": List(
        _("Rooms"),
        _("Video rooms and tables by hall"),
        columns_of(ROOMS),
        lambda fair: _rooms(fair).count(),
        rooms,
    ),
    "meetings": List(
        _("Meetings"),
        _("Who meets whom, when and where, and for how long they met"),
        (
            ("id", _("number")),
            *moment("starts_at", _("starts at")),
            *moment("ends_at", _("ends at")),
            ("status", _("status")),
            ("hall", _("hall")),
            ("room", _("room")),
            *SIDES,
            ("other_emails", _("addresses of the others")),
            ("is_walk_in", _("walk-in")),
            ("met_minutes", _("minutes met")),
        ),
        lambda fair: _meetings(fair).count(),
        meetings,
    ),
    "requests": List(
        _("Requests"),
        _("Who asked whom for a meeting, and what became of it"),
        (
            ("id", _("number")),
            ("status", _("status")),
            ("sender_name", _("asked by")),
            ("sender_email", _("address of whoever asked")),
            ("sender_company", _("company of whoever asked")),
            ("recipient_name", _("asked for")),
            ("recipient_email", _("address of whoever was asked")),
            ("recipient_company", _("company that was asked")),
            *moment("sent_at", _("sent at")),
            *moment("answered_at", _("answered at")),
        ),
        lambda fair: _requests(fair).count(),
        requests,
    ),
    "deliveries": List(
        _("Deliveries of notices"),
        _("How many notices of each kind went which way; nobody is named"),
        (("kind", _("kind")), ("way", _("way")), ("status", _("status")), ("number", _("how many"))),
        lambda fair: _deliveries(fair).count(),
        deliveries,
    ),
}
