"""When a fair is open, and how its meetings follow.

Django's ModelForm and BaseFormSet are generic in their stubs alone: hence the ignored type arguments.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs import rules
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.forms import TimeInput, put_at_field
from matchmaking.fairs.models import Break, Fair, HallHours, OpeningHours

MOST_STRETCHES = 31 * 12


class MeetingLengthForm(forms.ModelForm):  # type: ignore[type-arg]
    """How long a meeting lasts, and how much time lies between two."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Fair
        fields: ClassVar[list[str]] = ["slot_minutes", "gap_minutes"]


class StretchForm(forms.Form):
    """A stretch of the day. Left empty it is not there."""

    needed: ClassVar[tuple[str, ...]]

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in self.needed)

    def clean(self) -> dict[str, Any]:
        if not self.is_empty:
            for name in self.needed:
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill in this field, or leave the whole line empty."))
        return self.cleaned_data


class HoursForm(StretchForm):
    """A stretch of one day in which the fair is open."""

    needed = ("opens_at", "closes_at")
    day = forms.DateField(widget=forms.HiddenInput)
    opens_at = forms.TimeField(label=_("opens at"), required=False, widget=TimeInput)
    closes_at = forms.TimeField(label=_("closes at"), required=False, widget=TimeInput)

    @property
    def row(self) -> OpeningHours:
        return OpeningHours(**{name: self.cleaned_data[name] for name in ("day", *self.needed)})


class BreakForm(StretchForm):
    """A stretch of every day without meetings."""

    needed = ("name", "starts_at", "ends_at")
    name = forms.CharField(label=_("name"), required=False, max_length=60)
    starts_at = forms.TimeField(label=_("from"), required=False, widget=TimeInput)
    ends_at = forms.TimeField(label=_("to"), required=False, widget=TimeInput)

    @property
    def row(self) -> Break:
        return Break(**{name: self.cleaned_data[name] for name in self.needed})


class StretchFormSet(ABC, forms.BaseFormSet):  # type: ignore[type-arg]
    """All stretches of a fair at once; each one's fault is told at its own field."""

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        self.fair = fair
        super().__init__(*args, **kwargs)

    @abstractmethod
    def faults(self, rows: Sequence[Any]) -> dict[int, FairRefused]:
        """What is wrong with the rows, by their place."""

    @property
    def filled(self) -> list[Any]:
        return [form for form in self.forms if form.is_valid() and not form.is_empty]

    @property
    def rows(self) -> list[Any]:
        return [form.row for form in self.filled]

    def clean(self) -> None:
        forms_here = self.filled
        for place, refusal in self.faults([form.row for form in forms_here]).items():
            put_at_field(forms_here[place], refusal)


class BaseHoursFormSet(StretchFormSet):
    """The opening hours, day by day, with one empty line at the end of each."""

    def faults(self, rows: Sequence[Any]) -> dict[int, FairRefused]:
        return rules.faults_in_hours(rows, self.fair)

    @property
    def days(self) -> list[tuple[Any, list[Any]]]:
        """Every day of the fair with its lines."""
        lines: dict[str, list[Any]] = {day.isoformat(): [] for day in self.fair.days}
        for form in self.forms:
            lines.setdefault(str(form["day"].value()), []).append(form)
        return [(day, lines[day.isoformat()]) for day in self.fair.days]

    @property
    def rows_of_first_day_on_all(self) -> list[OpeningHours]:
        pattern = [row for row in self.rows if row.day == self.fair.starts_on]
        return [
            OpeningHours(day=day, opens_at=row.opens_at, closes_at=row.closes_at)
            for day in self.fair.days
            for row in pattern
        ]


class BaseBreakFormSet(StretchFormSet):
    """The breaks of every day, with empty lines at the end."""

    def faults(self, rows: Sequence[Any]) -> dict[int, FairRefused]:
        return rules.faults_in_breaks(rows)


HoursFormSet = cast(
    type[BaseHoursFormSet],
    forms.formset_factory(HoursForm, formset=BaseHoursFormSet, extra=0, max_num=MOST_STRETCHES),
)


BreakFormSet = cast(
    type[BaseBreakFormSet], forms.formset_factory(BreakForm, formset=BaseBreakFormSet, extra=2, max_num=20)
)


def hours_initial(fair: Fair, stored: Sequence[OpeningHours | HallHours]) -> list[dict[str, Any]]:
    """A line for every stretch that there is, and an empty one at the end of each day."""
    lines: list[dict[str, Any]] = []
    for day in fair.days:
        lines += [{"day": day, "opens_at": h.opens_at, "closes_at": h.closes_at} for h in stored if h.day == day]
        lines.append({"day": day})
    return lines


def breaks_initial(fair: Fair) -> list[dict[str, Any]]:
    return [{"name": b.name, "starts_at": b.starts_at, "ends_at": b.ends_at} for b in fair.breaks.all()]
