"""What is to become of two people who look like one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Fair, Participant


class PairForm(forms.Form):
    decision = forms.ChoiceField(choices=[("merge", ""), ("two", ""), ("suggest", "")])
    stays = forms.ModelChoiceField(queryset=Participant.objects.none())
    goes = forms.ModelChoiceField(queryset=Participant.objects.none())

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("stays", "goes"):
            self.fields[name].queryset = fair.participants.select_related("user")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("stays") and said.get("stays") == said.get("goes"):
            raise forms.ValidationError(_("Choose two different people."), code="same")
        return said
