"""Halls and rooms.

Django's ModelForm and BaseFormSet are generic in their stubs alone: hence the ignored type arguments.
"""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Hall, Room

MOST_ROOMS_AT_ONCE = 100


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
