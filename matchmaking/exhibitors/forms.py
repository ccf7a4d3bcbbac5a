"""What people may type about a stand, its team and its documents."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import country_choices, language_choices
from matchmaking.common.uploads import PICTURE, CleanDocumentField, CleanImageField
from matchmaking.companies import rules as company_rules
from matchmaking.companies.errors import CompanyRefused
from matchmaking.companies.models import Company, Volume
from matchmaking.exhibitors.actions.stands import StandFacts
from matchmaking.exhibitors.errors import ExhibitorRefused
from matchmaking.exhibitors.models import Document, Exhibitor
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.models import Fair, Hall

if TYPE_CHECKING:
    StandModelForm = forms.ModelForm[Exhibitor]
    HallChoice = forms.ModelChoiceField[Hall]
    CompanyChoice = forms.ModelChoiceField[Company]
else:
    StandModelForm, HallChoice, CompanyChoice = forms.ModelForm, forms.ModelChoiceField, forms.ModelChoiceField


def say_refusal(form: forms.BaseForm, refusal: ExhibitorRefused | FairRefused) -> None:
    """The form says why the action refused, at the field that it is about if the form has it."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(str(refusal), code=refusal.code))


class HallField(HallChoice):
    """A hall of the fair, with its theme."""

    def label_from_instance(self, hall: Hall) -> str:
        return f"{hall.name}: {hall.theme}" if hall.theme else hall.name


class ExhibitForm(forms.Form):
    """With which of one's companies one comes, and into which hall."""

    company = CompanyChoice(Company.objects.none(), label=_("Company"), empty_label=None)
    hall = HallField(
        Hall.objects.none(),
        label=_("Hall"),
        required=False,
        empty_label=_("wherever there is room"),
        help_text=_("The organiser may move your stand."),
    )

    def __init__(self, *args: Any, fair: Fair, companies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = companies  # type: ignore[attr-defined]  # a ModelChoiceField's own setter
        self.fields["hall"].queryset = fair.halls.all()  # type: ignore[attr-defined]


class StandForm(StandModelForm):
    """What a stand says of itself, and the version that it was filled in over."""

    language = forms.ChoiceField(label=_("Language of the pitch"), choices=language_choices)
    markets = forms.MultipleChoiceField(
        label=_("Markets looked for"),
        choices=country_choices,
        required=False,
        help_text=_("Countries in which you look for partners."),
    )
    volumes = forms.MultipleChoiceField(
        label=_("Volumes you deliver"),
        choices=Volume.choices,
        required=False,
        help_text=_("Buyers who need more or less than that will not waste your time."),
    )
    website = forms.URLField(label=_("Website"), max_length=300, required=False, assume_scheme="https")
    linkedin = forms.URLField(label=_("LinkedIn page"), max_length=300, required=False, assume_scheme="https")
    picture = CleanImageField(
        bound=PICTURE,
        label=_("Picture"),
        required=False,
        help_text=_("Your stand, your workshop or your product: a wide picture looks best. At most 8 MB."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = Exhibitor
        fields = ["headline", "pitch", "language", "markets", "volumes", "picture", "website", "linkedin"]
        widgets = {"pitch": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "headline": _("The line beside your name in the directory."),
            "pitch": _("What you offer, and whom you look for. Two hundred characters or more."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def clean_website(self) -> str:
        address = str(self.cleaned_data["website"])
        if address:
            self._ask(company_rules.check_web_address, address, field="website")
        return address

    def clean_linkedin(self) -> str:
        address = str(self.cleaned_data["linkedin"])
        if address:
            self._ask(company_rules.check_linkedin, address)
        return address

    def _ask(self, check: Any, *args: Any, **kwargs: Any) -> None:
        try:
            check(*args, **kwargs)
        except CompanyRefused as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal

    def validate_constraints(self) -> None:
        """Left to the database: the action says in words what its veto means."""

    def facts(self) -> StandFacts:
        return StandFacts(**{field.name: self.cleaned_data[field.name] for field in fields(StandFacts)})


class InviteForm(forms.Form):
    """Whom to ask to join the team."""

    email = forms.EmailField(
        label=_("E-mail address of your colleague"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )


class RepresentativeForm(forms.Form):
    """What somebody does at the stand."""

    job_title = forms.CharField(label=_("Job title"), max_length=80, required=False)


class DocumentFactsForm(forms.Form):
    """What a document is called, and for whom it is."""

    title = forms.CharField(label=_("Title"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    audience = forms.ChoiceField(
        label=_("Who may read it"), choices=Document.Audience.choices, initial=Document.Audience.PARTICIPANTS
    )


class DocumentForm(DocumentFactsForm):
    """A new document with its file."""

    file = CleanDocumentField(
        label=_("File"), help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument or plain text, at most 20 MB.")
    )
