"""What somebody says who vouches for a stand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import language_choices
from matchmaking.trust.models import LONGEST_WORDS


class EndorseForm(forms.Form):
    """Why, in a few words."""

    words = forms.CharField(
        label=_("Why, in a few words"),
        max_length=LONGEST_WORDS,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Visitors read it on the stand’s page. It may stay empty."),
    )
    language = forms.ChoiceField(label=_("Language of these words"), choices=language_choices)
