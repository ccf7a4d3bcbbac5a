"""Links that do one thing for one person who has not signed in: what they say, and until when they may be believed.

A link names a purpose, a person, what it is about, and for a time that one. It is signed, so nobody makes one up or
turns one into another; it ends at the latest when what it is about ends; and it is worthless once the person's address
is another one, for it may lie in a mailbox that somebody else reads by now (docs/decisions/0014-links-that-act.md).
It opens no door: whoever may not do the thing any more when he has signed in may not by a link.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from matchmaking.accounts.models import User
from matchmaking.meetings.models import Booking, MeetingRequest, WaitingListEntry

LONGEST = timedelta(days=14)
SIGNER = Signer(salt="meetings.errand")

Subject = MeetingRequest | Booking | WaitingListEntry


class Purpose(StrEnum):
    ACCEPT = "accept"  # a request, at a certain time
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"  # a meeting
    EXCUSE = "excuse"
    TAKE = "take"  # what is offered from a waiting list
    PASS_ON = "pass"


@dataclass(frozen=True)
class Errand:
    """What a link is for. `ends_at` is when it ends, in UTC."""

    purpose: Purpose
    person: User
    subject: UUID
    slot: UUID | None
    ends_at: datetime


def link_to(purpose: Purpose, subject: Subject, *, person: User, slot: UUID | None = None, at: datetime) -> str:
    """The path of the link that lets this person do this one thing; a time is said where one of several is meant."""
    ends_at = min(at + LONGEST, end_of(subject))
    said = [
        str(purpose),
        person.pk,
        subject.pk.hex,
        slot.hex if slot else "",
        int(ends_at.timestamp()),
        mark_of(person),
    ]
    return reverse("meetings:act", args=[SIGNER.sign_object(said, compress=True)])


def end_of(subject: Subject) -> datetime:
    """After that nothing can be done about it."""
    if isinstance(subject, MeetingRequest):
        return subject.expires_at
    if isinstance(subject, Booking):
        return subject.starts_at
    return subject.offer_ends_at or subject.since


def mark_of(person: User) -> str:
    """What changes with the person's address, and says nothing about it."""
    return salted_hmac("meetings.errand", person.email.lower(), algorithm="sha256").hexdigest()[:16]


def read(signed: str) -> Errand | None:
    """What the link says; None if it is forged, or if its person is not who he was."""
    try:
        purpose, person, subject, slot, ends_at, mark = SIGNER.unsign_object(signed)
    except (BadSignature, ValueError):  # what is not even encoded is forged as well
        return None
    found = User.objects.filter(pk=person, is_active=True).first()
    if found is None or not constant_time_compare(mark, mark_of(found)):
        return None
    return Errand(
        Purpose(purpose), found, UUID(subject), UUID(slot) if slot else None, datetime.fromtimestamp(ends_at, UTC)
    )
