"""What a visitor fills in."""

from datetime import time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import country_choices, language_choices, zone_names
from matchmaking.companies.forms_hs import HsHeadingsField
from matchmaking.companies.models import Certificate, Company, HsCode, Service, Volume
from matchmaking.companies.queries.services import service_choices
from matchmaking.visitors.models import VisitorProfile

Visibility = VisitorProfile.Visibility

WHO_MAY_SEE_ME = [
    (Visibility.EVERYBODY, _("Everybody at the fair: exhibitors and other visitors find me and may write to me.")),
    (Visibility.EXHIBITORS, _("Exhibitors only: other visitors do not find me.")),
    (Visibility.NOBODY, _("Nobody: I look around unseen and make the first step. Only the organiser sees my profile.")),
]


def _country_or_none() -> list[tuple[str, Any]]:
    return [("", _("not said")), *country_choices()]


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in zone_names()]


class ProfileForm(forms.Form):
    """A visitor's profile, and the version of it that the form was filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    company = forms.ModelChoiceField(
        Company.objects.none(),
        label=_("Company"),
        required=False,
        empty_label=_("none of my companies"),
        help_text=_("One of the companies that you work for here. Its page is shown with your profile."),
    )
    organisation = forms.CharField(
        label=_("Organisation"), max_length=120, required=False, help_text=_("If your company has no page here.")
    )
    job_title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=_country_or_none, required=False)
    looking_for = forms.CharField(
        label=_("What I look for"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=3000,
        required=False,
        help_text=_("In any language: products, qualities, amounts, what matters to you."),
    )
    language = forms.ChoiceField(label=_("Language of this text"), choices=language_choices)
    headings = HsHeadingsField(
        label=_("HS headings"),
        required=False,
        help_text=_("What customs call the goods. Type words in any language, or digits such as 1806."),
    )
    services = forms.ModelMultipleChoiceField(Service.objects.all(), label=_("Services"), required=False)
    volume = forms.ChoiceField(label=_("Volumes"), choices=[("", _("not said")), *Volume.choices], required=False)
    certificates = forms.MultipleChoiceField(
        label=_("Certificates I need"), choices=Certificate.choices, required=False
    )
    markets = forms.MultipleChoiceField(label=_("Countries I buy from"), choices=country_choices, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages I speak"),
        choices=language_choices,
        required=False,
    )
    time_zone = forms.ChoiceField(label=_("My time zone"), choices=_zones)
    works_from = forms.TimeField(label=_("I work from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    works_to = forms.TimeField(
        label=_("to"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("In your own time zone. Others see these hours on their clock, so nobody proposes 3 a.m."),
    )
    visibility = forms.ChoiceField(label=_("Who may see me"), choices=WHO_MAY_SEE_ME, widget=forms.RadioSelect)

    def __init__(self, *args: Any, companies: QuerySet[Company], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["company"]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = companies
        services = self.fields["services"]
        assert isinstance(services, forms.ModelMultipleChoiceField)
        services.choices = service_choices()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts: time | None = cleaned.get("works_from")
        ends: time | None = cleaned.get("works_to")
        if starts and ends and ends <= starts:
            self.add_error("works_to", _("The working day ends before it begins."))
        return cleaned

    def in_words(self, name: str, value: Any) -> str:
        """What a value of the field means to people."""
        field = self.fields[name]
        values = value if isinstance(value, list | tuple | QuerySet) else [value]
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            named = {str(code): str(label) for code, label in list(field.widget.choices)}
            return ", ".join(named.get(str(one), "") for one in values)
        return ", ".join(_in_words(one) for one in values if one not in (None, ""))


def _in_words(value: object) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.pk if isinstance(value, HsCode) else str(value)
