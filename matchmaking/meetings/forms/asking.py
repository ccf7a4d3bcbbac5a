"""What may be typed when somebody asks for a meeting, or answers who has asked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.common.forms import LongSelect
from matchmaking.common.places import language_choices
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Participant
from matchmaking.meetings.errors import MeetingRefused

MYSELF = ""


def say_refusal(form: forms.Form, refusal: MeetingRefused) -> None:
    """The form says why the action refused, at the field that it is about if the form has it."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(str(refusal), code=refusal.code))


class AskForm(forms.Form):
    """The words of a request, and for whom it is sent."""

    sender_stand = forms.ChoiceField(label=_("You ask for"), required=False)
    recipient = forms.ChoiceField(
        label=_("Whom would you like to meet?"), required=False, help_text=_("The whole team sees your request.")
    )
    message = forms.CharField(
        label=_("Your message"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you would like to talk about. A good reason is answered sooner."),
    )
    language = forms.ChoiceField(label=_("Language of the message"), choices=language_choices, widget=LongSelect)

    def __init__(
        self, *args: Any, stands: Iterable[Exhibitor] = (), team: Iterable[Participant] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stands = {str(stand.pk): stand for stand in stands}
        self.team = {str(person.pk): person for person in team}
        for name, everybody, found in (
            ("sender_stand", _("myself"), {pk: stand.company.name for pk, stand in self.stands.items()}),
            ("recipient", _("whoever of the team is free"), {pk: str(person.user) for pk, person in self.team.items()}),
        ):
            self.fields[name].choices = [(MYSELF, everybody), *found.items()]  # type: ignore[attr-defined]
        if not self.stands:
            del self.fields["sender_stand"]
        if len(self.team) < 2:
            del self.fields["recipient"]

    @property
    def chosen_stand(self) -> Exhibitor | None:
        return self.stands.get(self.cleaned_data.get("sender_stand", ""))

    @property
    def chosen_person(self) -> Participant | None:
        return self.team.get(self.cleaned_data.get("recipient", ""))


class ReasonForm(forms.Form):
    """A few words with a no, or with other times."""

    reason = forms.CharField(
        label=_("Your words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
