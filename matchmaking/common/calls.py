"""Other ways to talk: links to calls elsewhere, and phone numbers."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

LONGEST_LINK, LONGEST_PHONE = 500, 40  # characters
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,30}(,[0-9#*, ]{1,20})?")  # after a comma what is typed once somebody answers
# Services by the hosts of their links, as their vendors give them (2026).
SERVICES = {
    "zoom.us": "Zoom",
    "zoom.com": "Zoom",
    "teams.microsoft.com": "Teams",
    "teams.live.com": "Teams",
    "meet.google.com": "Google Meet",
    "voovmeeting.com": "VooV",
    "meeting.tencent.com": "Tencent Meeting",
    "webex.com": "Webex",
    "whereby.com": "Whereby",
}
_is_url = URLValidator(schemes=["https"])


def validate_call_link(link: str) -> None:
    """A link to a call elsewhere is an https address of a host with a name, and carries no password."""
    try:
        _is_url(link)
        parts = urlsplit(link)
    except (ValidationError, ValueError) as error:
        raise ValidationError(_("Enter the whole address of the call. It begins with https://."), "link") from error
    if parts.username is not None or not re.search(r"\.[a-z][a-z0-9-]+\.?$", parts.hostname or ""):
        raise ValidationError(_("This is not the address of a call. Copy it from the invitation to it."), "link")


def validate_phone(number: str) -> None:
    """A number that can be dialled, with a code behind a comma if there is one."""
    if not PHONE.fullmatch(number):
        raise ValidationError(_("Write a phone number with its country, such as +32 4 222 33 44."), "phone")


def service_of(link: str) -> str:
    """What the service is called to which the link leads; its host, if we do not know it."""
    host = (urlsplit(link).hostname or "").removeprefix("www.")
    return next((name for known, name in SERVICES.items() if host == known or host.endswith(f".{known}")), host)
