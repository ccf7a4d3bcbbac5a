"""What the demo's people have been told: as it would be told anyway, some of it read, and one mail that came back."""

from datetime import datetime

from matchmaking.demo.sketches import BUYER
from matchmaking.fairs.models import Fair
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Delivery, Notice

ANSWER = "550 5.1.1 No such user here"


def tell(*, fair: Fair, at: datetime) -> None:
    """Everybody has heard of what is owed; of the buyer's notices every other one is read."""
    if Notice.objects.filter(fair=fair).exists():
        return
    note_what_is_owed(at=at)
    mine = Notice.objects.filter(fair=fair, recipient__email=BUYER, read_at=None).order_by("due_at", "pk")
    Notice.objects.filter(pk__in=list(mine.values_list("pk", flat=True))[::2]).update(read_at=at)
    lost = Delivery.objects.filter(notice__fair=fair, status=Delivery.Status.WAITING, way=Delivery.Way.MAIL)
    last = lost.exclude(notice__recipient__email=BUYER).order_by("pk").last()
    if last:
        Delivery.objects.filter(pk=last.pk).update(
            status=Delivery.Status.FAILED, ended_at=at, problem=Delivery.Problem.REFUSED, answer=ANSWER, tries=1
        )
