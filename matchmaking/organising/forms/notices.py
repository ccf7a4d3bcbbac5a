"""How long before a meeting a fair reminds, and whom its organiser looks for among those told.

Django's ModelForm and BaseFormSet are generic in their stubs alone: hence the ignored type arguments.
"""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.forms import DateInput
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rules import moment
from matchmaking.reminders.models import Delivery, FairLeads, Notice


class LeadsForm(forms.ModelForm):  # type: ignore[type-arg]
    """How long before a meeting the people of a fair are reminded."""

    class Meta:
        model = FairLeads
        fields: ClassVar[list[str]] = ["day_before_hours", "soon_minutes"]
        help_texts: ClassVar[dict[str, Any]] = {
            "day_before_hours": _("2 to 72 hours."),
            "soon_minutes": _("5 to 120 minutes. With the way to the room."),
        }


class ToldForm(forms.Form):
    """Which notices an organiser wants to see. What makes no sense is ignored."""

    q = forms.CharField(label=_("name or e-mail address"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("about"), required=False, choices=lambda: [("", _("all")), *Notice.Kind.choices])
    way = forms.ChoiceField(
        label=_("on which way"), required=False, choices=lambda: [("", _("all")), *Delivery.Way.choices]
    )
    state = forms.ChoiceField(
        label=_("state"), required=False, choices=lambda: [("", _("all")), *Delivery.Status.choices]
    )
    day = forms.DateField(label=_("on the day"), required=False, widget=DateInput)

    def wanted(self, fair: Fair) -> dict[str, Any]:
        """A day is one of the fair's own clock."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) or "" for name in ("q", "kind", "way", "state")}
        return said | {"since": None, "until": None} | self.span(fair)

    def span(self, fair: Fair) -> dict[str, datetime]:
        day = self.cleaned_data.get("day")
        if day is None:
            return {}
        return {"since": moment(day, time(0), fair.zone), "until": moment(day + timedelta(days=1), time(0), fair.zone)}
