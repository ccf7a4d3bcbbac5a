"""Who waits for whom: a stand and a buyer who are full, with their lines, and a time that has become free."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from matchmaking.demo.sketches import BUYER, EXPORTER
from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.models import Fair, MeetingSlot, Participant
from matchmaking.meetings.models import Attendance, Availability, WaitingListEntry
from matchmaking.meetings.rules import offer_ends

WORDS = {
    "en": "We have missed each other twice already. Any half hour would do.",
    "fr": "Nous nous sommes déjà manqués deux fois. La première demi-heure libre me convient.",
}
OFFER_MINUTES = 120


def line_up(fair: Fair, seats: Sequence[Representative], visitors: Sequence[Participant], at: datetime) -> None:
    """The last stand but one is full and three wait for it, the buyer of the sign-in page among them; a time of another
    stand is offered to him. The exporter of the sign-in page is the first to wait for a visitor who is full."""
    exporter = next((seat for seat in seats if seat.participant.user.email == EXPORTER), None)
    buyer = next((person for person in visitors if person.user.email == BUYER), None)
    stands = list({seat.exhibitor_id: seat for seat in seats if seat != exporter}.values())
    if exporter is None or buyer is None or len(stands) < 3 or len(visitors) < 4:
        return
    full, opened = stands[-2], stands[-3]
    others = [person for person in visitors if person != buyer][-4:]
    team = [seat.participant_id for seat in seats if seat.exhibitor_id == full.exhibitor_id]
    Availability.objects.filter(participant__in=team).delete()
    for n, person in enumerate([others[0], buyer, others[1]]):
        _wait(person, at - timedelta(hours=9 - n), wanted_stand=full.exhibitor, welcomed_at=None if n else at)
    Availability.objects.filter(participant=others[2]).delete()
    _wait(exporter.participant, at - timedelta(hours=5), wanted=others[2], waiting_stand=exporter.exhibitor)
    _wait(others[3], at - timedelta(hours=4), wanted=others[2])
    slot = _free_for(opened.participant, buyer, at)
    if slot:
        ends_at = offer_ends(at, OFFER_MINUTES, slot)
        offer = {"host": opened.participant, "slot": slot, "offered_at": at, "offer_ends_at": ends_at}
        _wait(buyer, at - timedelta(hours=7), wanted_stand=opened.exhibitor, status="offered", **offer)


def _wait(waiting: Participant, since: datetime, **facts: object) -> None:
    language = waiting.user.language if waiting.user.language in WORDS else "en"
    WaitingListEntry.objects.create(
        fair=waiting.fair, waiting=waiting, since=since, message=WORDS[language], language=language, **facts
    )


def _free_for(host: Participant, guest: Participant, at: datetime) -> MeetingSlot | None:
    """The last time that the host has opened and at which neither is at a meeting."""
    booked = Attendance.objects.filter(Q(user=host.user) | Q(user=guest.user), status="confirmed", excused_at=None)
    openings = Availability.objects.filter(participant=host, slot__starts_at__gt=at).exclude(
        slot__in=booked.values("booking__slot")
    )
    last = openings.select_related("slot").order_by("-slot__starts_at").first()
    return last.slot if last else None
