"""Who I am, which languages I read and speak, by which clock I live."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from matchmaking.accounts.actions.settling import Profile
from matchmaking.accounts.models import User
from matchmaking.common.places import country_choices, language_choices, validate_time_zone, zone_names
from matchmaking.common.uploads import PORTRAIT, CleanImageField


def own_names() -> list[tuple[str, str]]:
    """The languages of the site, each by the name that its speakers give it."""
    names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return [(code, name[:1].upper() + name[1:]) for code, name in names]


class ZoneInput(forms.TextInput):
    """A field in which one types a city and picks the zone from what matches: a text field with a list, no script."""

    template_name = "accounts/_zone_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}-zones"
        context["widget"]["attrs"]["list"] = list_id
        return context | {"list_id": list_id, "zones": zone_names()}


class ProfileForm(forms.Form):
    """A person's own settings. Filled from the account, it gives back a `Profile`."""

    BROWSER, CHOSEN = "browser", "chosen"

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As the people you meet should read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    photo = CleanImageField(
        label=_("Photo"),
        bound=PORTRAIT,
        required=False,
        help_text=_("Your face helps the people you meet to recognise you. JPEG, PNG, WebP or AVIF."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    spoken_languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        required=False,
        help_text=_("Those in which you can hold a meeting."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    language = forms.ChoiceField(
        label=_("Language of the pages and mails"), choices=own_names, widget=forms.RadioSelect
    )
    clock = forms.ChoiceField(
        label=_("Your clock"),
        choices=[(BROWSER, _("The one of my browser, wherever I am")), (CHOSEN, _("Always this time zone:"))],
        widget=forms.RadioSelect,
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        help_text=_("Type a city and choose, for example Europe/Brussels."),
        widget=ZoneInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "name": user.name,
                "photo": user.photo,
                "country": user.country,
                "language": user.language,
                "spoken_languages": user.spoken_languages,
                "clock": self.CHOSEN if user.is_time_zone_chosen else self.BROWSER,
                "time_zone": user.time_zone if user.is_time_zone_chosen else "",
            },
        )
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["country"].choices = [("", _("Not said")), *country_choices()]
        fields["spoken_languages"].choices = language_choices()

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        zone = cleaned.get("time_zone", "").strip()
        if cleaned.get("clock") != self.CHOSEN:
            cleaned["time_zone"] = ""
        elif not zone:
            self.add_error("time_zone", _("Say which time zone you choose."))
        else:
            try:
                validate_time_zone(zone)
            except forms.ValidationError as error:
                self.add_error("time_zone", error)
            cleaned["time_zone"] = zone
        return cleaned

    def profile(self) -> Profile:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        photo = data["photo"] if "photo" in self.changed_data else None
        return Profile(
            name=data["name"],
            country=data["country"],
            language=data["language"],
            spoken_languages=data["spoken_languages"],
            time_zone=data["time_zone"],
            photo=photo or None,
            drop_photo=photo is False,
        )
