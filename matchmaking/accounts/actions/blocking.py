"""Not wanting to see somebody, and thinking better of it."""

from matchmaking.accounts import rules
from matchmaking.accounts.models import Block, User


def block_person(*, person: User, by: User) -> Block:
    """The two do not see each other any more; blocking twice is blocking once."""
    rules.check_blockable(person, by=by)
    return Block.objects.get_or_create(blocker=by, blocked=person)[0]


def unblock_person(*, block: Block) -> None:
    """The block is gone; one that the other person has set stays."""
    block.delete()
