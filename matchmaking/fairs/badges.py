"""What stands in a badge's code: whose it is and which of his badges, signed, so that nobody makes one himself."""

from django.core.signing import BadSignature, Signer

from matchmaking.fairs.models import Badge, Fair, Participant

SIGNER = Signer(salt="fairs.badge", sep="~")


def token_of(participant: Participant) -> str:
    """What the newest badge of this person says. One query."""
    badge = Badge.objects.filter(participant=participant).first()
    return SIGNER.sign(f"{participant.pk}.{badge.number if badge else 1}")


def bearer_of(token: str, fair: Fair) -> Participant | None:
    """Whose badge it is, if it is one for this fair and has not been made anew since."""
    try:
        whose, number = (int(part) for part in SIGNER.unsign(token).split("."))
    except (BadSignature, ValueError):
        return None
    bearer = fair.participants.select_related("user", "badge").filter(pk=whose).first()
    if bearer is None:
        return None
    newest = bearer.badge.number if hasattr(bearer, "badge") else 1
    return bearer if number == newest else None
