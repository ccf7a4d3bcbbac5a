"""The word that makes sure that nobody is erased by a slip."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    typed = forms.CharField(
        label=_("Type the person’s e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
