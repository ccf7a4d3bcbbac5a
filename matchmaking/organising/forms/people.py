"""Who is looked for among the participants, and what becomes of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.errors import NothingAsked
from matchmaking.fairs.models import Fair, Participant

ASKED = (("asked", _("asked back")), ("replied", _("has replied")))


class ParticipantFilterForm(forms.Form):
    """Which participants an organiser wants to see. What makes no sense is ignored."""

    q = forms.CharField(label=_("name or e-mail address"), required=False, max_length=120)
    status = forms.ChoiceField(
        label=_("status"),
        required=False,
        choices=[
            ("", _("all")),
            *Participant.Status.choices,
            ("asked", _("asked back")),
            ("replied", _("has replied")),
        ],
    )
    role = forms.ChoiceField(label=_("role"), required=False, choices=[("", _("all")), *Participant.Role.choices])

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(str(pk), name) for pk, name in fair.categories.values_list("pk", "name")]
        if kinds:
            self.fields["category"] = forms.ChoiceField(
                label=_("category"), required=False, choices=[("", _("all")), *kinds]
            )

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class DecisionForm(forms.Form):
    """One decision about one participant or several of the same fair."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("decline", ""), ("reopen", ""), ("ask", "")])
    inquiry = forms.CharField(required=False, max_length=1000)

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Participant.objects.filter(fair=fair).select_related("user")
        self.fields["participants"] = forms.ModelMultipleChoiceField(
            queryset=people, error_messages={"required": _("Choose at least one person.")}
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "ask" and not cleaned.get("inquiry"):
            self.add_error("inquiry", str(NothingAsked.message))
        return cleaned


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Participant.Role)
    do = forms.ChoiceField(choices=[("give", ""), ("take", "")])
