"""What both sides note of a deal, and confirm. Whoever changes a card takes both confirmations back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.lobbies import errors, rules
from matchmaking.lobbies.actions.staying import held, role_of, touch
from matchmaking.lobbies.models import NumbersCard, Stay

MOST_CARDS = 10  # of one meeting


def note(*, user: User, stay_id: UUID, card_id: UUID, at: datetime, **facts: Any) -> NumbersCard:
    """The card says so from now on; what is left out stays as it was. Nothing new takes no confirmation back."""
    told = rules.check_card(facts)
    with transaction.atomic():
        stay, _role = dealing(user, stay_id, at)
        card = NumbersCard.objects.select_for_update().filter(pk=card_id).first()
        if card is None:
            card = blank(stay, card_id, at)
        elif card.lobby_id != stay.lobby_id:
            raise errors.LobbyRefused  # the number of somebody else's
        elif all(getattr(card, name) == value for name, value in told.items()):
            return card
        for name, value in told.items():
            setattr(card, name, value)
        card.version += 1
        card.changed_at, card.changed_by = at, user
        card.host_confirmed_at = card.host_confirmed_by = card.guest_confirmed_at = card.guest_confirmed_by = None
        card.save()
        touch(stay.lobby_id)
    return card


def blank(stay: Stay, card_id: UUID, at: datetime) -> NumbersCard:
    """One card more, if there are not too many."""
    if NumbersCard.objects.filter(lobby=stay.lobby_id).count() >= MOST_CARDS:
        raise errors.TooManyCards
    return NumbersCard(pk=card_id, lobby_id=stay.lobby_id, version=0, noted_at=at)


def confirm(*, user: User, stay_id: UUID, card_id: UUID, version: int, at: datetime) -> NumbersCard:
    """His side stands by the card as it is in this version. Twice is once."""
    with transaction.atomic():
        stay, role = dealing(user, stay_id, at)
        card = of_lobby(stay, card_id)
        if card.version != version:
            raise errors.ChangedMeanwhile
        rules.check_complete(card)
        if getattr(card, f"{role}_confirmed_at") is None:
            setattr(card, f"{role}_confirmed_at", max(at, card.changed_at))
            setattr(card, f"{role}_confirmed_by", user)
            card.save()
            touch(stay.lobby_id)
    return card


def discard(*, user: User, stay_id: UUID, card_id: UUID, at: datetime) -> None:
    """The card is gone, unless both sides stand by it. Twice is once."""
    with transaction.atomic():
        stay, _role = dealing(user, stay_id, at)
        card = NumbersCard.objects.select_for_update().filter(pk=card_id, lobby=stay.lobby_id).first()
        if card is None:
            return
        if card.is_agreed:
            raise errors.AgreedAlready
        card.delete()
        touch(stay.lobby_id)


def dealing(user: User, stay_id: UUID, at: datetime) -> tuple[Stay, str]:
    """His page in the lobby, and on which side he is. OnlyThoseWhoDeal if he interprets, introduces or helps."""
    stay = held(user, stay_id, at)
    role = role_of(stay)
    rules.check_deals(role)
    return stay, role


def of_lobby(stay: Stay, card_id: UUID) -> NumbersCard:
    """The card of this lobby, its row locked until the transaction ends."""
    card = NumbersCard.objects.select_for_update().filter(pk=card_id, lobby=stay.lobby_id).first()
    if card is None:
        raise errors.NoSuchCard
    return card
