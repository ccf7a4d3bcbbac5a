"""Somebody walks up to a stand, waits, and is let in, declined kindly, or offered another time."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Participant
from matchmaking.lobbies import errors, queries, rules
from matchmaking.lobbies.access import stands_received_at_by, stands_walked_up_to_by
from matchmaking.lobbies.announcements import announce_desk, announce_stand
from matchmaking.lobbies.models import StandStay, WalkIn
from matchmaking.meetings import choosing
from matchmaking.meetings.actions import requesting
from matchmaking.meetings.actions.beginning import begin_meeting, end_meeting
from matchmaking.meetings.actions.booking import Seat
from matchmaking.meetings.actions.requesting import Side, Wish
from matchmaking.meetings.models import Attendance
from matchmaking.meetings.queries import team_of

GRACE = timedelta(seconds=30)  # after his last page has closed, in which somebody keeps his place

Status = WalkIn.Status


def arrive(*, user: User, fair: str, stand: str, stay_id: UUID | None = None, at: datetime) -> StandStay:
    """One more page of his is open at the stand, or the one that lost its line is heard of again. NotThere if he may
    not come."""
    with transaction.atomic():
        found, is_team = open_stand(user, fair=fair, stand=stand)
        mine = StandStay.objects.select_for_update(no_key=True).filter(stand=found, user=user, left_at=None)
        stay = (mine.filter(pk=stay_id).first() if stay_id else None) or StandStay(
            stand=found, user=user, arrived_at=at
        )
        stay.seen_at, stay.is_team = at, is_team
        stay.save()
        announce_stand(found.pk)
    return stay


def open_stand(user: User, *, fair: str, stand: str) -> tuple[Exhibitor, bool]:
    """The stand, and whether he receives there."""
    for door, is_team in ((stands_received_at_by(user), True), (stands_walked_up_to_by(user), False)):
        found = door.filter(fair__slug=fair, slug=stand).select_related("fair").first()
        if found:
            return found, is_team
    raise errors.NotThere


def keep(*, user: User, stay_id: UUID, at: datetime) -> None:
    """He is heard of."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        was_lost = at - stay.seen_at >= rules.LOST
        stay.seen_at = at
        stay.save(update_fields=["seen_at"])
        if was_lost:
            announce_stand(stay.stand_id)


def leave(*, stay_id: UUID, at: datetime) -> None:
    """The page is closed. Twice is once."""
    with transaction.atomic():
        stay = StandStay.objects.select_for_update(no_key=True).filter(pk=stay_id, left_at=None).first()
        if stay:
            stay.left_at = max(at, stay.arrived_at)
            stay.save(update_fields=["left_at"])
            announce_stand(stay.stand_id)


def wait(*, user: User, stay_id: UUID, wish: str, at: datetime) -> WalkIn:
    """He has a place at the end of the queue; whoever has one already keeps it, with what he says now."""
    wish = rules.check_wish(wish)
    with transaction.atomic():
        stay = held(user, stay_id, at)
        if stay.is_team:
            raise errors.OneOfUs
        person = Participant.objects.get(user=user, fair=stay.stand.fair_id)
        team = team_of(stay.stand)
        requesting.check_may_ask(stay.stand.fair, person, None, Side(stand=stay.stand), team)
        Exhibitor.objects.select_for_update(no_key=True).get(pk=stay.stand_id)  # they come one after the other
        waiting = WalkIn.objects.filter(stand=stay.stand, status=Status.WAITING)
        walk_in = waiting.filter(participant=person).first()
        if walk_in is None and waiting.count() >= rules.MOST_WAITING:
            raise errors.QueueIsFull
        walk_in = walk_in or WalkIn(stand=stay.stand, participant=person, came_at=at)
        walk_in.wish = wish
        walk_in.save()
        announce_queue(stay.stand)
    return walk_in


def give_up(*, user: User, stay_id: UUID, at: datetime) -> None:
    """He waits no more. Twice is once."""
    with transaction.atomic():
        stay = held(user, stay_id, at)
        own = WalkIn.objects.filter(stand=stay.stand, participant__user=user, status=Status.WAITING)
        if own.update(status=Status.LEFT, ended_at=at):
            announce_queue(stay.stand)


def let_in(*, user: User, stay_id: UUID, walk_in_id: UUID, at: datetime) -> WalkIn:
    """The two meet at once, in a room of the stand or of the fair. WaitsNoMore if he has gone or somebody else of the
    team was quicker."""
    with transaction.atomic():
        walk_in, host = received(user, stay_id, walk_in_id, at)
        seats = [
            Seat(host, role=Attendance.Role.HOST, stand=walk_in.stand),
            Seat(walk_in.participant, role=Attendance.Role.GUEST),
        ]
        for talk in queries.talks_left([user.pk, walk_in.participant.user_id], at=at):
            end_meeting(booking_id=talk, at=at)
        walk_in.booking = begin_meeting(fair=walk_in.stand.fair, seats=seats, by=user, at=at)
        answer(walk_in, Status.LET_IN, user, at)
    return walk_in


def decline(*, user: User, stay_id: UUID, walk_in_id: UUID, words: str, at: datetime) -> WalkIn:
    """He reads these words, and waits no more."""
    words = rules.check_wish(words)
    with transaction.atomic():
        walk_in, _host = received(user, stay_id, walk_in_id, at)
        walk_in.words = words
        answer(walk_in, Status.DECLINED, user, at)
    return walk_in


def offer_time(*, user: User, stay_id: UUID, walk_in_id: UUID, at: datetime) -> WalkIn:
    """He is asked, in the stand's name, for a meeting at one of the times that suit both best. NoCommonTime if there is
    none."""
    with transaction.atomic():
        walk_in, host = received(user, stay_id, walk_in_id, at)
        fair = walk_in.stand.fair
        board = choosing.board_of(fair, [host], [walk_in.participant], stands=[walk_in.stand], at=at)
        slots = [choice.slot.pk for choice in board.best]
        if not slots:
            raise errors.NoCommonTime
        walk_in.request = requesting.send_request(
            fair=fair,
            sender=host,
            sender_stand=walk_in.stand,
            to=Side(person=walk_in.participant),
            wish=Wish(slots, language=user.language),
            at=at,
        )
        answer(walk_in, Status.OFFERED, user, at)
    return walk_in


def received(user: User, stay_id: UUID, walk_in_id: UUID, at: datetime) -> tuple[WalkIn, Participant]:
    """Who waits, his row locked until the transaction ends, and who of the team receives him."""
    stay = held(user, stay_id, at)
    if not stay.is_team:
        raise errors.NotOfTheTeam
    rows = WalkIn.objects.select_for_update(of=("self",)).select_related("stand__fair", "participant__user")
    walk_in = rows.filter(pk=walk_in_id, stand=stay.stand, status=Status.WAITING).first()
    if walk_in is None:
        raise errors.WaitsNoMore
    return walk_in, Participant.objects.select_related("user").get(user=user, fair=walk_in.stand.fair_id)


def answer(walk_in: WalkIn, status: str, by: User, at: datetime) -> None:
    walk_in.status, walk_in.answered_by, walk_in.ended_at = status, by, at
    walk_in.save()
    announce_queue(walk_in.stand)


def announce_queue(stand: Exhibitor) -> None:
    """Who waits there has changed: the stand's pages look again, and the organiser's."""
    announce_stand(stand.pk)
    announce_desk(stand.fair_id)


def held(user: User, stay_id: UUID, at: datetime) -> StandStay:
    """His own page at a stand to which he may still come, held until the transaction ends, with what he is there by
    now. NotThere otherwise; Forgotten if it counts as left."""
    mine = StandStay.objects.select_for_update(of=("self",), no_key=True).select_related("stand__fair")
    stay = mine.filter(pk=stay_id, user=user).first()
    if stay is None:
        raise errors.NotThere
    _stand, stay.is_team = open_stand(user, fair=stay.stand.fair.slug, stand=stay.stand.slug)
    if stay.left_at:
        raise errors.Forgotten
    return stay


def close_lost_stays(*, at: datetime) -> int:
    """Whoever is not heard of has left, and loses his place after a while. How many places were lost."""
    lost = StandStay.objects.filter(left_at=None, seen_at__lte=at - rules.LOST)
    for stay_id, seen_at in lost.values_list("pk", "seen_at"):
        leave(stay_id=stay_id, at=seen_at)
    gone = queries.waiting_nowhere(at=at - GRACE)
    stands = list(Exhibitor.objects.filter(walk_ins__in=gone))
    WalkIn.objects.filter(pk__in=gone.values("pk")).update(status=Status.LEFT, ended_at=at)
    for stand in set(stands):
        announce_queue(stand)
    return len(stands)
