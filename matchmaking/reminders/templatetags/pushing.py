"""What a page needs to turn push messages on in the browser that shows it."""

from hashlib import sha256

from django import template
from django.conf import settings

from matchmaking.accounts.models import User
from matchmaking.reminders import queries, sealing
from matchmaking.reminders.models import PushSubscription

register = template.Library()


@register.simple_tag
def push_key() -> str:
    """Our public key, which a browser gives to its push service; empty where there are no push messages."""
    return sealing.public_half(settings.VAPID_PRIVATE_KEY) if queries.is_push_on() else ""


@register.simple_tag
def browsers_of(user: User) -> str:
    """The digests of the addresses at which the user is told. A page never says the addresses: they are secrets."""
    known = PushSubscription.objects.filter(user=user).values_list("endpoint", flat=True)
    return " ".join(sha256(endpoint.encode()).hexdigest() for endpoint in known)
