"""Which fair is begun anew, and who organises it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fairs_owned_by
from matchmaking.fairs.forms import DateInput
from matchmaking.fairs.models import Fair, Participant

DUTIES = (
    Participant.Duty.HELPER,
    Participant.Duty.ANALYST,
    Participant.Duty.MANAGER,
    Participant.Duty.OWNER,
)


class CopyForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=120)
    starts_on = forms.DateField(
        label=_("first day"), widget=DateInput, help_text=_("The other days, hours and breaks follow it.")
    )
    with_team = forms.BooleanField(
        label=_("with everybody who organises, each with the same duty"), required=False, initial=True
    )


class DutyForm(forms.Form):
    duty = forms.ChoiceField(label=_("duty"), choices=[(duty.value, duty.label) for duty in DUTIES])


class InviteOrganiserForm(DutyForm):
    """Whom one wants beside oneself, with which duty, and at which of one's fairs besides this one."""

    email = forms.EmailField(label=_("e-mail address"), max_length=254)
    fairs = forms.ModelMultipleChoiceField(
        label=_("also at my other fairs"),
        queryset=Fair.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("email", "duty", "fairs")

    def __init__(self, *args: Any, fair: Fair, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = fairs_owned_by(by).filter(archived_at=None).exclude(pk=fair.pk)
        field = self.fields["fairs"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = others.order_by("-starts_on", "name")
        if not others.exists():
            del self.fields["fairs"]
