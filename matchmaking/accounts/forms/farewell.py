from django import forms
from django.utils.translation import gettext_lazy as _


class FarewellForm(forms.Form):
    """One types one's address: deleting an account by a slip is impossible."""

    email = forms.EmailField(
        label=_("Your e-mail address, to confirm"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
