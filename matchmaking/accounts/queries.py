"""What is asked about people."""

from django.conf import settings
from django.db.models import Q, QuerySet

from matchmaking.accounts.models import Block, User

# The demo's people, whom the sign-in page offers in local mode. `manage.py seed_demo` makes them.
DEMO_ADDRESSES = (
    "exporter@example.com",
    "buyer@example.com",
    "organiser@example.com",
    "attache@example.com",
    "admin@example.com",
)
DEMO_PASSWORD = "fair-demo-2026"  # public on purpose: it opens invented people on one's own machine


def blocks_by(user: User) -> QuerySet[Block]:
    """The blocks that somebody has set, newest first."""
    return Block.objects.filter(blocker=user).select_related("blocked").order_by("-created_at", "-pk")


def is_blocked_between(one: User, other: User) -> bool:
    """True if either has blocked the other: a block works both ways."""
    return Block.objects.filter(Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one)).exists()


def demo_people() -> list[User]:
    """The demo's people in the order in which they are offered; nobody outside local mode."""
    if not settings.LOCAL:
        return []
    people = {person.email: person for person in User.objects.filter(email__in=DEMO_ADDRESSES, is_active=True)}
    return [people[address] for address in DEMO_ADDRESSES if address in people]
