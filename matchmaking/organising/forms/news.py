"""What an organiser writes to many, to whom, and when it goes out.

Django's ModelForm is generic in its stubs alone: hence the ignored type arguments.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import country_choices, country_name, language_choices
from matchmaking.fairs.forms import DateInput, TimeInput
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rules import moment
from matchmaking.reminders.models import Announcement

Texts = dict[str, tuple[str, str]]
LONGEST_TITLE, LONGEST_TEXT = 120, 4000


class AudienceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whom an announcement is for. Nothing chosen: for everybody who takes part."""

    roles = forms.MultipleChoiceField(
        label=_("in the role of"), choices=Participant.Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    countries = forms.MultipleChoiceField(label=_("from these countries"), choices=country_choices, required=False)
    languages = forms.MultipleChoiceField(
        label=_("who read their pages in"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Announcement
        fields: ClassVar[list[str]] = [
            "roles",
            "hall",
            "countries",
            "languages",
            "without_meetings",
            "at_incomplete_stands",
            "not_checked_in",
        ]
        labels: ClassVar[dict[str, Any]] = {"hall": _("who speak for a stand in")}

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fair = fair
        self.instance.fair = fair
        hall = self.fields["hall"]
        assert isinstance(hall, forms.ModelChoiceField)
        hall.queryset, hall.empty_label = fair.halls.all(), gettext("any hall, or none")

    def audience_fields(self) -> Iterator[forms.BoundField]:
        for name in AudienceForm.Meta.fields:
            yield self[name]


class AnnouncementForm(AudienceForm):
    """The words, in one language or several, and whom they are for."""

    language = forms.ChoiceField(label=_("language of this text"), choices=language_choices)

    class Meta(AudienceForm.Meta):
        fields: ClassVar[list[str]] = ["title", "text", "language", *AudienceForm.Meta.fields]
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("It is the subject of the mail and the line in everybody’s notices: say it all in it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {} if self.instance._state.adding else {text.language: text for text in self.instance.texts.all()}
        for code, name in settings.LANGUAGES:
            said = there.get(code)
            names = {"language": name}
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("title in %(language)s") % names,
                max_length=LONGEST_TITLE,
                required=False,
                initial=said.title if said else "",
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("text in %(language)s") % names,
                max_length=LONGEST_TEXT,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5}),
                initial=said.text if said else "",
            )

    def word_fields(self) -> Iterator[forms.BoundField]:
        for name in ("title", "text", "language"):
            yield self[name]

    def other_fields(self) -> Iterator[forms.BoundField]:
        for code, _name in settings.LANGUAGES:
            yield self[f"title_{code}"]
            yield self[f"text_{code}"]

    @property
    def has_others(self) -> bool:
        """Whether something stands in another language, or is wrong there."""
        return any(field.value() or field.errors for field in self.other_fields())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for code, _name in settings.LANGUAGES:
            title, text = said.get(f"title_{code}"), said.get(f"text_{code}")
            if not title and not text:
                continue
            if code == said.get("language"):
                self.add_error(f"title_{code}", _("This is the language of the text above. Choose another one there."))
            elif not title:
                self.add_error(f"title_{code}", _("The text needs a title in this language, too."))
            elif not text:
                self.add_error(f"text_{code}", _("The title needs a text in this language, too."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def texts(self) -> Texts:
        typed = self.cleaned_data
        return {
            code: (typed[f"title_{code}"], typed[f"text_{code}"])
            for code, _name in settings.LANGUAGES
            if typed.get(f"title_{code}")
        }


class SendForm(forms.Form):
    """When it goes out, by the fair's clock."""

    day = forms.DateField(label=_("day"), widget=DateInput)
    clock = forms.TimeField(label=_("time"), widget=TimeInput)

    def moment(self, fair: Fair) -> datetime:
        return moment(self.cleaned_data["day"], self.cleaned_data["clock"], fair.zone)


def audience_in_words(news: Announcement) -> list[str]:
    """Whom it is for, condition by condition; each narrows it."""
    languages = dict(settings.LANGUAGES)
    said = [
        ", ".join(str(Participant.Role(role).label) for role in news.roles),
        gettext("speaks for a stand in %(hall)s") % {"hall": news.hall} if news.hall else "",
        ", ".join(country_name(code) for code in news.countries),
        gettext("reads in %(languages)s") % {"languages": ", ".join(str(languages.get(c, c)) for c in news.languages)}
        if news.languages
        else "",
        gettext("has no meeting") if news.without_meetings else "",
        gettext("stand is not complete") if news.at_incomplete_stands else "",
        gettext("is not checked in") if news.not_checked_in else "",
    ]
    return [words for words in said if words] or [gettext("everybody who takes part")]
