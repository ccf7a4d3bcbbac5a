"""What is asked about fairs again and again, in one place."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery

from matchmaking.accounts.models import User
from matchmaking.common.elsewhere import ask
from matchmaking.fairs.models import Break, CheckIn, Fair, Hall, HallHours, MeetingSlot, OpeningHours, Participant, Room
from matchmaking.fairs.rules import Preparation, Stretch, TimetableChange, moment, slots_of, timetable_change


class SubqueryCount(Subquery):
    """The number of rows of a subquery."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def current_and_next_slot(fair: Fair, at: datetime) -> tuple[MeetingSlot | None, MeetingSlot | None]:
    """The slot that is running at the moment and the first one that begins after it. One query."""
    coming = list(fair.slots.filter(ends_at__gt=at).order_by("starts_at")[:2])
    if coming and coming[0].starts_at <= at:
        return coming[0], coming[1] if len(coming) == 2 else None
    return None, coming[0] if coming else None


def fairs_to_join(at: datetime) -> QuerySet[Fair]:
    """Fairs that newcomers may join and that are not past, those that are on first."""
    yesterday = at.date() - timedelta(days=1)  # wherever it still is
    return Fair.objects.filter(status__in=(Fair.Status.OPEN, Fair.Status.LIVE), ends_on__gte=yesterday).order_by(
        "starts_on", "name"
    )


def preparation(fair: Fair) -> Preparation:
    """How far the fair is prepared, and who is there already besides its organisers. One query."""
    people = Participant.objects.filter(fair=OuterRef("pk"))
    counted = {
        "hours": OpeningHours.objects.filter(fair=OuterRef("pk")),
        "halls": Hall.objects.filter(fair=OuterRef("pk")),
        "rooms": Room.objects.filter(hall__fair=OuterRef("pk")),
        "slots": MeetingSlot.objects.filter(fair=OuterRef("pk")),
        "newcomers": people.exclude(roles__contains=[Participant.Role.ORGANISER]),
        "waiting": people.filter(status=Participant.Status.APPLIED),
    }
    numbers = [SubqueryCount(rows.order_by().values("pk")) for rows in counted.values()]
    found = Fair.objects.filter(pk=fair.pk).values_list(*numbers).get()
    return Preparation(**dict(zip(counted, found, strict=True)))


def wanted_timetable(fair: Fair) -> list[Stretch]:
    """The timetable that the fair's settings, opening hours and breaks ask for. Two queries."""
    return slots_of(
        fair.opening_hours.all(),
        fair.breaks.all(),
        length=timedelta(minutes=fair.slot_minutes),
        gap=timedelta(minutes=fair.gap_minutes),
        zone=fair.zone,
    )


def change_of_timetable(fair: Fair, at: datetime) -> TimetableChange:
    """What laying out the timetable now would change. Three queries."""
    return timetable_change(fair.slots.all(), wanted_timetable(fair), at)


def meetings_in_the_way(change: TimetableChange) -> dict[MeetingSlot, int]:
    """Of the slots that would go those in which something stands, with how much: apps above say so."""
    slots = {slot.pk: slot for slot in change.removed}
    found: dict[MeetingSlot, int] = {}
    for kept in ask("SLOT_KEEPERS", slots=list(slots)):
        for pk, number in kept.items():
            found[slots[pk]] = found.get(slots[pk], 0) + number
    return found


def other_owners(participant: Participant) -> int:
    """How many people own the fair without this one."""
    return (
        Participant.objects.filter(
            fair=participant.fair_id, status=Participant.Status.APPROVED, duty=Participant.Duty.OWNER
        )
        .exclude(pk=participant.pk)
        .count()
    )


def fingerprint(rows: Iterable[OpeningHours] | Iterable[Break] | Iterable[HallHours]) -> str:
    """A short sign of what is stored, to notice that somebody else has changed it in the meantime."""
    return sha256("\n".join(sorted(str(row) for row in rows)).encode()).hexdigest()[:16]


def fingerprint_of_wanted(fair: Fair) -> str:
    """A short sign of the timetable that the settings ask for. Two queries."""
    cells = "\n".join(f"{starts.isoformat()} {ends.isoformat()}" for starts, ends in wanted_timetable(fair))
    return sha256(cells.encode()).hexdigest()[:16]


def slots_of_day(fair: Fair, day: date) -> QuerySet[MeetingSlot]:
    """The slots that begin on this day, by the clock of the fair."""
    midnight, next_midnight = (moment(on, time.min, fair.zone) for on in (day, day + timedelta(days=1)))
    return fair.slots.filter(starts_at__gte=midnight, starts_at__lt=next_midnight)


def participations_of(user: User) -> QuerySet[Participant]:
    """The person's registrations, the nearest fair first, those that are over last."""
    return (
        Participant.objects.filter(user=user)
        .exclude(status=Participant.Status.LEFT)
        .select_related("fair")
        .annotate(is_closed=Q(fair__status=Fair.Status.CLOSED))
        .order_by("is_closed", "fair__starts_on", "pk")
    )


def participants_wanted(fair: Fair, *, q: str, status: str, role: str) -> QuerySet[Participant]:
    """The fair's participants that a filter asks for, by name."""
    people = Participant.objects.filter(fair=fair).select_related("user").order_by("user__name", "pk")
    if q:
        people = people.filter(Q(user__name__icontains=q) | Q(user__email__icontains=q))
    if status:
        people = people.filter(status=status)
    if role:
        people = people.filter(roles__contains=[role])
    return people


# On the spot ----------------------------------------------------------------


def attending(fair: Fair, *, text: str = "") -> QuerySet[Participant]:
    """Who is checked in, whoever came last first; with a text, of all who take part those whose name or address says
    it. Each with `here_since`, empty for who is not here."""
    here = CheckIn.objects.filter(participant=OuterRef("pk"), undone_at=None)
    people = Participant.objects.filter(fair=fair, status=Participant.Status.APPROVED).select_related("user")
    people = people.annotate(
        here_since=Subquery(here.values("at")[:1]), let_in_by=Subquery(here.values("by__name")[:1])
    )
    if text:
        people = people.filter(Q(user__name__icontains=text) | Q(user__email__icontains=text))
    else:
        people = people.filter(here_since__isnull=False)
    return people.order_by(F("here_since").desc(nulls_last=True), "user__name", "pk")


def people_checked_in(fair: Fair) -> dict[str, int]:
    """How many are here, and of how many who take part. One query."""
    here = Exists(CheckIn.objects.filter(participant=OuterRef("pk"), undone_at=None))
    approved = Participant.objects.filter(fair=fair, status=Participant.Status.APPROVED).annotate(is_here=here)
    return approved.aggregate(all=Count("pk"), here=Count("pk", filter=Q(is_here=True)))
