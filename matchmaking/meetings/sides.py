"""A meeting at a table of which one side may be elsewhere: who sits there, who joins by video, who needs a call."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from matchmaking.fairs.models import Participant, Room
from matchmaking.meetings.programme import PARTIES, Meeting, Someone

Presence = Participant.Presence


@dataclass(frozen=True)
class Group:
    """Those whom the reader meets who take part in one way."""

    people: Sequence[Someone]

    @property
    def number(self) -> int:
        return len(self.people)

    @property
    def names(self) -> str:
        return str(get_text_list([str(each.user) for each in self.people], _("and")))


@dataclass(frozen=True)
class Sides:
    """How those of a meeting at a table take part; `me` is the reader's own way, empty if he is not there himself."""

    me: str
    at_table: Group
    by_video: Group
    either: Group
    is_said: bool  # one of the two sides has said, or shown at the entrance, that it may be on the spot
    needs_call: bool


def sides_of(meeting: Meeting) -> Sides | None:
    """How those of a meeting at a table take part; None where there is no table, for there all meet by video."""
    room = meeting.booking.room
    if room is None or room.kind != Room.Kind.TABLE:
        return None
    ways = [(each, way_of(each)) for each in meeting.present]
    somebody_remote = any(way == Presence.REMOTE for _each, way in ways)
    if not somebody_remote:  # whoever could do either comes to where the others are
        ways = [(each, Presence.ON_THE_SPOT) for each, _way in ways]
    others = [(each, way) for each, way in ways if each != meeting.me]

    def group(wanted: str) -> Group:
        return Group([each for each, way in others if way == wanted])

    return Sides(
        me=next((way for each, way in ways if each == meeting.me), ""),
        at_table=group(Presence.ON_THE_SPOT),
        by_video=group(Presence.REMOTE),
        either=group(Presence.EITHER),
        is_said=any(way != Presence.REMOTE for each, way in ways if each.attendance.role in PARTIES),
        needs_call=somebody_remote,
    )


def way_of(someone: Someone) -> str:
    """Whoever has been checked in is on the spot, whatever he has said."""
    is_here: bool = someone.attendance.is_checked_in  # type: ignore[attr-defined]  # by queries.sides
    return Presence.ON_THE_SPOT if is_here else someone.attendance.participant.presence
