"""Who takes part: joining, the organiser's decision, leaving, and roles."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from matchmaking.accounts.models import User
from matchmaking.common.elsewhere import ask
from matchmaking.fairs import queries, rules
from matchmaking.fairs.actions.referee import hold_fair, refereed
from matchmaking.fairs.errors import FairRefused, LastRole
from matchmaking.fairs.models import Answer, Category, Fair, Participant

Duty, Role, Status = Participant.Duty, Participant.Role, Participant.Status


def join_fair(
    *,
    fair: Fair,
    user: User,
    role: str,
    message: str = "",
    category: Category | None = None,
    answers: Mapping[int, list[str]] = MappingProxyType({}),
    at: datetime,
) -> Participant:
    """The person is registered in this role, at once or as an applicant; another role is added to the same row."""
    rules.check_joinable(fair, role)
    is_open = fair.registration == Fair.Registration.OPEN
    with refereed():
        ours, is_new = Participant.objects.select_for_update(no_key=True).get_or_create(
            fair=fair,
            user=user,
            defaults={
                "roles": [role],
                "status": Status.APPROVED if is_open else Status.APPLIED,
                "message": message,
                "category": category,
                "applied_at": at,
                "decided_at": at if is_open else None,
            },
        )
        if not is_new:
            rules.check_may_return(ours)
            if ours.status == Status.LEFT:
                come_back(ours, role, is_open=is_open, at=at)
            elif role not in ours.roles:
                ours.roles = [*ours.roles, role]
            ours.message = message or ours.message
            ours.category = category or ours.category
            ours.save()
        write_answers(ours, answers)
    return ours


def write_answers(ours: Participant, answers: Mapping[int, list[str]]) -> None:
    """The person has answered this, by question; an empty answer is none."""
    for question, value in answers.items():
        if value:
            Answer.objects.update_or_create(participant=ours, question_id=question, defaults={"value": value})
        else:
            Answer.objects.filter(participant=ours, question=question).delete()


def come_back(ours: Participant, role: str, *, is_open: bool, at: datetime) -> None:
    """Who has left begins anew with one role. Who was let in before need not ask again."""
    was_approved = ours.decided_at is not None
    ours.roles, ours.duty, ours.left_at, ours.applied_at = [role], "", None, at
    ours.status = Status.APPROVED if is_open or was_approved else Status.APPLIED
    ours.decided_at = (ours.decided_at or at) if ours.status == Status.APPROVED else None


def hold_participant(participant: Participant) -> Participant:
    """The registration as it is now; nobody else decides about organisers of this fair until the transaction ends."""
    hold_fair(participant.fair_id)
    return Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)


def approve_participant(*, participant: Participant, by: User, at: datetime) -> Participant:
    """The person takes part. A declined person may be approved after all."""
    with refereed():
        ours = hold_participant(participant)
        rules.check_decidable(ours, Status.APPROVED)
        ours.status, ours.decided_at, ours.decided_by = Status.APPROVED, at, by
        ours.save()
    return ours


def decline_participant(*, participant: Participant, by: User, at: datetime) -> Participant:
    """The person does not take part, or no longer."""
    with refereed():
        ours = hold_participant(participant)
        rules.check_decidable(ours, Status.DECLINED)
        rules.check_owner_remains(ours, queries.other_owners(ours))
        ours.status, ours.decided_at, ours.decided_by = Status.DECLINED, at, by
        ours.save()
        take_leave([ours.pk], at)
    return ours


def reopen_participant(*, participant: Participant) -> Participant:
    """A declined registration waits for a decision again."""
    with refereed():
        ours = hold_participant(participant)
        rules.check_reopenable(ours)
        ours.status, ours.decided_at, ours.decided_by = Status.APPLIED, None, None
        ours.save()
    return ours


def leave_fair(*, participant: Participant, at: datetime) -> Participant:
    """The person no longer takes part, by his own will. He may come back."""
    with refereed():
        ours = hold_participant(participant)
        rules.check_takes_part(ours)
        rules.check_owner_remains(ours, queries.other_owners(ours))
        ours.status, ours.left_at = Status.LEFT, at
        forget_what_was_said(ours)
        ours.save()
        take_leave([ours.pk], at)
    return ours


def forget_what_was_said(ours: Participant) -> None:
    """What the person wrote to the organiser, and answered him, is gone. The caller saves the registration."""
    ours.message = ours.inquiry = ours.reply = ""
    ours.inquired_at = ours.inquired_by = ours.replied_at = None
    ours.answers.all().delete()


def take_leave(participants: list[int], at: datetime) -> None:
    """Nobody of another app is left waiting for these people (docs/decisions/0012-what-hangs-on-a-fair.md)."""
    list(ask("LEAVINGS", participants=participants, at=at))


def give_role(*, participant: Participant, role: str) -> Participant:
    """The person has this role as well. A new organiser begins as a helper."""
    with refereed():
        ours = hold_participant(participant)
        rules.check_approved(ours)
        if role not in ours.roles:
            ours.roles = [*ours.roles, role]
            ours.duty = Duty.HELPER if role == Role.ORGANISER else ours.duty
            ours.save()
    return ours


def take_role(*, participant: Participant, role: str) -> Participant:
    """The person no longer has this role, but another."""
    with refereed():
        ours = hold_participant(participant)
        rules.check_approved(ours)
        if role in ours.roles:
            if len(ours.roles) == 1:
                raise LastRole
            if role == Role.ORGANISER:
                rules.check_owner_remains(ours, queries.other_owners(ours))
                ours.duty = ""
            ours.roles = [had for had in ours.roles if had != role]
            ours.save()
    return ours


DECISIONS = {"approve": approve_participant, "decline": decline_participant}


def decide_participants(
    *, participants: Iterable[Participant], decision: str, by: User, at: datetime
) -> list[tuple[Participant, FairRefused]]:
    """Each of them is approved, declined or reopened; who could not be is returned with the refusal."""
    refused = []
    for participant in participants:
        try:
            if decision == "reopen":
                reopen_participant(participant=participant)
            else:
                DECISIONS[decision](participant=participant, by=by, at=at)
        except FairRefused as refusal:
            refused.append((participant, refusal))
    return refused
