"""The link at the foot of a mail by which such mails end, without signing in: for one person, and one kind of thing."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from matchmaking.accounts.models import User
from matchmaking.reminders.models import Notice

SIGNER = Signer(salt="reminders.stop")


def link_to(user: User, kind: str) -> str:
    """The path of the link. It has no end, for the mail may be old; but it is worthless once the address is another."""
    return reverse("reminders:stop", args=[SIGNER.sign_object([user.pk, kind, mark_of(user)], compress=True)])


def mark_of(user: User) -> str:
    """What changes with the person's address, and says nothing about it."""
    return salted_hmac("reminders.stop", user.email.lower(), algorithm="sha256").hexdigest()[:16]


def read(signed: str) -> tuple[User, str] | None:
    """Whose mails of which kind; None if the link is forged, or not his any more."""
    try:
        pk, kind, mark = SIGNER.unsign_object(signed)
    except (BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or kind not in Notice.Kind or not constant_time_compare(mark, mark_of(user)):
        return None
    return user, kind
