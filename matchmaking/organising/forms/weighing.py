"""How much each signal counts at a fair. Django's ModelForm is generic in its stubs alone."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.discovery.models import FairWeights
from matchmaking.discovery.scoring.facts import HEAVIEST


class WeightsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The weights of a fair, in the order in which they usually matter."""

    class Meta:
        model = FairWeights
        fields: ClassVar[list[str]] = [
            "products",
            "texts",
            "markets",
            "languages",
            "certificates",
            "services",
            "hours",
            "volumes",
            "endorsed",
        ]
        help_texts: ClassVar[dict[str, Any]] = {
            "products": _("HS codes sold and looked for: the same code, heading or chapter."),
            "texts": _("Own words that mean the same, in whatever languages."),
            "markets": _("The other is in a country that is looked for, or sells there."),
            "languages": _("Both speak one language at least."),
            "certificates": _("The stand holds those that the buyer needs."),
            "services": _("A service that is looked for is offered."),
            "hours": _("Slots that are by day for both."),
            "endorsed": _("A support organisation vouches for the stand."),
            "volumes": _("Quantities that one delivers and the other buys."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.update({"min": 0, "max": f"{HEAVIEST:g}", "step": "0.1", "inputmode": "decimal"})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.values()):
            self.add_error(None, _("Something has to count: otherwise everybody would suit everybody alike."))
        return said
