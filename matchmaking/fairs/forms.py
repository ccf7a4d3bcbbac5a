"""Is the input well-formed? What a fair may be is judged in rules.py; here it is put at the field that it is about.

Django's ModelForm is generic in its stubs alone: hence the ignored type argument.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import language_choices, zone_names
from matchmaking.fairs import rules
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.models import Category, Fair, Participant, Question


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


def put_at_field(form: forms.BaseForm, refusal: FairRefused) -> None:
    """The refusal is shown at its field; where that is hidden or absent, above the form."""
    field = refusal.field if refusal.field in form.fields else None
    if field and form.fields[field].widget.is_hidden:
        field = None
    form.add_error(field, str(refusal.message))


class NewFairForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one has to know of a fair to begin it."""

    time_zone = forms.ChoiceField(
        label=_("time zone"),
        choices=lambda: [(zone, zone.replace("_", " ")) for zone in zone_names()],
        help_text=_("Opening hours and breaks are read by this clock."),
    )
    languages = forms.MultipleChoiceField(
        label=_("languages"),
        choices=language_choices,
        help_text=_("The languages in which one can expect to meet. The fair speaks of itself in these."),
    )

    class Meta:
        model = Fair
        fields: ClassVar[list[str]] = ["name", "starts_on", "ends_on", "time_zone", "city", "languages"]
        widgets: ClassVar[dict[str, Any]] = {"starts_on": DateInput, "ends_on": DateInput}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts_on") and cleaned.get("ends_on"):
            try:
                rules.check_days(cleaned["starts_on"], cleaned["ends_on"])
            except FairRefused as refusal:
                put_at_field(self, refusal)
        return cleaned


class AnswersForm(forms.Form):
    """The fair's questions as fields, each with the answer there is. Those for `concerned` roles must be answered."""

    def __init__(
        self,
        *args: Any,
        questions: Iterable[Question] = (),
        given: Mapping[int, list[str]] = MappingProxyType({}),
        concerned: Iterable[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        roles = None if concerned is None else set(concerned)
        self.questions = {f"question_{question.pk}": question for question in questions}
        for name, question in self.questions.items():
            counts = roles is None or not question.roles or bool(roles & set(question.roles))
            field = answer_field(question, counts and question.is_required)
            value = given.get(question.pk)
            field.initial = value if question.kind == Question.Kind.SEVERAL else (value or [""])[0]
            self.fields[name] = field

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.questions]

    @property
    def answers(self) -> dict[int, list[str]]:
        """By question, what was said; an empty list where nothing was."""
        said = {}
        for name, question in self.questions.items():
            value = self.cleaned_data.get(name)
            said[question.pk] = list(value) if isinstance(value, list) else [value] if value else []
        return said


def answer_field(question: Question, is_required: bool) -> forms.Field:
    """The field in which this question is answered."""
    Kind = Question.Kind
    facts: dict[str, Any] = {"label": question.said_text, "help_text": question.said_help, "required": is_required}
    match question.kind:
        case Kind.ONE:
            return forms.ChoiceField(choices=question.said_choices, widget=forms.RadioSelect, **facts)
        case Kind.SEVERAL:
            return forms.MultipleChoiceField(
                choices=question.said_choices, widget=forms.CheckboxSelectMultiple, **facts
            )
        case Kind.YES_NO:
            choices = [("yes", _("yes")), ("no", _("no"))]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **facts)
        case Kind.LONG:
            return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), **facts)
    return forms.CharField(max_length=300, **facts)


OF_ROLE = {Participant.Role.VISITOR: _("for visitors"), Participant.Role.EXHIBITOR: _("for exhibitors")}


class ReplyForm(forms.Form):
    """What one replies to the organiser."""

    text = forms.CharField(label=_("your reply"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class JoinForm(AnswersForm):
    """In which role one comes, of which category one is, a word to the organiser, and answers to what the fair asks."""

    role = forms.ChoiceField(
        choices=[(role.value, role.label) for role in rules.ROLES_ONE_MAY_CHOOSE], widget=forms.HiddenInput
    )
    message = forms.CharField(
        label=_("message to the organiser"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Say in a sentence or two who you are and what brings you here."),
    )

    def __init__(self, *args: Any, categories: Iterable[Category] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in self.questions.items():
            whom = [str(words) for role, words in OF_ROLE.items() if role in question.roles]
            if len(whom) == 1:  # whoever comes in the other role need not look at it
                self.fields[name].help_text = " · ".join(filter(None, [*whom, str(self.fields[name].help_text)]))
        self.categories = {str(category.pk): category for category in categories}
        if self.categories:
            self.fields["category"] = forms.ChoiceField(
                label=_("which of these are you?"),
                required=False,
                choices=[("", _("none of these")), *((pk, str(one)) for pk, one in self.categories.items())],
            )

    @property
    def chosen_category(self) -> Category | None:
        return self.categories.get(self.cleaned_data.get("category", ""))
