"""What a fair says, and what it asks: forms in all of its languages side by side."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import RIGHT_TO_LEFT, language_name
from matchmaking.fairs.models import Category, Fair, FairText, Participant, Question
from matchmaking.fairs.queries import sign_of_texts
from matchmaking.fairs.rules import ROLES_ONE_MAY_CHOOSE

PARTS: dict[str, Any] = {
    "tagline": (_("in one line"), 160, forms.TextInput, {}),
    "description": (_("description"), 6000, forms.Textarea, {"rows": 8}),
    "welcome": (_("welcome, for those who take part"), 2000, forms.Textarea, {"rows": 4}),
}
MOST_CHOICES = 12


def in_language(code: str) -> dict[str, str]:
    """The attributes of a field in which this language is typed."""
    return {"lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}


class TextsForm(forms.Form):
    """For each language of the fair, and any in which it has said something, what it says."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, *args: Any, fair: Fair, texts: Iterable[FairText], **kwargs: Any) -> None:
        stored = {text.language: text for text in texts}
        kwargs.setdefault("initial", {})["seen"] = sign_of_texts(stored.values())
        super().__init__(*args, **kwargs)
        self.languages = [*fair.languages, *(code for code in stored if code not in fair.languages)]
        for code in self.languages:
            for part, (label, most, widget, attrs) in PARTS.items():
                self.fields[f"{part}_{code}"] = forms.CharField(
                    label=label,
                    max_length=most,
                    required=False,
                    widget=widget(attrs={**attrs, **in_language(code)}),
                    initial=getattr(stored.get(code), part, ""),
                )

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Language by language, its fields."""
        return [
            {"code": code, "name": language_name(code), "fields": [self[f"{part}_{code}"] for part in PARTS]}
            for code in self.languages
        ]

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        return {code: {part: self.cleaned_data[f"{part}_{code}"] for part in PARTS} for code in self.languages}


class QuestionForm(forms.Form):
    """One question in the fair's first language, and as it reads in the others."""

    kind = forms.ChoiceField(label=_("kind of answer"), choices=Question.Kind)
    text = forms.CharField(label=_("question"), max_length=200)
    help = forms.CharField(label=_("help"), max_length=300, required=False)
    choices = forms.CharField(
        label=_("choices"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, twelve at most; for a question with choices."),
    )
    roles = forms.MultipleChoiceField(
        label=_("for"),
        required=False,
        choices=[(role.value, role.label) for role in ROLES_ONE_MAY_CHOOSE],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody ticked: for everybody."),
    )
    is_required = forms.BooleanField(label=_("must be answered"), required=False)

    def __init__(self, *args: Any, fair: Fair, question: Question | None = None, **kwargs: Any) -> None:
        if question:
            kwargs["initial"] = _typed(question)
        super().__init__(*args, **kwargs)
        self.question = question
        if question:
            del self.fields["kind"]  # answers were given to this kind of question
        if fair.languages:
            for name in ("text", "help", "choices"):
                self.fields[name].widget.attrs |= in_language(fair.languages[0])
        self.others = fair.languages[1:]
        for code in self.others:
            for name in ("text", "help", "choices"):
                self.fields[f"{name}_{code}"] = _in_other_words(self.fields[name], code)

    @property
    def first(self) -> list[forms.BoundField]:
        names = ("kind", "text", "help", "choices", "roles", "is_required")
        return [self[name] for name in names if name in self.fields]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Language by language, the fields of the other languages."""
        names = ("text", "help", "choices")
        return [
            {"code": code, "name": language_name(code), "fields": [self[f"{name}_{code}"] for name in names]}
            for code in self.others
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = self.question.kind if self.question else cleaned.get("kind")
        choices = lines(cleaned.get("choices", ""))
        if kind not in (Question.Kind.ONE, Question.Kind.SEVERAL):
            choices = []
        elif not 2 <= len(choices) <= MOST_CHOICES:
            self.add_error("choices", _("Give two to twelve choices, one on each line."))
        elif any(len(choice) > 120 for choice in choices):
            self.add_error("choices", _("A choice has 120 characters at most."))
        cleaned["choices"] = choices
        for code in self.others:
            said = lines(cleaned.get(f"choices_{code}", ""))
            if choices and said and len(said) != len(choices):
                self.add_error(f"choices_{code}", _("Give as many choices as in the first language, in its order."))
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the model has it."""
        cleaned = self.cleaned_data
        names = ("kind", "text", "help", "choices", "roles", "is_required")
        translations = {}
        for code in self.others:
            said = {
                "text": cleaned[f"text_{code}"],
                "help": cleaned[f"help_{code}"],
                "choices": lines(cleaned[f"choices_{code}"]) if cleaned["choices"] else [],
            }
            if any(said.values()):
                translations[code] = said
        return {name: cleaned[name] for name in names if name in self.fields} | {"translations": translations}


def lines(text: str) -> list[str]:
    """What stands on each line, once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _typed(question: Question) -> dict[str, Any]:
    """The question as its form shows it."""
    typed: dict[str, Any] = {name: getattr(question, name) for name in ("text", "help", "roles", "is_required")}
    typed["choices"] = "\n".join(question.choices)
    for code, said in question.translations.items():
        typed |= {f"text_{code}": said.get("text", ""), f"help_{code}": said.get("help", "")}
        typed[f"choices_{code}"] = "\n".join(said.get("choices", []))
    return typed


def _in_other_words(field: forms.Field, code: str) -> forms.CharField:
    assert isinstance(field, forms.CharField)
    widget = type(field.widget)(attrs={**field.widget.attrs, **in_language(code)})
    return forms.CharField(label=field.label, max_length=field.max_length, required=False, widget=widget)


class CategoryForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=60)


class PutIntoForm(forms.Form):
    """Of which category somebody is."""

    category = forms.ModelChoiceField(
        label=_("category"), queryset=Category.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, person: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["category"] = person.category_id
        field = self.fields["category"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Category.objects.filter(fair=person.fair_id)
