"""What one side keeps in mind of the other: saved, not for it, how a meeting was, and whom it has looked at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from matchmaking.accounts.models import User
from matchmaking.discovery.announcements import announce_said
from matchmaking.discovery.errors import CauseMissing, NotMetYet
from matchmaking.discovery.models import Dossier, Mark, Opening
from matchmaking.discovery.models.feedback import Side


@dataclass(frozen=True)
class Pair:
    """Who says something of whom."""

    side: str
    exhibitor: int
    profile: Any

    def as_columns(self) -> dict[str, Any]:
        return {"side": self.side, "exhibitor_id": self.exhibitor, "profile_id": self.profile}


def mark(*, pair: Pair, kind: str, cause: str = "", by: User, at: datetime) -> None:
    """The pair's mark is this one, and no other; an empty kind takes it away. A team's is the team's."""
    if kind == Mark.Kind.DISMISSED and cause not in Mark.Cause.values:
        raise CauseMissing
    cause = cause if kind == Mark.Kind.DISMISSED else ""
    _write(pair, {"kind": kind, "cause": cause}, by, at)


def rate(*, pair: Pair, stars: int, has_met: bool, by: User, at: datetime) -> None:
    """It is kept how the meeting was, for this side alone."""
    if not has_met:
        raise NotMetYet
    _write(pair, {"stars": stars}, by, at)


def _write(pair: Pair, said: dict[str, Any], by: User, at: datetime) -> None:
    said = said | {"by": by, "at": at}
    whose = {"profile": pair.profile} if pair.side == Side.VISITOR else {"exhibitor": pair.exhibitor}
    with transaction.atomic():
        found = _found(pair)
        if found is None:
            _add(pair, said)
        elif said.get("kind", found.kind) or said.get("stars", found.stars):
            Mark.objects.filter(pk=found.pk).update(**said)
        else:
            found.delete()
        for dossier in Dossier.objects.filter(**whose).values_list("pk", flat=True):
            announce_said(dossier)


def _found(pair: Pair) -> Mark | None:
    """What this side has said already, held until this is over."""
    return Mark.objects.select_for_update(no_key=True).filter(**pair.as_columns()).first()


def _add(pair: Pair, said: dict[str, Any]) -> None:
    """The first word of this side; what a colleague has said in the same moment is written over."""
    if said.get("kind") or said.get("stars"):
        Mark.objects.update_or_create(**pair.as_columns(), defaults=said)


def note_opening(*, pair: Pair, at: datetime) -> None:
    """It is kept that this side has looked closer, once. Two who look at once do it once."""
    try:
        with transaction.atomic():
            Opening.objects.get_or_create(**pair.as_columns(), defaults={"at": at})
    except IntegrityError:  # the one or the other has gone meanwhile
        return
