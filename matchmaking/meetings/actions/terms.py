"""On which terms people meet: written by the organiser for his fair, and by a stand's team for the stand.

They hold for what is asked and booked from then on. Requests that are open may still be answered.
"""

from collections.abc import Iterable

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, Participant
from matchmaking.meetings import errors, queries, rules
from matchmaking.meetings.actions.referee import deed
from matchmaking.meetings.models import Barrier, FairTerms, Group, Quota, StandTerms

AT_ONCE = 5_000  # rows of a group, so that no statement is long


@deed
def change_terms(*, fair: Fair, seen: str, terms: rules.Terms) -> FairTerms:
    """The fair has these terms, unless somebody has changed them since the ones with the sign `seen` were read."""
    stored = hold_terms(fair)
    if queries.terms_written(fair).sign != seen:
        raise errors.TermsChangedMeanwhile
    stored.answer_hours, stored.offer_minutes = terms.answer_hours, terms.offer_minutes
    stored.save()
    quotas = {quota.role: quota for quota in Quota.objects.filter(fair=fair)}
    for role in Participant.Role.values:
        quota, limits = quotas.get(role), terms.limits.get(role)
        if limits:
            quota = quota or Quota(fair=fair, role=role)
            quota.open_requests, quota.meetings_per_day = limits.open_requests, limits.meetings_per_day
            quota.save()
        elif quota:
            quota.delete()
    return stored


def hold_terms(fair: Fair) -> FairTerms:
    """The fair's terms as they are now, written down if they were not; nobody else changes them until we are done."""
    FairTerms.objects.get_or_create(fair=fair)
    return FairTerms.objects.select_for_update(no_key=True).get(fair=fair)


# Groups ----------------------------------------------------------------


@deed
def create_group(*, fair: Fair, name: str) -> Group:
    """There is a group of this name, with nobody in it yet."""
    return Group.objects.create(fair=fair, name=name)


@deed
def rename_group(*, group_id: int, was: str, name: str) -> Group:
    """The group has the name, unless somebody else has given it one meanwhile."""
    group = hold_group(group_id)
    if group.name not in (was, name):
        raise errors.TermsChangedMeanwhile
    group.name = name
    group.save()
    return group


@deed
def remove_group(*, group_id: int) -> None:
    """The group is no more. One that a barrier names stays: else the barrier would fall unnoticed. Twice is once."""
    group = Group.objects.select_for_update().filter(pk=group_id).first()  # nobody puts up a barrier meanwhile
    if group is None:
        return
    if queries.barriers_naming(group).exists():
        raise errors.GroupInBarriers
    group.delete()


@deed
def put_in_group(*, group_id: int, people: Iterable[Participant]) -> None:
    """They are in the group, whoever else is. Twice is once."""
    group = hold_group(group_id)
    members = Group.participants.through
    members.objects.bulk_create(
        (members(group_id=group.pk, participant_id=person.pk) for person in people),
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )


@deed
def take_out_of_group(*, group_id: int, people: Iterable[Participant]) -> None:
    """They are not in the group. Twice is once."""
    group = hold_group(group_id)
    numbers = [person.pk for person in people]
    Group.participants.through.objects.filter(group=group, participant__in=numbers).delete()


def hold_group(group_id: int) -> Group:
    """The group as it is now; until the transaction ends nobody else changes or removes it."""
    group = Group.objects.select_for_update(no_key=True).filter(pk=group_id).first()
    if group is None:
        raise errors.GroupGone
    return group


# Barriers ----------------------------------------------------------------


@deed
def add_barrier(
    *,
    fair: Fair,
    asking_role: str = "",
    asking_group: Group | None = None,
    asked_role: str = "",
    asked_group: Group | None = None,
) -> Barrier:
    """From now on these may not ask those. Whoever has asked already may be answered."""
    for group in sorted((group for group in (asking_group, asked_group) if group), key=lambda group: group.pk):
        hold_group(group.pk)
    return Barrier.objects.create(
        fair=fair,
        asking_role=asking_role,
        asking_group=asking_group,
        asked_role=asked_role,
        asked_group=asked_group,
    )


@deed
def remove_barrier(*, fair: Fair, barrier_id: int) -> None:
    """This barrier of the fair keeps nobody apart any more. Twice is once."""
    for barrier in Barrier.objects.filter(fair=fair, pk=barrier_id):
        barrier.delete()


# Stands ----------------------------------------------------------------


@deed
def change_stand_terms(
    *, exhibitor: Exhibitor, books_directly: bool, call_link: str = "", call_phone: str = ""
) -> StandTerms:
    """Whoever asks the stand for a time from now on has it at once, or waits for an answer; and can reach it so."""
    StandTerms.objects.get_or_create(exhibitor=exhibitor)
    terms = StandTerms.objects.select_for_update(no_key=True).get(exhibitor=exhibitor)
    wanted = (books_directly, call_link, call_phone)
    if (terms.books_directly, terms.call_link, terms.call_phone) != wanted:
        terms.books_directly, terms.call_link, terms.call_phone = wanted
        terms.save()
    return terms
