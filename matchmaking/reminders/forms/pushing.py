"""What a browser says of itself when push messages are turned on in it."""

from django import forms
from django.core.exceptions import ValidationError

from matchmaking.common.fetching import OPEN, NotPublic, target_of
from matchmaking.reminders import sealing
from matchmaking.reminders.models.pushing import LONGEST_ENDPOINT

SECRET = 16  # bytes


class EndpointForm(forms.Form):
    endpoint = forms.CharField(max_length=LONGEST_ENDPOINT)


class SubscriptionForm(EndpointForm):
    p256dh = forms.CharField(max_length=88)
    auth = forms.CharField(max_length=24)

    def clean_endpoint(self) -> str:
        """Whom it means is judged again each time that something is brought there."""
        endpoint: str = self.cleaned_data["endpoint"]
        try:
            target_of(endpoint, OPEN)
        except NotPublic:
            raise ValidationError("") from None
        return endpoint

    def clean_p256dh(self) -> str:
        try:
            return sealing.text_of(sealing.raw(sealing.point_of(self.cleaned_data["p256dh"])))
        except ValueError:
            raise ValidationError("") from None

    def clean_auth(self) -> str:
        try:
            secret = sealing.bytes_of(self.cleaned_data["auth"])
        except ValueError:
            raise ValidationError("") from None
        if len(secret) != SECRET:
            raise ValidationError("")
        return sealing.text_of(secret)
