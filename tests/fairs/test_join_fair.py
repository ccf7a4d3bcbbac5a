from datetime import timedelta

import pytest

from matchmaking.fairs.actions.joining import (
    approve_participant,
    decline_participant,
    give_role,
    join_fair,
    leave_fair,
    reopen_participant,
    take_role,
)
from matchmaking.fairs.errors import (
    DecidedAlready,
    FairNotOpen,
    LastOrganiser,
    LastRole,
    NotTakingPart,
    ParticipationDeclined,
    RoleNotYoursToChoose,
)
from matchmaking.fairs.models import Fair, Participant
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
Role, Status = Participant.Role, Participant.Status
LATER = NOW + timedelta(hours=1)


def applicant(**kw):
    return make.participant(**{"status": Status.APPLIED, "decided_at": None} | kw)


def test_join_fair_registers_at_once_where_everybody_may_join():
    fair, alice = make.fair(), make.user()
    ours = join_fair(fair=fair, user=alice, role=Role.VISITOR, at=NOW)
    ours.refresh_from_db()
    assert (ours.fair, ours.user, ours.roles, ours.status) == (fair, alice, ["visitor"], Status.APPROVED)
    assert (ours.applied_at, ours.decided_at, ours.decided_by) == (NOW, NOW, None)


def test_join_fair_applies_where_the_organiser_approves():
    fair = make.fair(registration=Fair.Registration.APPROVAL)
    ours = join_fair(fair=fair, user=make.user(), role=Role.EXHIBITOR, message="Let me in", at=NOW)
    assert (ours.status, ours.decided_at, ours.message) == (Status.APPLIED, None, "Let me in")


@pytest.mark.parametrize("status", [Fair.Status.DRAFT, Fair.Status.CLOSED])
def test_join_fair_refuses_when_the_fair_takes_nobody(status):
    with pytest.raises(FairNotOpen):
        join_fair(fair=make.fair(status=status), user=make.user(), role=Role.VISITOR, at=NOW)


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.SUPPORT, Role.INTERPRETER, "admin", ""])
def test_join_fair_refuses_roles_that_others_give(role):
    with pytest.raises(RoleNotYoursToChoose):
        join_fair(fair=make.fair(), user=make.user(), role=role, at=NOW)


def test_join_fair_adds_a_second_role_to_the_same_row():
    ours = make.participant()
    for _again in range(2):
        join_fair(fair=ours.fair, user=ours.user, role=Role.EXHIBITOR, at=NOW)
    assert [row.roles for row in ours.fair.participants.all()] == [["visitor", "exhibitor"]]


def test_join_fair_does_not_undo_a_decision():
    ours = make.participant(status=Status.DECLINED)
    with pytest.raises(ParticipationDeclined):
        join_fair(fair=ours.fair, user=ours.user, role=Role.VISITOR, at=NOW)
    reopen_participant(participant=ours)
    assert join_fair(fair=ours.fair, user=ours.user, role=Role.VISITOR, at=NOW).status == Status.APPLIED


@pytest.mark.parametrize(
    ("registration", "decided_at", "status"),
    [
        (Fair.Registration.OPEN, None, Status.APPROVED),
        (Fair.Registration.APPROVAL, NOW, Status.APPROVED),
        (Fair.Registration.APPROVAL, None, Status.APPLIED),
    ],
)
def test_join_fair_takes_back_who_has_left(registration, decided_at, status):
    left = make.organiser(
        fair=make.fair(registration=registration), status=Status.LEFT, left_at=NOW, decided_at=decided_at
    )
    ours = join_fair(fair=left.fair, user=left.user, role=Role.VISITOR, at=LATER)
    ours.refresh_from_db()
    assert (ours.pk, ours.status, ours.left_at) == (left.pk, status, None)
    assert ours.roles == ["visitor"]  # what he was given before is not his any more


def test_approve_participant():
    ours, organiser = applicant(), make.user()
    approve_participant(participant=ours, by=organiser, at=NOW)
    ours.refresh_from_db()
    assert (ours.status, ours.decided_at, ours.decided_by) == (Status.APPROVED, NOW, organiser)
    with pytest.raises(DecidedAlready):
        approve_participant(participant=ours, by=organiser, at=LATER)


@pytest.mark.parametrize("given", [applicant, make.participant])
def test_decline_participant(given):
    ours, organiser = given(), make.user()
    decline_participant(participant=ours, by=organiser, at=NOW)
    ours.refresh_from_db()
    assert (ours.status, ours.decided_at, ours.decided_by) == (Status.DECLINED, NOW, organiser)
    with pytest.raises(DecidedAlready):
        decline_participant(participant=ours, by=organiser, at=LATER)


@pytest.mark.parametrize("decide", [approve_participant, decline_participant])
def test_nobody_decides_about_who_has_left(decide):
    left = make.participant(status=Status.LEFT, left_at=NOW)
    with pytest.raises(NotTakingPart):
        decide(participant=left, by=make.user(), at=LATER)


def test_a_declined_person_may_be_approved_after_all():
    ours = make.participant(status=Status.DECLINED)
    assert approve_participant(participant=ours, by=make.user(), at=LATER).status == Status.APPROVED


def test_reopen_participant_only_when_declined():
    with pytest.raises(DecidedAlready):
        reopen_participant(participant=make.participant())


@pytest.mark.parametrize("given", [applicant, make.participant])
def test_leave_fair(given):
    ours = given()
    leave_fair(participant=ours, at=LATER)
    ours.refresh_from_db()
    assert (ours.status, ours.left_at) == (Status.LEFT, LATER)
    with pytest.raises(NotTakingPart):
        leave_fair(participant=ours, at=LATER)


def gone_by_leaving(participant):
    leave_fair(participant=participant, at=NOW)


def gone_by_declining(participant):
    decline_participant(participant=participant, by=participant.user, at=NOW)


def gone_by_role(participant):
    take_role(participant=participant, role=Role.ORGANISER)


@pytest.mark.parametrize("go", [gone_by_leaving, gone_by_declining, gone_by_role])
def test_the_last_organiser_stays(go):
    ours = make.organiser(roles=[Role.ORGANISER, Role.VISITOR])
    make.organiser()
    make.organiser(fair=ours.fair, status=Status.DECLINED)
    with pytest.raises(LastOrganiser):
        go(ours)
    make.organiser(fair=ours.fair)
    go(ours)
    ours.refresh_from_db()
    assert not ours.is_organiser


def test_give_role_and_take_role():
    ours = make.participant()
    for _again in range(2):
        assert give_role(participant=ours, role=Role.INTERPRETER).roles == ["visitor", "interpreter"]
    for _again in range(2):
        assert take_role(participant=ours, role=Role.VISITOR).roles == ["interpreter"]
    with pytest.raises(LastRole):
        take_role(participant=ours, role=Role.INTERPRETER)


@pytest.mark.parametrize("change", [give_role, take_role])
def test_roles_are_for_those_who_take_part(change):
    with pytest.raises(NotTakingPart):
        change(participant=applicant(), role=Role.ORGANISER)
