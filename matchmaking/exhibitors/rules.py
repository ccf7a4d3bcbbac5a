"""Judgements about stands: pure, asked with everything that they need to know."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from matchmaking.exhibitors import errors
from matchmaking.exhibitors.models import Exhibitor, TeamInvitation
from matchmaking.fairs.models import Fair

STANDS_A_ROW = 20
MOST_INVITATIONS = 10  # open at once, per stand
MOST_DOCUMENTS = 20

Status = Exhibitor.Status


def stand_number(index: int) -> str:
    """The index-th number of a hall, counted from nought: A01 … A20, B01 … Z20, AA01 …"""
    row, place = divmod(index, STANDS_A_ROW)
    letters = ""
    while row >= 0:
        row, letter = divmod(row, 26)
        letters = chr(ord("A") + letter) + letters
        row -= 1
    return f"{letters}{place + 1:02d}"


def free_stand_numbers(taken: set[str]) -> Iterator[str]:
    """The numbers of a hall that nobody has, from the first on, without end."""
    return (number for number in map(stand_number, count()) if number not in taken)


def next_stand_number(taken: set[str]) -> str:
    """The first number of a hall that nobody has."""
    return next(free_stand_numbers(taken))


def check_takes_stands(fair: Fair) -> None:
    if not fair.is_open_to_newcomers:
        raise errors.FairTakesNoStands


def check_may_exhibit_again(exhibitor: Exhibitor) -> None:
    """Only a company that has withdrawn may come back by itself."""
    if exhibitor.status == Status.DECLINED:
        raise errors.StandDeclined
    if exhibitor.status != Status.WITHDRAWN:
        raise errors.ExhibitsAlready


def check_decidable(exhibitor: Exhibitor, decision: str) -> None:
    if exhibitor.status == decision:
        raise errors.DecidedAlready
    if exhibitor.status == Status.WITHDRAWN:
        raise errors.NotExhibiting


def check_exhibiting(exhibitor: Exhibitor) -> None:
    """The stand takes part, or waits for the organiser's word."""
    if exhibitor.status not in (Status.APPLIED, Status.APPROVED):
        raise errors.NotExhibiting


def check_approved(exhibitor: Exhibitor) -> None:
    """The stand takes part, and the organiser has said so."""
    if exhibitor.status != Status.APPROVED:
        raise errors.StandNotApproved


def check_acceptable(invitation: TeamInvitation, *, email: str, at: datetime) -> None:
    """The invitation is open and this person's."""
    if invitation.accepted_at is not None:
        raise errors.InvitationUsed
    if invitation.revoked_at is not None:
        raise errors.InvitationRevoked
    if invitation.expires_at <= at:
        raise errors.InvitationExpired
    if invitation.email.lower() != email.lower():
        raise errors.InvitationForAnother
