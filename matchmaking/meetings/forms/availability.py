"""What may be typed about one's own times."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import zone_names
from matchmaking.meetings.actions.agendas import Wishes
from matchmaking.meetings.models import Agenda

CLOCK = {"type": "time"}


class WishesForm(forms.Form):
    """How somebody wants to meet at a fair."""

    time_zone = forms.ChoiceField(
        label=_("My time zone"), choices=lambda: [(zone, zone.replace("_", " ")) for zone in zone_names()]
    )
    works_from = forms.TimeField(label=_("I work from"), widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"))
    works_to = forms.TimeField(label=_("to"), widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"))
    break_minutes = forms.IntegerField(
        label=_("Break between two meetings, in minutes"), min_value=0, max_value=120, required=False
    )
    most_per_day = forms.IntegerField(label=_("Most meetings a day"), min_value=1, max_value=50, required=False)

    def __init__(self, *args: Any, agenda: Agenda, **kwargs: Any) -> None:
        stored = {name: getattr(agenda, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": stored} | kwargs)

    @property
    def wishes(self) -> Wishes:
        return Wishes(**{**self.cleaned_data, "break_minutes": self.cleaned_data["break_minutes"] or 0})


class BusyForm(forms.Form):
    """From when to when somebody is busy, by his own clock."""

    starts_at = forms.DateTimeField(label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    ends_at = forms.DateTimeField(label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    title = forms.CharField(
        label=_("What for"), max_length=80, required=False, help_text=_("Lunch, a flight: only you see it.")
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Times are read by the clock of the agenda, which may not be the page's."""
        with timezone.override(self.zone):
            super().full_clean()
