"""What may be typed when somebody asks for a meeting, or answers who has asked."""

from functools import lru_cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from matchmaking.common.forms import LongSelect
from matchmaking.common.places import language_choices
from matchmaking.meetings.errors import MeetingRefused

MYSELF = ""

Options = tuple[tuple[int, str], ...]  # numbers and names


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

    def __init__(self, *args: Any, stands: Options = (), team: Options = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, everybody, found in (
            ("sender_stand", _("myself"), stands),
            ("recipient", _("whoever of the team is free"), team),
        ):
            self.fields[name].choices = [(MYSELF, everybody), *found]  # type: ignore[attr-defined]
        if not stands:
            del self.fields["sender_stand"]
        if len(team) < 2:
            del self.fields["recipient"]

    @property
    def stand(self) -> str:
        """The number of the stand for which it is asked; empty if that is none."""
        return str(self.cleaned_data.get("sender_stand", ""))

    @property
    def person(self) -> str:
        """The number of whoever of the team is wanted; empty if that is anybody."""
        return str(self.cleaned_data.get("recipient", ""))


@lru_cache(maxsize=512)
def drawn_blank(reads: str, writes: str, stands: Options, team: Options) -> SafeString:
    """The form before anything is typed, drawn once for all who `reads` this language and have the same to choose."""
    first = stands[0][0] if stands else MYSELF
    return AskForm(stands=stands, team=team, initial={"language": writes, "sender_stand": first}).render()


class ReasonForm(forms.Form):
    """A few words with a no, or with other times."""

    reason = forms.CharField(
        label=_("Your words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
