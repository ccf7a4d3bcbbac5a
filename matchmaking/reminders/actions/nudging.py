"""An organiser asks the teams of incomplete stands to add what is missing."""

from collections.abc import Iterable
from datetime import datetime

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.reminders import rules
from matchmaking.reminders.models import Nudge


def nudge(*, stands: Iterable[Exhibitor], by: User, at: datetime) -> int:
    """The teams of these stands are asked, but for those that were asked in the last days; how many are."""
    asked = [Nudge(stand=stand, asked_at=at, rests_until=at + rules.NUDGE_RESTS, asked_by=by) for stand in stands]
    Nudge.objects.bulk_create(asked, ignore_conflicts=True)  # the constraint leaves out who rests
    return Nudge.objects.filter(pk__in=[each.pk for each in asked]).count()
