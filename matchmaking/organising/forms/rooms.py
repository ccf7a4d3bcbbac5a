"""What is done with rooms for a while: kept for a stand, or closed."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs import rules
from matchmaking.fairs.errors import ClosureEndsBeforeItBegins, FairRefused
from matchmaking.fairs.forms import DateInput, TimeInput
from matchmaking.fairs.models import Fair


class StandChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """Stands by the names of their companies, each with its place."""

    def label_from_instance(self, stand: Any) -> str:
        place = f"{stand.hall.name} {stand.stand_number}".strip() if stand.hall else ""
        return f"{stand.company.name} ({place})" if place else str(stand.company.name)


class ReserveForm(forms.Form):
    """For which stand of the fair; only those that are approved have rooms."""

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stands = Exhibitor.objects.filter(fair=fair, status=Exhibitor.Status.APPROVED).select_related("company", "hall")
        self.fields["stand"] = StandChoice(label=_("stand"), queryset=stands.order_by("company__name", "pk"))


FIELDS = {"starts_at": "from_time", "ends_at": "to_time"}  # where a refusal is shown


class ClosureForm(forms.Form):
    """From when until when, by the clock of the fair, and why."""

    from_day = forms.DateField(label=_("from the day"), widget=DateInput)
    from_time = forms.TimeField(label=_("at"), widget=TimeInput)
    to_day = forms.DateField(label=_("until the day"), widget=DateInput)
    to_time = forms.TimeField(label=_("at"), widget=TimeInput)
    reason = forms.CharField(
        label=_("reason"),
        max_length=160,
        required=False,
        help_text=_("For organisers: a projector that is repaired, an interview."),
    )

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        self.fair = fair
        super().__init__(*args, **kwargs)

    @property
    def starts_at(self) -> datetime:
        return rules.moment(self.cleaned_data["from_day"], self.cleaned_data["from_time"], self.fair.zone)

    @property
    def ends_at(self) -> datetime:
        return rules.moment(self.cleaned_data["to_day"], self.cleaned_data["to_time"], self.fair.zone, last=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self.ends_at <= self.starts_at:
            self.put(ClosureEndsBeforeItBegins())
        return cleaned

    def put(self, refusal: FairRefused) -> None:
        words: str | Promise = refusal.message
        self.add_error(FIELDS.get(refusal.field or ""), str(words))
