"""What an organiser may do at a fair follows from his duty there, and from nothing else."""

from enum import StrEnum

from matchmaking.fairs.models import Fair, Participant

Duty = Participant.Duty


class Right(StrEnum):
    """One kind of deed at the organiser's desk. Every page of the desk asks for exactly one."""

    SEE = "see"  # the desk's first page, and a fair that is in preparation
    SET_UP = "set-up"  # the fair's settings, ground, calendar, terms and texts; its status
    PEOPLE = "people"  # decide about registrations and stands, import, merge, invite
    KNOW = "know"  # who takes part, to read
    TELL = "tell"  # announcements, and what people were told
    RUN = "run"  # the day: rooms, lobbies, checking in, signs
    RESULTS = "results"  # figures and the report, in which nobody is named
    EXPORT = "export"  # lists with names and addresses
    AUDIT = "audit"  # who did what
    OWN = "own"  # who organises, copies and the archive, somebody else's data and his place


MAY: dict[str, frozenset[Right]] = {
    Duty.OWNER: frozenset(Right),
    Duty.MANAGER: frozenset(Right) - {Right.OWN},
    Duty.HELPER: frozenset({Right.SEE, Right.KNOW, Right.RUN}),
    Duty.ANALYST: frozenset({Right.SEE, Right.RESULTS}),
}


# What an archived fair still allows: to read it, to copy it, and to take it out of the archive.
IN_THE_ARCHIVE = frozenset({Right.SEE, Right.KNOW, Right.RESULTS, Right.EXPORT, Right.AUDIT, Right.OWN})


def duties_with(right: Right) -> list[str]:
    """The duties that bring this right, for the doors."""
    return [duty for duty, rights in MAY.items() if right in rights]


def rights_of(participant: Participant | None, fair: Fair) -> frozenset[Right]:
    """What this person may do at the desk of his fair. Nothing, unless he is let in and organises."""
    if participant is None or not participant.is_organiser:
        return frozenset()
    return rights_left(MAY[participant.duty], fair)


def rights_left(rights: frozenset[Right], fair: Fair) -> frozenset[Right]:
    """What remains of these rights at the fair: in the archive nothing is changed any more."""
    return rights & IN_THE_ARCHIVE if fair.archived_at else rights
