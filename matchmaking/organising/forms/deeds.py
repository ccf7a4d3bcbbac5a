"""Which deeds somebody wants to see. What makes no sense is ignored."""

from datetime import time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.forms import DateInput
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rules import moment
from matchmaking.organising.models import Deed


class DeedsForm(forms.Form):
    q = forms.CharField(label=_("who or what"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("kind"), required=False, choices=lambda: [("", _("all")), *Deed.Kind.choices])
    outcome = forms.ChoiceField(
        label=_("outcome"), required=False, choices=lambda: [("", _("all")), *Deed.Outcome.choices]
    )
    day = forms.DateField(label=_("on the day"), required=False, widget=DateInput)

    def wanted(self, fair: Fair) -> dict[str, Any]:
        """A day is one of the fair's own clock."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) or "" for name in ("q", "kind", "outcome")}
        day = self.cleaned_data.get("day")
        if day is None:
            return said
        return said | {
            "since": moment(day, time(0), fair.zone),
            "until": moment(day + timedelta(days=1), time(0), fair.zone),
        }
