"""How long a fair keeps what it knows about people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Fair


class RetentionForm(forms.Form):
    keeps = forms.ChoiceField(
        label=_("After the fair, personal data is"),
        choices=[
            ("months", _("erased after some months")),
            ("accounts", _("kept as long as people keep their accounts")),
        ],
        widget=forms.RadioSelect,
    )
    months = forms.IntegerField(
        label=_("months after the last day"), required=False, min_value=12, max_value=120, help_text=_("12 to 120.")
    )

    @classmethod
    def of(cls, fair: Fair, data: Any = None) -> "RetentionForm":
        kept = fair.kept_months
        return cls(data, initial={"keeps": "months" if kept else "accounts", "months": kept or 24})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("keeps") == "months" and not said.get("months") and "months" not in self.errors:
            self.add_error("months", _("Say after how many months."))
        return said

    @property
    def kept(self) -> int | None:
        return self.cleaned_data["months"] if self.cleaned_data["keeps"] == "months" else None
