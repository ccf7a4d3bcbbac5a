"""When somebody can meet: laid out from his working hours, then opened and closed by himself."""

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from matchmaking.fairs.models import MeetingSlot, Participant
from matchmaking.meetings import rules
from matchmaking.meetings.models import Agenda, Availability
from matchmaking.visitors.models import VisitorProfile


def lay_out_agendas(*, participants: Iterable[Participant], at: datetime) -> int:
    """Each of them who has no agenda yet has one, open in his working hours. True at any time, and cheap if all have.

    The hours and the zone are those of his visitor profile, or nine to half past five on the clock of his account.
    """
    people = {person.pk: person for person in participants}
    for pk in Agenda.objects.filter(participant__in=people).values_list("pk", flat=True):
        del people[pk]
    if not people:
        return 0
    profiles = {profile.participant_id: profile for profile in VisitorProfile.objects.filter(participant__in=people)}
    agendas = [first_agenda(person, profiles.get(person.pk), at) for person in people.values()]
    with transaction.atomic():
        Agenda.objects.bulk_create(agendas, ignore_conflicts=True)
        open_working_hours(agendas)
    return len(agendas)


def first_agenda(person: Participant, profile: VisitorProfile | None, at: datetime) -> Agenda:
    if profile is None:
        return Agenda(participant=person, time_zone=person.user.time_zone, laid_out_at=at)
    return Agenda(
        participant=person,
        time_zone=profile.time_zone,
        works_from=profile.works_from,
        works_to=profile.works_to,
        laid_out_at=at,
    )


def open_working_hours(agendas: Collection[Agenda]) -> None:
    """The slots of each one's fair that lie within his working hours are open, whatever day it is at home."""
    fairs = {agenda.participant.fair_id for agenda in agendas}
    slots: dict[int, list[MeetingSlot]] = {fair: [] for fair in fairs}
    for slot in MeetingSlot.objects.filter(fair__in=fairs):
        slots[slot.fair_id].append(slot)
    Availability.objects.bulk_create(
        (
            Availability(participant=agenda.participant, slot=slot)
            for agenda in agendas
            for slot in slots[agenda.participant.fair_id]
            if rules.is_within_hours(
                slot, zone=ZoneInfo(agenda.time_zone), works_from=agenda.works_from, works_to=agenda.works_to
            )
        ),
        batch_size=10_000,
        ignore_conflicts=True,
    )
