"""In which language a report is made."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import language_name
from matchmaking.organising.rules.reports import LANGUAGES


class ReportForm(forms.Form):
    """The reader's own language first, if the report can be had in it."""

    language = forms.ChoiceField(label=_("Language of the report"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        own = (get_language() or "en")[:2]
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, language_name(code)) for code in LANGUAGES]
        field.initial = own if own in LANGUAGES else LANGUAGES[0]
