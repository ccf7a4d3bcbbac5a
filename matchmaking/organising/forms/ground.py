"""Halls and rooms.

Django's ModelForm and BaseFormSet are generic in their stubs alone: hence the ignored type arguments.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs import rules
from matchmaking.fairs.models import Fair, Hall, Room

MOST_ROOMS_AT_ONCE = 100


class HallForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Hall
        fields: ClassVar[list[str]] = ["name", "theme"]


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

    name = forms.CharField(
        label=_("name"),
        max_length=60,
        help_text=_("Several are numbered: A becomes A 01, A 02, A 03. Where a # stands, the number stands."),
    )
    number = forms.IntegerField(label=_("how many"), initial=1, min_value=1, max_value=MOST_ROOMS_AT_ONCE)
    first = forms.IntegerField(label=_("numbered from"), initial=1, min_value=1, max_value=9000, required=False)

    field_order: tuple[str, ...] = ("number", "kind", "name", "first", "seats")

    class Meta:
        model = Room
        fields: ClassVar[list[str]] = ["name", "kind", "seats"]

    @property
    def names(self) -> list[str]:
        cleaned = self.cleaned_data
        return rules.room_names(cleaned["name"], number=cleaned["number"], first=cleaned.get("first") or 1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and cleaned.get("number") and len(self.names[-1]) > 60:
            self.add_error("name", _("With its number this name is longer than 60 characters."))
        return cleaned


class BoardRoomsForm(NewRoomsForm):
    """The same, in a hall that is chosen with them."""

    hall = forms.ChoiceField(label=_("hall"))

    field_order = ("hall", *NewRoomsForm.field_order)

    def __init__(self, *args: Any, halls: Sequence[Hall], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.halls = {str(hall.pk): hall for hall in halls}
        self.fields["hall"].choices = [(pk, hall.name) for pk, hall in self.halls.items()]  # type: ignore[attr-defined]

    def clean_hall(self) -> Hall:
        return self.halls[self.cleaned_data["hall"]]


class TickedForm(forms.Form):
    """Some rooms of the fair, ticked on the board; where a deed needs it, the hall or the seats for them."""

    def __init__(self, data: QueryDict, *, fair: Fair, needs: str = "") -> None:
        super().__init__(data)
        self.fields["room"] = forms.ModelMultipleChoiceField(
            queryset=Room.objects.filter(hall__fair=fair).select_related("hall").order_by("hall__position", "name"),
            error_messages={"required": _("Tick the rooms that you mean, then repeat.")},
        )
        if needs == "hall":
            self.fields["hall"] = forms.ModelChoiceField(queryset=fair.halls.all())
        if needs == "seats":
            self.fields["seats"] = forms.IntegerField(min_value=2, max_value=50)

    @property
    def rooms(self) -> list[Room]:
        return list(self.cleaned_data["room"])

    @property
    def fault(self) -> str:
        """What is wrong, in a sentence: there is no room for it at a field."""
        return next((str(messages[0]) for messages in self.errors.values()), "")


class MoveRoomForm(forms.Form):
    """To which other hall of the same fair."""

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Hall.objects.filter(fair=room.hall.fair_id).exclude(pk=room.hall_id)
        self.fields["hall"] = forms.ModelChoiceField(label=_("hall"), queryset=choices)
