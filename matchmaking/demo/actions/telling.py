"""What the demo's people have been told: as it would be told anyway, some of it read, and one mail that came back."""

from datetime import datetime

from matchmaking.accounts.queries import DEMO_ADDRESSES
from matchmaking.demo.sketches import BUYER
from matchmaking.fairs.models import Fair
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Delivery, Notice

ANSWER = "550 5.1.1 No such user here"


def tell_everybody(*, fair: Fair, at: datetime) -> None:
    """Everybody has a notice of what has happened, and those whose parts one can play get it by mail too. The others
    are invented: a thousand mails to them would only fill a folder."""
    is_first = not Notice.objects.filter(fair=fair).exists()
    note_what_is_owed(at=at)
    waiting = Delivery.objects.filter(notice__fair=fair, status=Delivery.Status.WAITING)
    of_others = waiting.exclude(notice__recipient__email__in=DEMO_ADDRESSES)
    if is_first and (lost := of_others.filter(way=Delivery.Way.MAIL).order_by("pk").last()):
        refused = {"problem": Delivery.Problem.REFUSED, "answer": ANSWER, "tries": 1}
        Delivery.objects.filter(pk=lost.pk).update(status=Delivery.Status.FAILED, ended_at=at, **refused)
    of_others.update(status=Delivery.Status.SENT, ended_at=at)
    if is_first:
        mine = Notice.objects.filter(fair=fair, recipient__email=BUYER, read_at=None).order_by("due_at", "pk")
        Notice.objects.filter(pk__in=list(mine.values_list("pk", flat=True))[::2]).update(read_at=at)
