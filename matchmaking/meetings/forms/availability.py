"""What may be typed about one's own times."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import zone_names
from matchmaking.fairs.models import Participant
from matchmaking.fairs.rules import moment
from matchmaking.meetings.actions.agendas import Wishes
from matchmaking.meetings.models import Agenda

CLOCK = {"type": "time"}


class WishesForm(forms.Form):
    """How somebody wants to meet at a fair."""

    presence = forms.ChoiceField(
        label=_("How I take part"),
        choices=Participant.Presence.choices,
        help_text=_("Whoever has been checked in at the fair counts as on the spot."),
    )
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
        stored = {name: getattr(agenda, name) for name in self.base_fields if name != "presence"}
        stored["presence"] = agenda.participant.presence
        super().__init__(*args, **{"initial": stored} | kwargs)

    @property
    def wishes(self) -> Wishes:
        return Wishes(**{**self.cleaned_data, "break_minutes": self.cleaned_data["break_minutes"] or 0})


class MomentField(forms.DateTimeField):
    """A moment, typed as the clock of `zone` shows it. Of two such moments the first or, as an end, the last."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    zone = ZoneInfo("UTC")

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_end = is_end

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):  # as it was typed, whatever clock the page has
            typed = super().to_python(value)
        if typed is None:
            return None
        wall = typed.replace(tzinfo=None)
        try:
            found = moment(wall.date(), wall.time(), self.zone, last=self.is_end)
            shown = found.astimezone(self.zone).replace(tzinfo=None)
        except OverflowError as error:  # a year that no clock has
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if shown != wall:
            raise forms.ValidationError(
                _("The clocks are put forward in this hour, so this time never comes. Choose a later one."),
                code="left_out",
            )
        return found


class BusyForm(forms.Form):
    """From when to when somebody is busy, by his own clock."""

    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"), is_end=True)
    title = forms.CharField(
        label=_("What for"), max_length=80, required=False, help_text=_("Lunch, a flight: only you see it.")
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = zone
