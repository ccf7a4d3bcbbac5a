"""How pages find a way to each other: the servers that help them, and how many can be in one call. The one place that
knows of any."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from matchmaking.accounts.models import User

# People in one call: each sends his picture to every other one, and more than three times is too much for most lines.
PLACES = 4
LASTS = timedelta(hours=4)  # longer than any meeting, shorter than a day of somebody else's traffic


def servers_for(user: User, *, at: datetime) -> list[dict[str, Any]]:
    """The ICE servers for this person as RTCPeerConnection takes them, with credentials that end by themselves.

    coturn's REST scheme (draft-uberti-behave-turn-rest-00): the name is the moment at which it ends, in seconds since
    1970, with the person's number; the password is the HMAC-SHA1 of the name under the secret that coturn knows too.
    """
    if not settings.TURN_URLS:
        return []
    name = f"{int((at + LASTS).timestamp())}:{user.pk}"
    digest = hmac.new(settings.TURN_SECRET.encode(), name.encode(), hashlib.sha1).digest()
    return [{"urls": settings.TURN_URLS, "username": name, "credential": base64.b64encode(digest).decode()}]
