"""A fair's settings and its status.

Django's ModelForm and BaseFormSet are generic in their stubs alone: hence the ignored type arguments.
"""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import language_choices, zone_names
from matchmaking.common.uploads import PICTURE, PORTRAIT, CleanImageField
from matchmaking.fairs import rules
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.forms import DateInput, put_at_field
from matchmaking.fairs.models import Fair


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
    logo = CleanImageField(label=_("logo"), bound=PORTRAIT, required=False)

    class Meta:
        model = Fair
        fields: ClassVar[list[str]] = [
            "name",
            "picture",
            "logo",
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
            "registration": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand_colour"].widget.attrs |= {
            "hx-get": reverse("organising:show-contrast", args=[self.instance.slug]),
            "hx-trigger": "input changed delay:150ms",
            "hx-target": "#contrast",
            "hx-swap": "outerHTML",
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


class StatusForm(forms.Form):
    status = forms.ChoiceField(choices=Fair.Status)
