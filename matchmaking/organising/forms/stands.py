"""Where a stand is put."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.exhibitors.forms import HallField
from matchmaking.fairs.models import Fair, Hall


class PlaceForm(forms.Form):
    """Where the organiser puts a stand."""

    hall = HallField(Hall.objects.none(), label=_("Hall"), empty_label=None)
    stand_number = forms.RegexField(
        r"^[A-Za-z]{1,3}[0-9]{1,3}$",
        label=_("Stand number"),
        max_length=8,
        required=False,
        help_text=_("Such as B07. Leave it empty for the next free one."),
        error_messages={"invalid": _("Write one to three letters and one to three digits, such as B07.")},
    )

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hall"].queryset = fair.halls.all()  # type: ignore[attr-defined]
