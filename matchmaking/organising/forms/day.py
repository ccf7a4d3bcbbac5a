"""What the organiser writes and chooses on the day."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Room
from matchmaking.meetings.models import Booking
from matchmaking.meetings.programme import Someone

LONGEST = 300  # characters: it is read at a glance, and on a locked screen


class WriteForm(forms.Form):
    """To everybody of the meeting, or to one of them."""

    to = forms.TypedChoiceField(label=_("To"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(
        label=_("What you write"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read it in the room, in their notices and as a push message, with your name."),
    )

    def __init__(self, people: Iterable[Someone], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(each.user.pk, ", ".join(filter(None, [str(each.user), each.company]))) for each in people]
        self.fields["to"].choices = [("", _("everybody of this meeting")), *named]  # type: ignore[attr-defined]


class RoomForm(forms.Form):
    """Another room that is free, the nearest one first."""

    room = forms.TypedChoiceField(label=_("Free now"), coerce=int)

    def __init__(self, rooms: Iterable[Room], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            (room.pk, f"{room.name}, {room.hall_name}")  # type: ignore[attr-defined]  # which the query tells
            for room in rooms
        ]


class SwapForm(forms.Form):
    """With which other meeting the room is swapped."""

    other = forms.ModelChoiceField(label=_("With the meeting in"), queryset=Booking.objects.none(), empty_label=None)

    def __init__(self, others: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        field.queryset = others  # type: ignore[attr-defined]
        field.label_from_instance = named_by_room  # type: ignore[attr-defined]


def named_by_room(booking: Booking) -> str:
    assert booking.room is not None
    return f"{booking.room.name}, {booking.room.hall.name}"


class ReassignForm(forms.Form):
    """Who of the stand's team comes in whose place: `12-34`, by their numbers."""

    seat = forms.ChoiceField(label=_("Who comes instead"))

    def __init__(self, choices: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = list(choices)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[int, int]:
        """Whose place it is, and who takes it."""
        one, other = self.cleaned_data["seat"].split("-")
        return int(one), int(other)
