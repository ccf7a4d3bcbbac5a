"""Which list is wanted, in which form."""

from django import forms

from matchmaking.organising.queries.lists import LISTS
from matchmaking.organising.rules.exporting import FORMS


class ExportForm(forms.Form):
    what = forms.ChoiceField(choices=[(name, chosen.title) for name, chosen in LISTS.items()])
    form = forms.ChoiceField(choices=list(FORMS.items()))
