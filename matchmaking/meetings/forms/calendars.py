"""The address of one's own calendar."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from matchmaking.meetings.models import OwnCalendar

ADDRESS = OwnCalendar._meta.get_field("address")


class CalendarForm(forms.Form):
    """The address. Once it is taken no page holds it any more, for whoever reads it reads the calendar."""

    address = forms.CharField(
        label=_("Secret address of my calendar"),
        max_length=ADDRESS.max_length,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "In Google Calendar: “Secret address in iCal format”. In Outlook: publish it and copy the ICS link. "
            "Only the times at which you are busy are kept, not what for."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_calendar_%s"} | kwargs)

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        scheme, colon, rest = address.partition(":")
        if scheme.lower() == "webcal":  # what calendars call an address to subscribe to
            scheme = "https"
        if scheme.lower() != "https":
            raise ValidationError(_("Enter an address that begins with https:// or webcal://."), code="scheme")
        address = f"https{colon}{rest}"
        URLValidator(schemes=["https"], message=_("This is no complete address. Copy it once more."))(address)
        if "@" in urlsplit(address).netloc:
            raise ValidationError(_("Enter an address without a user name and password."), code="credentials")
        return address
