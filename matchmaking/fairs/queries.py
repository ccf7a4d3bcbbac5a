"""What is asked about fairs again and again, in one place."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery

from matchmaking.accounts.models import User
from matchmaking.common.elsewhere import ask
from matchmaking.fairs.models import (
    Break,
    CheckIn,
    Fair,
    FairText,
    Hall,
    HallHours,
    MeetingSlot,
    OpeningHours,
    OrganiserInvitation,
    Participant,
    Question,
    Room,
)
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
    joinable = Fair.objects.filter(status__in=(Fair.Status.OPEN, Fair.Status.LIVE), ends_on__gte=yesterday)
    return joinable.prefetch_related("texts").order_by("starts_on", "name")


def preparations(fairs: QuerySet[Fair]) -> dict[int, Preparation]:
    """How far each of these fairs is prepared, and who is there already besides its organisers. One query."""
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
    return {
        pk: Preparation(**dict(zip(counted, found, strict=True)))
        for pk, *found in fairs.order_by().values_list("pk", *numbers)
    }


def preparation(fair: Fair) -> Preparation:
    """How far the fair is prepared, and who is there already besides its organisers. One query."""
    return preparations(Fair.objects.filter(pk=fair.pk))[fair.pk]


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


def organisers_of(fair: Fair) -> QuerySet[Participant]:
    """Who organises the fair, by name."""
    return (
        fair.participants.filter(status=Participant.Status.APPROVED)
        .exclude(duty="")
        .select_related("user")
        .order_by("user__name", "pk")
    )


def drafts_of(user: User) -> QuerySet[Fair]:
    """The fairs in preparation that the person owns."""
    owned = Participant.objects.filter(user=user, status=Participant.Status.APPROVED, duty=Participant.Duty.OWNER)
    return Fair.objects.filter(status=Fair.Status.DRAFT, pk__in=owned.values("fair"))


def open_invitations(fair: Fair, *, at: datetime) -> QuerySet[OrganiserInvitation]:
    """The invitations of organisers that wait for an answer, newest first."""
    return fair.organiser_invitations.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


def due_invitations(*, at: datetime) -> QuerySet[OrganiserInvitation]:
    """Invitations of organisers whose mail has not gone out."""
    return OrganiserInvitation.objects.filter(sent_at=None, accepted_at=None, revoked_at=None, expires_at__gt=at)


def invitations_of_mail(leader: OrganiserInvitation) -> list[OrganiserInvitation]:
    """The invitation, and those that its mail brings along. One query."""
    found = OrganiserInvitation.objects.filter(Q(pk=leader.pk) | Q(leader=leader)).select_related("fair", "invited_by")
    return sorted(found, key=lambda ours: (ours.pk != leader.pk, ours.fair.name))


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


def sign_of_texts(texts: Iterable[FairText]) -> str:
    """A short sign of what the fair says, to notice that somebody else has written in the meantime."""
    said = sorted((text.language, text.tagline, text.description, text.welcome) for text in texts)
    return sha256(repr(said).encode()).hexdigest()[:16]


def questions_for(fair: Fair, roles: Iterable[str]) -> list[Question]:
    """What the fair asks people in these roles, in its order. One query."""
    wanted = set(roles)
    asked = fair.questions.filter(retired_at=None).select_related("fair")
    return [question for question in asked if not question.roles or wanted & set(question.roles)]


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


def participants_wanted(fair: Fair, *, q: str, status: str, role: str, category: str = "") -> QuerySet[Participant]:
    """The fair's participants that a filter asks for, by name."""
    people = Participant.objects.filter(fair=fair).select_related("user", "category").order_by("user__name", "pk")
    if q:
        people = people.filter(Q(user__name__icontains=q) | Q(user__email__icontains=q))
    if status in ("asked", "replied"):  # of those who wait: whom the organiser has asked something
        waiting = people.filter(status=Participant.Status.APPLIED).exclude(inquiry="")
        people = waiting.filter(replied_at__isnull=status == "asked")
    elif status:
        people = people.filter(status=status)
    if category:
        people = people.filter(category__in=[int(category)])
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
