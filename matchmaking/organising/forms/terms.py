"""What an organiser says about the meetings of a fair."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.fairs.models import Fair, Participant
from matchmaking.meetings.models import FairTerms, Group
from matchmaking.meetings.rules import Limits, Terms
from matchmaking.organising.forms.people import ParticipantFilterForm

MOST_REQUESTS, MOST_MEETINGS = 1000, 50  # that a limit can allow: more is no limit


class TermsForm(forms.Form):
    """The terms of a fair, as of the ones that it was filled from."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer_hours = forms.IntegerField(
        label=FairTerms._meta.get_field("answer_hours").verbose_name,
        min_value=1,
        max_value=200,
        help_text=_("By the working day of whoever is asked. Then the request expires."),
    )
    offer_minutes = forms.IntegerField(
        label=FairTerms._meta.get_field("offer_minutes").verbose_name,
        min_value=5,
        max_value=2880,
        help_text=_("Then the freed time is offered to the next in line."),
    )

    def __init__(self, *args: Any, terms: Terms, **kwargs: Any) -> None:
        initial: dict[str, Any] = {
            "seen": terms.sign,
            "answer_hours": terms.answer_hours,
            "offer_minutes": terms.offer_minutes,
        }
        for role, limits in terms.limits.items():
            initial |= {f"open_requests_{role}": limits.open_requests, f"meetings_{role}": limits.meetings_per_day}
        super().__init__(*args, **{"initial": initial} | kwargs)
        for role in Participant.Role:
            self.fields[f"open_requests_{role}"] = forms.IntegerField(
                label=_("Open requests of one %(role)s") % {"role": role.label},
                required=False,
                min_value=1,
                max_value=MOST_REQUESTS,
            )
            self.fields[f"meetings_{role}"] = forms.IntegerField(
                label=_("Meetings a day of one %(role)s") % {"role": role.label},
                required=False,
                min_value=1,
                max_value=MOST_MEETINGS,
            )

    @property
    def rows(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Each role with the fields of its limits."""
        for role in Participant.Role:
            yield str(role.label), self[f"open_requests_{role}"], self[f"meetings_{role}"]

    @property
    def terms(self) -> Terms:
        typed = self.cleaned_data
        limits = {
            str(role): Limits(typed[f"open_requests_{role}"], typed[f"meetings_{role}"]) for role in Participant.Role
        }
        return Terms(
            typed["answer_hours"], typed["offer_minutes"], {role: each for role, each in limits.items() if each}
        )

    def differing_from(self, stored: Terms) -> list[dict[str, Any]]:
        """Field by field where what was typed is not what is stored now."""
        there = TermsForm(terms=stored).initial
        return [
            {"label": self.fields[name].label, "stored": there.get(name), "typed": typed}
            for name, typed in self.cleaned_data.items()
            if name != "seen" and there.get(name) != typed
        ]


class GroupForm(forms.Form):
    """The name of a group, and the one that it had when the form was filled."""

    was = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    name = forms.CharField(
        label=_("Name of the group"), max_length=60, help_text=_("Press, newcomers, the delegation of a country.")
    )


class BarrierForm(forms.Form):
    """These may not ask those. An empty field means: whoever it is."""

    asking_role = forms.ChoiceField(label=_("Who may not ask: role"), required=False)
    asking_group = forms.ModelChoiceField(
        label=_("Who may not ask: group"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("in any or none"),
    )
    asked_role = forms.ChoiceField(label=_("Who may not be asked: role"), required=False)
    asked_group = forms.ModelChoiceField(
        label=_("Who may not be asked: group"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("in any or none"),
    )

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in ("asking", "asked"):
            role, group = self.fields[f"{side}_role"], self.fields[f"{side}_group"]
            role.choices = [("", _("whatever their role")), *Participant.Role.choices]  # type: ignore[attr-defined]
            group.queryset = fair.groups.all()  # type: ignore[attr-defined]


class MemberFilterForm(ParticipantFilterForm):
    """Which participants are looked at when a group is filled."""

    within = forms.ChoiceField(
        label=_("in the group"),
        required=False,
        choices=[("", _("all")), ("in", _("in the group")), ("out", _("not in the group"))],
    )


class MembersForm(forms.Form):
    """Some participants go into a group, or out of it: those ticked, or all that were found."""

    do = forms.ChoiceField(choices=[("put", ""), ("take", ""), ("put-all", ""), ("take-all", "")])

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participants"] = forms.ModelMultipleChoiceField(
            queryset=Participant.objects.filter(fair=fair), required=False
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("do") in ("put", "take") and not cleaned.get("participants"):
            self.add_error("participants", _("Choose at least one person."))
        return cleaned
