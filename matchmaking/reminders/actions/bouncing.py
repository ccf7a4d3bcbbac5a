"""Mails come back, or are called spam: their addresses are spared, and whoever counted on them learns it."""

from datetime import datetime
from uuid import UUID

from matchmaking.reminders.models import DeadAddress, Delivery

Status, Problem = Delivery.Status, Delivery.Problem


def bury(*, address: str, cause: str, answer: str = "", at: datetime) -> None:
    """No notice is mailed there any more. Said twice it is said once."""
    DeadAddress.objects.get_or_create(
        address=address.strip().lower(), defaults={"cause": cause, "answer": answer[:200], "noted_at": at}
    )


def note_return(*, notice_id: UUID, answer: str = "", at: datetime) -> bool:
    """The mail of this notice, which had gone out, has come back. False if it is not known, or known as such."""
    sent = Delivery.objects.filter(notice=notice_id, way=Delivery.Way.MAIL, status=Status.SENT)
    return sent.update(status=Status.FAILED, ended_at=at, problem=Problem.REFUSED, answer=answer[:200]) == 1
