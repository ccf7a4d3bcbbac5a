"""What profiles and stands say, as facts and texts: read from their sources, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Prefetch

from matchmaking.companies.models import Company, CompanyText, Product
from matchmaking.discovery.models import Phrase
from matchmaking.exhibitors.models import Exhibitor, ShownProduct
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.meetings import rules as meeting_rules
from matchmaking.meetings.models import Agenda, Booking
from matchmaking.meetings.queries import seats_of_everybody
from matchmaking.trust.queries import endorsers_of
from matchmaking.visitors.models import VisitorProfile

Kind = Phrase.Kind

WITHOUT_A_TIMETABLE = 20
"""Meetings that anybody has time for while the fair has no timetable yet."""


@dataclass(frozen=True)
class Text:
    """What somebody has written, in which language, and what about."""

    kind: str
    language: str
    text: str


@dataclass
class Known:
    """What is known of a profile or a stand: exactly one of the two keys is there."""

    profile: UUID | None = None
    exhibitor: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    slots: list[int] = field(default_factory=list)
    capacity: int = 0
    is_shown: bool = True
    texts: list[Text] = field(default_factory=list)


class Clock:
    """The coming slots of a fair as they suit people, and how many each of them has left. Two queries."""

    def __init__(self, fair: Fair, people: Collection[int], at: datetime) -> None:
        slots = list(MeetingSlot.objects.filter(fair=fair).order_by("starts_at"))
        self.slots = [slot for slot in slots if slot.starts_at > at] or slots
        self.free = _free_slots(people, at) if self.slots else {}
        self.comfortable = cache(self._comfortable)

    def _comfortable(self, zone: str, works_from: time, works_to: time, country: str) -> list[int]:
        """The beginnings of those that are by day there, in minutes since 1970."""
        diary = meeting_rules.Diary(0, 0, ZoneInfo(zone), works_from, works_to, country)
        return [
            int(slot.starts_at.timestamp()) // 60
            for slot in self.slots
            if meeting_rules.discomfort(diary, slot) < meeting_rules.AT_NIGHT
        ]

    def left(self, person: int, comfortable: Sequence[int]) -> int:
        """For how many meetings somebody has time. Whoever has opened nothing yet has that of his comfortable slots."""
        if not self.slots:
            return WITHOUT_A_TIMETABLE
        return self.free.get(person, len(comfortable))


def _free_slots(people: Collection[int], at: datetime) -> dict[int, int]:
    """How many coming slots each participant with an agenda has open and not booked."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT agenda.participant_id, GREATEST(0, count(slot.id) - (
                SELECT count(*) FROM meetings_attendance AS seat
                WHERE seat.participant_id = agenda.participant_id AND seat.status = %(confirmed)s
                    AND seat.excused_at IS NULL AND seat.starts_at > %(at)s
            ))
            FROM meetings_agenda AS agenda
            LEFT JOIN meetings_availability AS opening ON opening.participant_id = agenda.participant_id
            LEFT JOIN fairs_meetingslot AS slot ON slot.id = opening.slot_id AND slot.starts_at > %(at)s
            WHERE agenda.participant_id = ANY(%(people)s) GROUP BY agenda.participant_id
            """,
            {"people": list(people), "at": at, "confirmed": Booking.Status.CONFIRMED},
        )
        return dict(cursor.fetchall())


def known_visitors(fair: Fair, ids: Iterable[UUID], *, at: datetime) -> list[Known]:
    """What these profiles say, of people who take part. The number of queries does not grow with them."""
    profiles = list(
        VisitorProfile.objects.filter(
            pk__in=ids,
            participant__fair=fair,
            participant__status=Participant.Status.APPROVED,
            participant__user__is_active=True,
        )
        .select_related("participant__user", "participant__agenda", "company")
        .prefetch_related("sought", "services", "company__texts")
    )
    clock = Clock(fair, [profile.participant_id for profile in profiles], at)
    return [_visitor(profile, clock) for profile in profiles]


def _visitor(profile: VisitorProfile, clock: Clock) -> Known:
    person = profile.participant
    hours: Agenda | VisitorProfile = getattr(person, "agenda", None) or profile
    country = profile.country or (profile.company.country if profile.company else "") or person.user.country
    slots = clock.comfortable(hours.time_zone, hours.works_from, hours.works_to, country)
    headings = sorted(sought.code_id for sought in profile.sought.all())
    services = sorted(service.pk for service in profile.services.all())
    return Known(
        profile=profile.pk,
        facts={
            "seeks": {
                "headings": headings,
                "markets": sorted(profile.markets),
                "certificates": sorted(profile.certificates),
                "volumes": [profile.volume] if profile.volume else [],
                "services": services,
            },
            "offers": {
                "codes": headings,
                "country": country,
                "volumes": [profile.volume] if profile.volume else [],
                "services": services,
            },
            "languages": sorted(profile.languages or person.user.spoken_languages),
        },
        slots=slots,
        capacity=clock.left(person.pk, slots),
        is_shown=profile.visibility != VisitorProfile.Visibility.NOBODY,
        texts=[
            *_written(Kind.NEED, profile.language, profile.looking_for),
            *_company_texts(profile.company),
        ],
    )


def known_stands(fair: Fair, ids: Iterable[int], *, at: datetime) -> list[Known]:
    """What these approved stands say, with their teams. The number of queries does not grow with them."""
    shown = Prefetch("shown", ShownProduct.objects.select_related("product"))
    stands = list(
        Exhibitor.objects.filter(pk__in=ids, fair=fair, status=Exhibitor.Status.APPROVED)
        .select_related("company")
        .prefetch_related(shown, "company__texts")
    )
    teams: defaultdict[int, list[Participant]] = defaultdict(list)
    seats = seats_of_everybody().filter(exhibitor__in=stands).select_related("participant__user", "participant__agenda")
    for seat in seats:
        teams[seat.exhibitor_id].append(seat.participant)
    clock = Clock(fair, [person.pk for team in teams.values() for person in team], at)
    endorsers = endorsers_of(stands)
    return [_stand(stand, teams[stand.pk], clock, endorsers.get(stand.pk, [])) for stand in stands]


def _stand(stand: Exhibitor, team: Sequence[Participant], clock: Clock, endorsers: Sequence[str]) -> Known:
    products = [shown.product for shown in stand.shown.all()]
    codes = sorted({product.hs_code_id for product in products if product.hs_code_id})
    services = sorted({product.service_id for product in products if product.service_id})
    held = sorted({certificate for product in products for certificate in product.certificates})
    slots: set[int] = set()
    capacity = 0
    for person in team:
        agenda = getattr(person, "agenda", None)
        suits = clock.comfortable(
            agenda.time_zone if agenda else person.user.time_zone,
            agenda.works_from if agenda else meeting_rules.WORKS_FROM,
            agenda.works_to if agenda else meeting_rules.WORKS_TO,
            person.user.country or stand.company.country,
        )
        slots.update(suits)
        capacity += clock.left(person.pk, suits)
    return Known(
        exhibitor=stand.pk,
        facts={
            "seeks": {
                "headings": codes,
                "markets": sorted(stand.markets),
                "volumes": sorted(stand.volumes),
                "services": services,
            },
            "offers": {
                "codes": codes,
                "country": stand.company.country,
                "certificates": held or None,
                "volumes": sorted(stand.volumes),
                "services": services,
                "endorsed_by": list(endorsers),
            },
            "languages": sorted({code for person in team for code in person.user.spoken_languages}),
        },
        slots=sorted(slots),
        capacity=capacity,
        is_shown=bool(team),
        texts=[
            *_written(Kind.PITCH, stand.language, f"{stand.headline}\n{stand.pitch}"),
            *(Text(Kind.PRODUCT, each.language, _with_words(each)) for each in products),
            *_company_texts(stand.company),
        ],
    )


def _written(kind: str, language: str, text: str) -> list[Text]:
    return [Text(kind, language, text)] if text.strip() else []


def _with_words(product: Product) -> str:
    return f"{product.name}: {product.description}" if product.description.strip() else product.name


def _company_texts(company: Company | None) -> list[Text]:
    """What a company says of itself: in one language, for the others say the same."""
    texts: list[CompanyText] = sorted(company.texts.all(), key=lambda text: text.language != "en") if company else []
    return [Text(Kind.COMPANY, text.language, f"{text.headline}\n{text.description}") for text in texts[:1]]
