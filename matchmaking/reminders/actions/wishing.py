"""How somebody wants to be told is written down, and how a fair reminds its people."""

from collections.abc import Mapping

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair
from matchmaking.reminders import rules
from matchmaking.reminders.models import FairLeads, Habits, Wish

HABITS = ("is_quiet", "quiet_from", "quiet_to", "digest_at", "day_before_hours", "soon_minutes")


def stop_mails(*, user: User, kind: str) -> None:
    """No mails of this kind any more. Twice is once."""
    if kind in rules.ALWAYS_MAILED:
        return
    Wish.objects.update_or_create(
        user=user,
        kind=kind,
        defaults={"mail": Wish.Mail.NEVER},
        create_defaults={"mail": Wish.Mail.NEVER, "push": rules.usual(kind).push},
    )


@transaction.atomic
def choose(*, user: User, manners: Mapping[str, rules.Manner], habits: Habits) -> None:
    """From now on he is told so, and at these hours. Of what is as usual nothing is kept, so that it stays as usual
    when that becomes something else. What waits already goes out as it was wanted when it was noticed."""
    unusual = {kind: manner for kind, manner in manners.items() if manner != rules.usual(kind)}
    Wish.objects.filter(user=user, kind__in=manners).exclude(kind__in=unusual).delete()
    Wish.objects.bulk_create(
        [Wish(user=user, kind=kind, mail=manner.mail, push=manner.push) for kind, manner in sorted(unusual.items())],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["mail", "push"],
    )
    Habits.objects.update_or_create(user=user, defaults={name: getattr(habits, name) for name in HABITS})


def change_leads(*, fair: Fair, day_before_hours: int, soon_minutes: int) -> None:
    """The fair's people are reminded so long before their meetings, unless they want it otherwise themselves."""
    wanted = {"day_before_hours": day_before_hours, "soon_minutes": soon_minutes}
    FairLeads.objects.update_or_create(fair=fair, defaults=wanted)
