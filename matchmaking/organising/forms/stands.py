"""Where a stand is put, which stands lack something, and which are asked to add it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.exhibitors.forms import HallField
from matchmaking.exhibitors.lacking import NOTHING_DONE
from matchmaking.exhibitors.models import Exhibitor
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


class LackingForm(forms.Form):
    """Which incomplete stands an organiser wants to see. What makes no sense is ignored."""

    q = forms.CharField(label=_("Company or stand number"), required=False, max_length=80)
    what = forms.ChoiceField(
        label=_("what is missing"),
        required=False,
        choices=lambda: [("", _("anything")), *((point.code, point.name) for point in NOTHING_DONE.points)],
    )

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {"what": self.cleaned_data.get("what", ""), "text": self.cleaned_data.get("q", "").strip()}


class NudgeForm(forms.Form):
    """Stands of the fair whose teams are to be asked."""

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status = Exhibitor.Status
        self.fields["stands"] = forms.ModelMultipleChoiceField(
            queryset=Exhibitor.objects.filter(fair=fair, status__in=(status.APPLIED, status.APPROVED)),
            error_messages={"required": _("Choose at least one stand.")},
        )
