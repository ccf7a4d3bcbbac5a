"""Coming to a fair with a company, the organiser's decision, a place in a hall, and withdrawing."""

from datetime import datetime

from matchmaking.accounts.models import User
from matchmaking.common.elsewhere import ask
from matchmaking.companies.models import Company
from matchmaking.exhibitors import rules
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.actions.referee import hold_exhibitor, hold_hall, refereed
from matchmaking.exhibitors.models import Exhibitor, Representative, StandRoom
from matchmaking.fairs.actions.joining import approve_participant, join_fair
from matchmaking.fairs.models import Fair, Hall, Participant

Status = Exhibitor.Status


def exhibit(*, fair: Fair, company: Company, user: User, hall: Hall | None = None, at: datetime) -> Exhibitor:
    """The company has a stand at the fair, at once or as an applicant, and the user speaks for it.

    Refuses with FairRefused where the user himself may not join, with ExhibitorRefused where the company may not.
    """
    rules.check_takes_stands(fair)
    with refereed():
        participant = join_fair(fair=fair, user=user, role=Participant.Role.EXHIBITOR, at=at)
        is_open = fair.registration == Fair.Registration.OPEN
        exhibitor, is_new = Exhibitor.objects.select_for_update(no_key=True).get_or_create(
            fair=fair,
            company=company,
            defaults={
                "slug": company.slug,
                "status": Status.APPROVED if is_open else Status.APPLIED,
                "decided_at": at if is_open else None,
                "website": company.website,
                "linkedin": company.linkedin,
            },
        )
        if not is_new:
            rules.check_may_exhibit_again(exhibitor)
            exhibitor.status = Status.APPROVED if is_open or exhibitor.decided_at else Status.APPLIED
            exhibitor.decided_at = (exhibitor.decided_at or at) if exhibitor.status == Status.APPROVED else None
        exhibitor.hall = hall
        _give_number(exhibitor)
        exhibitor.save()
        Representative.objects.get_or_create(exhibitor=exhibitor, participant=participant)
        index_exhibitors([exhibitor.pk], at=at)
    return exhibitor


def approve_exhibitor(*, exhibitor: Exhibitor, by: User, at: datetime) -> Exhibitor:
    """The stand takes part, with a number in its hall; so do those of its team who waited."""
    with refereed():
        ours = hold_exhibitor(exhibitor.pk)
        rules.check_decidable(ours, Status.APPROVED)
        ours.status, ours.decided_at = Status.APPROVED, at
        _give_number(ours)
        ours.save()
        waiting = Participant.objects.filter(represents__exhibitor=ours, status=Participant.Status.APPLIED)
        for participant in waiting.order_by("pk"):
            approve_participant(participant=participant, by=by, at=at)
        index_exhibitors([ours.pk], at=at)
    return ours


def decline_exhibitor(*, exhibitor: Exhibitor, at: datetime) -> Exhibitor:
    """The stand does not take part, or no longer. Its place is free; its words and products stay."""
    with refereed():
        ours = hold_exhibitor(exhibitor.pk)
        rules.check_decidable(ours, Status.DECLINED)
        ours.decided_at = at
        _clear(ours, Status.DECLINED, at)
        index_exhibitors([ours.pk], at=at)
    return ours


def withdraw_exhibitor(*, exhibitor: Exhibitor, at: datetime) -> Exhibitor:
    """The company no longer exhibits, by its own will. It may come back, and finds its words and products again."""
    with refereed():
        ours = hold_exhibitor(exhibitor.pk)
        rules.check_exhibiting(ours)
        _clear(ours, Status.WITHDRAWN, at)
        index_exhibitors([ours.pk], at=at)
    return ours


def place_stand(*, exhibitor: Exhibitor, hall: Hall, number: str = "", at: datetime) -> Exhibitor:
    """The stand is in this hall under this number, or under the next free one. Rooms reserved elsewhere are let go."""
    with refereed():
        ours = hold_exhibitor(exhibitor.pk)
        rules.check_exhibiting(ours)
        if ours.hall_id == hall.pk and number in ("", ours.stand_number) and ours.stand_number:
            return ours
        ours.hall, ours.stand_number = hall, number.strip().upper()
        _give_number(ours)
        ours.save()
        StandRoom.objects.filter(exhibitor=ours).exclude(room__hall=hall).delete()
        index_exhibitors([ours.pk], at=at)
    return ours


def _give_number(exhibitor: Exhibitor) -> None:
    """An approved stand in a hall has a number there: its own, or the next free one."""
    if exhibitor.hall_id is None or exhibitor.status != Status.APPROVED or exhibitor.stand_number:
        return
    hold_hall(exhibitor.hall_id)
    others = Exhibitor.objects.filter(hall=exhibitor.hall_id).exclude(pk=exhibitor.pk).exclude(stand_number="")
    exhibitor.stand_number = rules.next_stand_number(set(others.values_list("stand_number", flat=True)))


def _clear(exhibitor: Exhibitor, status: str, at: datetime) -> None:
    """The stand has this status and no place, and nobody is left waiting for its team."""
    team = list(exhibitor.representatives.values_list("participant", flat=True))
    list(ask("LEAVINGS", participants=team, stand=exhibitor.pk, at=at))
    StandRoom.objects.filter(exhibitor=exhibitor).delete()
    exhibitor.status, exhibitor.stand_number = status, ""
    exhibitor.save()
