"""Is the input well-formed? What a fair may be is judged in rules.py; here it is put at the field that it is about.

Django's ModelForm and BaseFormSet are generic in their stubs alone: hence the ignored type arguments.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import language_choices, zone_names
from matchmaking.common.uploads import PICTURE, CleanImageField
from matchmaking.fairs import rules
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.models import Break, Fair, Hall, OpeningHours, Participant, Room

MOST_ROOMS_AT_ONCE = 100
MOST_STRETCHES = 31 * 12


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


# The fair ----------------------------------------------------------------


class FairForm(forms.ModelForm):  # type: ignore[type-arg]
    """The settings of a fair, as of the version that they were filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    time_zone = forms.ChoiceField(
        label=_("time zone"),
        choices=lambda: [(zone, zone.replace("_", " ")) for zone in zone_names()],
        help_text=_("Opening hours and breaks are read by this clock."),
    )
    languages = forms.MultipleChoiceField(
        label=_("languages"), choices=language_choices, help_text=_("The languages in which one can expect to meet.")
    )
    picture = CleanImageField(label=_("picture"), bound=PICTURE, required=False)

    class Meta:
        model = Fair
        fields: ClassVar[list[str]] = [
            "name",
            "tagline",
            "description",
            "picture",
            "brand_colour",
            "starts_on",
            "ends_on",
            "time_zone",
            "city",
            "languages",
            "registration",
        ]
        widgets: ClassVar[dict[str, Any]] = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "brand_colour": forms.TextInput(attrs={"type": "color"}),
            "description": forms.Textarea(attrs={"rows": 8}),
            "registration": forms.RadioSelect,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts_on") and cleaned.get("ends_on"):
            try:
                rules.check_days(cleaned["starts_on"], cleaned["ends_on"])
            except FairRefused as refusal:
                put_at_field(self, refusal)
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """What was typed that differs from what is stored."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}


class MeetingLengthForm(forms.ModelForm):  # type: ignore[type-arg]
    """How long a meeting lasts, and how much time lies between two."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Fair
        fields: ClassVar[list[str]] = ["slot_minutes", "gap_minutes"]


class StatusForm(forms.Form):
    status = forms.ChoiceField(choices=Fair.Status)


# Its calendar ----------------------------------------------------------------


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


def hours_initial(fair: Fair) -> list[dict[str, Any]]:
    """A line for every stretch that there is, and an empty one at the end of each day."""
    lines: list[dict[str, Any]] = []
    stored = list(fair.opening_hours.all())
    for day in fair.days:
        lines += [{"day": day, "opens_at": h.opens_at, "closes_at": h.closes_at} for h in stored if h.day == day]
        lines.append({"day": day})
    return lines


def breaks_initial(fair: Fair) -> list[dict[str, Any]]:
    return [{"name": b.name, "starts_at": b.starts_at, "ends_at": b.ends_at} for b in fair.breaks.all()]


# Halls and rooms ----------------------------------------------------------------


class HallForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Hall
        fields: ClassVar[list[str]] = ["name", "theme", "position"]


class NewHallForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Hall
        fields: ClassVar[list[str]] = ["name", "theme"]


class RoomForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Room
        fields: ClassVar[list[str]] = ["name", "kind", "seats", "call_link"]


class NewRoomsForm(forms.ModelForm):  # type: ignore[type-arg]
    """One room, or a numbered row of them."""

    number = forms.IntegerField(
        label=_("how many"),
        initial=1,
        min_value=1,
        max_value=MOST_ROOMS_AT_ONCE,
        help_text=_("For several the name is numbered: A becomes A1, A2, A3 and so on."),
    )

    class Meta:
        model = Room
        fields: ClassVar[list[str]] = ["name", "kind", "seats"]

    @property
    def names(self) -> list[str]:
        name, number = self.cleaned_data["name"], self.cleaned_data["number"]
        return [name] if number == 1 else [f"{name}{place}" for place in range(1, number + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and cleaned.get("number") and len(self.names[-1]) > 60:
            self.add_error("name", _("With its number this name is longer than 60 characters."))
        return cleaned


class MoveRoomForm(forms.Form):
    """To which other hall of the same fair."""

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Hall.objects.filter(fair=room.hall.fair_id).exclude(pk=room.hall_id)
        self.fields["hall"] = forms.ModelChoiceField(label=_("hall"), queryset=choices)


# Who takes part ----------------------------------------------------------------


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


class ParticipantFilterForm(forms.Form):
    """Which participants an organiser wants to see. What makes no sense is ignored."""

    q = forms.CharField(label=_("name or e-mail address"), required=False, max_length=120)
    status = forms.ChoiceField(label=_("status"), required=False, choices=[("", _("all")), *Participant.Status.choices])
    role = forms.ChoiceField(label=_("role"), required=False, choices=[("", _("all")), *Participant.Role.choices])

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class DecisionForm(forms.Form):
    """One decision about one participant or several of the same fair."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("decline", ""), ("reopen", "")])

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Participant.objects.filter(fair=fair).select_related("user")
        self.fields["participants"] = forms.ModelMultipleChoiceField(
            queryset=people, error_messages={"required": _("Choose at least one person.")}
        )


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Participant.Role)
    do = forms.ChoiceField(choices=[("give", ""), ("take", "")])
