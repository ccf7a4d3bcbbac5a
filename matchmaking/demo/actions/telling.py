"""What the demo's people have been told by now."""

from datetime import datetime

from matchmaking.accounts.queries import DEMO_ADDRESSES
from matchmaking.fairs.models import Fair
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Delivery


def tell_everybody(*, fair: Fair, at: datetime) -> int:
    """Everybody has a notice of what has happened, and those whose parts one can play get it by mail too; how many
    notices there are. The others are invented: a thousand mails to them would only fill a folder."""
    noted = note_what_is_owed(at=at)
    of_others = Delivery.objects.filter(notice__fair=fair, status=Delivery.Status.WAITING).exclude(
        notice__recipient__email__in=DEMO_ADDRESSES
    )
    of_others.update(status=Delivery.Status.SENT, ended_at=at)
    return noted
