"""Is the input well-formed? What a fair may be is judged in rules.py; here it is put at the field that it is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs import rules
from matchmaking.fairs.errors import FairRefused


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


def put_at_field(form: forms.BaseForm, refusal: FairRefused) -> None:
    """The refusal is shown at its field; where that is hidden or absent, above the form."""
    field = refusal.field if refusal.field in form.fields else None
    if field and form.fields[field].widget.is_hidden:
        field = None
    form.add_error(field, str(refusal.message))


class JoinForm(forms.Form):
    """In which role one comes, and a word to the organiser."""

    role = forms.ChoiceField(
        choices=[(role.value, role.label) for role in rules.ROLES_ONE_MAY_CHOOSE], widget=forms.HiddenInput
    )
    message = forms.CharField(
        label=_("message to the organiser"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Say in a sentence or two who you are and what brings you here."),
    )
