"""One thing that is owed to one person, and how it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from matchmaking.fairs.models import Participant
from matchmaking.meetings.models import Booking, MeetingRequest
from matchmaking.reminders.models import NOTHING, Notice


@dataclass(frozen=True)
class Owed:
    """Somebody is to be told. Fields as a Notice has them; `is_known` to whom has done it himself."""

    recipient: int
    fair: int
    kind: str
    due_at: datetime
    subject: UUID = NOTHING
    occasion: str = ""
    said: str = ""
    ends_at: datetime | None = None
    dropped: str = Notice.Why.NONE
    is_known: bool = False


def ask(sql: str, **facts: Any) -> list[Owed]:
    """What the statement finds, whose columns are named as the fields of Owed."""
    known: Mapping[str, Any] = {
        "confirmed": Booking.Status.CONFIRMED,
        "cancelled": Booking.Status.CANCELLED,
        "approved": Participant.Status.APPROVED,
        "open": MeetingRequest.Status.OPEN,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, {**known, **facts})
        names = [column.name for column in cursor.description]
        return [Owed(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
