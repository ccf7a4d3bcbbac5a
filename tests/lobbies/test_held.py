"""Whoever says something in a lobby may be there: the plain SQL that every message asks agrees with the door."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Participant
from matchmaking.lobbies.access import meetings_entered_by, stay_held_by
from matchmaking.lobbies.models import Lobby, Stay
from matchmaking.meetings.actions.booking import cancel_booking
from tests import make

pytestmark = pytest.mark.django_db
Role, Status = Participant.Role, Participant.Status
MINUTE = timedelta(minutes=1)


def pages(meeting):
    """A page of each who may have one there, and of some who may not."""
    fair = meeting.fair
    people = [seat.user for seat in meeting.attendances.select_related("user")]
    people += [make.participant(fair=fair, roles=[Role.ORGANISER]).user, make.participant(fair=fair).user]
    people += [make.participant(roles=[Role.ORGANISER]).user, make.member(), make.member(is_superuser=True)]
    lobby, at = Lobby.objects.create(booking=meeting), meeting.starts_at
    return [Stay.objects.create(lobby=lobby, user=user, arrived_at=at, seen_at=at) for user in people]


def person_of(meeting, role):
    return meeting.attendances.get(role=role).user


CHANGES = {
    "as it is": lambda meeting: None,
    "cancelled": lambda meeting: cancel_booking(booking_id=meeting.pk, by=person_of(meeting, "host"), at=make.NOW),
    "excused": lambda meeting: meeting.attendances.filter(role="guest").update(excused_at=make.NOW),
    "locked out": lambda meeting: User.objects.filter(attendances__booking=meeting).update(is_active=False),
    "not approved": lambda meeting: Participant.objects.filter(fair=meeting.fair).update(status=Status.DECLINED),
    "closed": lambda meeting: Lobby.objects.filter(pk=meeting.pk).update(closed_at=make.NOW),
}


@pytest.mark.parametrize("is_called", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_a_page_is_held_where_the_door_is_open_and_nowhere_else(change, is_called):
    meeting = make.booking()
    stays = pages(meeting)
    if is_called:
        Lobby.objects.update(help_asked_at=meeting.starts_at)
    CHANGES[change](meeting)
    for at in (meeting.starts_at, meeting.ends_at + 4 * MINUTE, meeting.ends_at + 5 * MINUTE):
        for stay in stays:
            may = meetings_entered_by(stay.user, at=at).filter(pk=meeting.pk).exists()
            with transaction.atomic():
                held = stay_held_by(stay.user, stay.pk, at=at)
            assert (held == stay) if may else (held is None), (stay.user, at)


def test_a_held_page_is_all_that_there_is_of_it_in_one_query():
    meeting = make.booking()
    stay, other = pages(meeting)[:2]
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        held = stay_held_by(stay.user, stay.pk, at=meeting.starts_at)
    assert len(queries) == 1
    stored = Stay.objects.select_related("lobby__booking").get(pk=stay.pk)
    for one, same in ((held, stored), (held.lobby, stored.lobby), (held.lobby.booking, stored.lobby.booking)):
        assert facts(one) == facts(same)
    with transaction.atomic():
        assert stay_held_by(stay.user, other.pk, at=meeting.starts_at) is None


def facts(record):
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
