"""Why somebody is to be stood in for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.organising.models.steads import LONGEST, SHORTEST


class ReasonForm(forms.Form):
    because = forms.CharField(
        label=_("Why?"),
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text=_("The person will read this. 10 to 300 letters."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_because(self) -> str:
        """On one line, as it is told."""
        said = " ".join(self.cleaned_data["because"].split())
        if len(said) < SHORTEST:
            raise forms.ValidationError(_("Say it in a few more words."), code="min_length")
        return said
