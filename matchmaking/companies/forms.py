"""What people may type about companies. Each rule is asked here for its field; the actions ask it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaking.common.places import country_choices, language_choices
from matchmaking.common.uploads import PORTRAIT, PRODUCT_PICTURE, CleanImageField
from matchmaking.companies import rules
from matchmaking.companies.actions.company import CompanyFacts
from matchmaking.companies.actions.products import ProductFacts
from matchmaking.companies.errors import CompanyRefused
from matchmaking.companies.forms_hs import HsCodeField
from matchmaking.companies.models import (
    Certificate,
    Company,
    CompanyText,
    Incoterm,
    Membership,
    Product,
    ProductImage,
)
from matchmaking.companies.queries.services import service_choices

if TYPE_CHECKING:
    CompanyModelForm = forms.ModelForm[Company]
    TextModelForm = forms.ModelForm[CompanyText]
    ProductModelForm = forms.ModelForm[Product]
    ImageModelForm = forms.ModelForm[ProductImage]
else:
    CompanyModelForm = TextModelForm = ProductModelForm = ImageModelForm = forms.ModelForm


@contextmanager
def said_at_the_field() -> Iterator[None]:
    """A refusal by a rule becomes an error of the field that is being cleaned."""
    try:
        yield
    except CompanyRefused as refusal:
        raise forms.ValidationError(str(refusal.message), code=refusal.code) from refusal


def say_refusal(form: forms.BaseForm, refusal: CompanyRefused) -> None:
    """The form says why the action refused, at the field that it is about."""
    form.add_error(refusal.field, forms.ValidationError(str(refusal), code=refusal.code))


def countries() -> list[tuple[str, str]]:
    return [("", ""), *country_choices()]


class VersionField(forms.IntegerField):
    """Over which version the form was filled in. A form that does not say it was filled in over none: 0."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, min_value=1)

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0


class CompanyForm(CompanyModelForm):
    """The facts of a company, and the version that they were filled in over."""

    country = forms.ChoiceField(label=_("Country"), choices=countries)
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url", "placeholder": "https://www.example.com"}),
    )
    linkedin = forms.URLField(
        label=_("LinkedIn page"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://www.linkedin.com/company/…"}),
    )
    # Not the model form's own: whether it is taken is the database's to say, and the action's to put in words.
    vat_number = forms.CharField(
        label=_("VAT number"),
        max_length=40,
        required=False,
        help_text=_("Checked by the rules of the country. It is not shown to others."),
    )
    logo = CleanImageField(
        bound=PORTRAIT, label=_("Logo"), required=False, help_text=_("JPEG, PNG, WebP or GIF, at most 8 MB.")
    )
    version = VersionField()
    field_order = ["name", "country", "city", "website", "linkedin", "vat_number"]

    class Meta:
        model = Company
        fields = [
            "name",
            "country",
            "city",
            "website",
            "linkedin",
            "registration_number",
            "founded_in",
            "employees",
            "logo",
        ]
        help_texts = {
            "registration_number": _("As your chamber of commerce or court writes it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "organization"
        self.fields["founded_in"].widget.attrs |= {"min": 1000, "inputmode": "numeric"}
        self.initial.setdefault("version", self.instance.version)
        self.initial.setdefault("vat_number", self.instance.vat_number)

    def clean_website(self) -> str:
        address = str(self.cleaned_data["website"])
        with said_at_the_field():
            if address:
                rules.check_web_address(address, field="website")
        return address

    def clean_linkedin(self) -> str:
        address = str(self.cleaned_data["linkedin"])
        with said_at_the_field():
            if address:
                rules.check_linkedin(address)
        return address

    def clean_vat_number(self) -> str:
        number, country = str(self.cleaned_data["vat_number"]), self.cleaned_data.get("country")
        with said_at_the_field():
            return rules.check_vat_number(number, country=country) if number and country else number

    def clean_registration_number(self) -> str:
        number, country = str(self.cleaned_data["registration_number"]), self.cleaned_data.get("country")
        with said_at_the_field():
            return rules.check_registration_number(number, country=country) if number and country else number

    def clean_founded_in(self) -> int | None:
        year: int | None = self.cleaned_data["founded_in"]
        with said_at_the_field():
            if year is not None:
                rules.check_founded(year, at=timezone.now())
        return year

    def facts(self) -> CompanyFacts:
        return CompanyFacts(**{field.name: self.cleaned_data[field.name] for field in fields(CompanyFacts)})


class TextForm(TextModelForm):
    """What a company says of itself in a language that is chosen already, and the version it was written over."""

    version: forms.Field | None = VersionField()

    class Meta:
        model = CompanyText
        fields = ["headline", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 12})}
        help_texts = {"headline": _("What you make or do, for whom, in one line.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)


class NewTextForm(TextForm):
    """The same in a language that the company has not yet."""

    language = forms.ChoiceField(label=_("Language"), choices=lambda: [("", ""), *language_choices()])
    version = None
    field_order = ["language", "headline", "description"]

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_language(self) -> str:
        language = str(self.cleaned_data["language"])
        if language in self.taken:
            raise forms.ValidationError(
                _("There is a text in this language already. Change that one."), code="text_exists"
            )
        return language


class RoleForm(forms.Form):
    """What a person may do in the company."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


def _services() -> list[tuple[str, Any]]:
    return [("", _("Not a service")), *service_choices()]


class ProductForm(ProductModelForm):
    """What is said of a product, and the version it was said over. It is a good with an HS code, or a service."""

    language = forms.ChoiceField(
        label=_("Language of these words"),
        choices=language_choices,
        help_text=_("Write in any language: readers are told which one it is."),
    )
    hs_code = HsCodeField(
        label=_("HS code"), required=False, help_text=_("For goods: type digits, or what it is in any language.")
    )
    service = forms.TypedChoiceField(
        label=_("Service"), choices=_services, required=False, empty_value="", help_text=_("For services: no HS code.")
    )
    certificates = forms.MultipleChoiceField(label=_("Certificates"), choices=Certificate.choices, required=False)
    incoterms = forms.MultipleChoiceField(
        label=_("Incoterms 2020"),
        choices=Incoterm.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The terms of delivery that you offer."),
    )
    version = VersionField()
    field_order = [
        "name",
        "language",
        "description",
        "hs_code",
        "service",
        "minimum_order",
        "lead_time_days",
        "incoterms",
        "certificates",
    ]

    class Meta:
        model = Product
        fields = ["name", "language", "description", "minimum_order", "lead_time_days", "incoterms", "certificates"]
        widgets = {"description": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"minimum_order": _("For example: 1 pallet, 500 kg, 20 licences.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)
        self.initial.setdefault("hs_code", self.instance.hs_code.dotted if self.instance.hs_code else "")
        self.initial.setdefault("service", self.instance.service_id or "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "hs_code" in cleaned and "service" in cleaned:
            try:
                rules.check_good_or_service(cleaned["hs_code"], cleaned["service"])
            except CompanyRefused as refusal:
                say_refusal(self, refusal)
        return cleaned

    def facts(self) -> ProductFacts:
        said = self.cleaned_data
        return ProductFacts(
            **{name: said[name] for name in self._meta.fields or ()},
            hs_code_id=said["hs_code"] or None,
            service_id=said["service"] or None,
        )


class ImageForm(ImageModelForm):
    """A picture of a product, to be added."""

    image = CleanImageField(
        bound=PRODUCT_PICTURE, label=_("Picture"), help_text=_("JPEG, PNG, WebP or GIF, at most 8 MB.")
    )

    class Meta:
        model = ProductImage
        fields = ["image", "alternative"]
        help_texts = {"alternative": _("For those who cannot see it, and while it loads.")}


class DescribeImageForm(ImageModelForm):
    """The words for a picture that is there already."""

    class Meta:
        model = ProductImage
        fields = ["alternative"]
