"""How somebody wants to be told is written down."""

from matchmaking.accounts.models import User
from matchmaking.reminders import rules
from matchmaking.reminders.models import Wish


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
