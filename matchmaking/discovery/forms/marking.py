"""What is sent about a suggestion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.discovery.models import Mark


class MarkForm(forms.Form):
    """What a side says of the other: a kind, or why it is not for it. Neither of them takes back what was said."""

    kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in ("", Mark.Kind.SAVED, Mark.Kind.SHORTLISTED)], required=False
    )
    dismiss = forms.ChoiceField(
        choices=Mark.Cause.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the causes.")},
    )


class RateForm(forms.Form):
    """How a meeting was."""

    stars = forms.IntegerField(
        min_value=1,
        max_value=5,
        error_messages={
            name: _("Choose one to five stars.") for name in ("required", "invalid", "min_value", "max_value")
        },
    )
