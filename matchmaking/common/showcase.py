"""What the page /design/ shows: each component with plausible content. Nothing of it is kept anywhere.

The page is read by people who build pages, so its own words are English and not translated; the components' are.
"""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from matchmaking.common.places import country_choices

DAY = date(2030, 5, 14)
MOMENT = datetime(2030, 5, 14, 8, 0, tzinfo=UTC)

TOKENS = {
    "Ground and ink": [
        ("paper", "ink"),
        ("paper", "ink-soft"),
        ("paper-raised", "ink-soft"),
        ("paper-sunk", "ink-soft"),
    ],
    "Accent and brand": [
        ("paper", "accent"),
        ("paper-sunk", "accent"),
        ("accent", "on-accent"),
        ("accent-soft", "accent-strong"),
        ("brand-surface", "on-brand"),
    ],
    "States": [
        ("good-soft", "good"),
        ("warn-soft", "warn"),
        ("bad-soft", "bad"),
        ("info-soft", "info"),
        ("now", "on-now"),
        ("paper", "bad"),
    ],
}
SECTIONS = (
    ("type", "Type"),
    ("colours", "Colours"),
    ("brand", "A fair's brand"),
    ("space", "Space"),
    ("buttons", "Buttons and links"),
    ("marks", "Tags, badges, avatars"),
    ("notices", "Notices"),
    ("heads", "Page head"),
    ("clocks", "Two clocks"),
    ("cards", "Cards"),
    ("lists", "Lists"),
    ("tables", "Tables"),
    ("facts", "Facts"),
    ("tabs", "Tabs, fair's bar"),
    ("dialogs", "Dialogs and messages"),
    ("empty", "Empty states"),
    ("progress", "Progress, skeletons"),
    ("finding", "Facets and pages"),
    ("forms", "Forms"),
    ("band", "The two-clock band"),
    ("plan", "The plan"),
)
# Colours that a fair may choose and that are hard to keep readable.
BRANDS = ("0f5f8a", "ffd500", "00b140", "e4002b", "ff7a00", "7a1fa2", "00c2d1", "101010", "f5f5f5", "8a8a8a")
ICONS = (
    "calendar-clock",
    "building-2",
    "map",
    "languages",
    "search",
    "users",
    "video",
    "package",
    "globe",
    "file-text",
    "settings-2",
    "mail",
)


class Example(forms.Form):
    """One field of every kind that the product uses."""

    name = forms.CharField(label="Company name", max_length=120, help_text="As it stands in the register.")
    email = forms.EmailField(label="E-mail address", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    pitch = forms.CharField(
        label="Pitch",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=600,
        help_text="What makes you worth an hour?",
    )
    country = forms.ChoiceField(label="Country", choices=[("BE", "Belgium"), ("PE", "Peru"), ("SG", "Singapore")])
    order = forms.IntegerField(label="Minimum order", min_value=1, required=False)
    day = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    opens = forms.TimeField(label="Opens at", widget=forms.TimeInput(attrs={"type": "time"}), required=False)
    meeting = forms.SplitDateTimeField(
        label="Day and time",
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Day"}, time_attrs={"type": "time", "aria-label": "Time"}
        ),
    )
    audience = forms.ChoiceField(
        label="Who may see it",
        widget=forms.RadioSelect,
        choices=[("all", "Everybody"), ("fair", "People registered at the fair"), ("team", "Our team only")],
    )
    languages = forms.MultipleChoiceField(
        label="Languages",
        widget=forms.CheckboxSelectMultiple,
        choices=[("en", "English"), ("fr", "French"), ("es", "Spanish"), ("zh", "Chinese"), ("ar", "Arabic")],
        required=False,
    )
    markets = forms.MultipleChoiceField(
        label="Markets looked for",
        choices=country_choices,
        required=False,
        help_text="Countries in which you look for partners.",
    )
    logo = forms.ImageField(label="Logo", required=False, help_text="PNG, JPEG or WebP, at most 5 MB.")
    colour = forms.CharField(label="Brand colour", widget=forms.TextInput(attrs={"type": "color"}), required=False)
    terms = forms.BooleanField(label="I speak for this company", help_text="We ask the chamber that vouches for you.")


class Opening(forms.Form):
    """A part of the example of several forms."""

    opens = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}))


def forms_in_states() -> dict[str, Any]:
    picture = SimpleNamespace(url="/static/img/tradefair.svg", __str__=lambda: "companies/logo.svg")
    several = forms.formset_factory(Opening, extra=2)
    return {
        "form": Example(
            prefix="fresh",
            initial={"audience": "fair", "languages": ["en", "fr"], "logo": picture, "colour": "#0f5f8a"},
        ),
        "wrong": Example(
            {"wrong-name": "", "wrong-email": "nobody", "wrong-pitch": "Too short to tell", "wrong-country": "BE"},
            prefix="wrong",
        ),
        "formset": several(prefix="hours"),
    }


def bands() -> list[dict[str, Any]]:
    """The two-clock band where it is easy, where it is hard, and where clocks change."""
    examples: list[dict[str, Any]] = [
        {
            "title": "Brussels and Singapore, a meeting at ten",
            "here": "Europe/Brussels",
            "there": "Asia/Singapore",
            "day": DAY,
            "slot": MOMENT,
        },
        {
            "title": "Liège and Lima, with a late start in Liège",
            "here": "Europe/Brussels",
            "there": "America/Lima",
            "day": DAY,
            "works": (time(10), time(19)),
        },
        {
            "title": "Dubai and Riyadh on a Friday",
            "here": "Asia/Dubai",
            "there": "Asia/Riyadh",
            "day": date(2030, 5, 17),
        },
        {
            "title": "Brussels and Kathmandu, a zone of quarter hours",
            "here": "Europe/Brussels",
            "there": "Asia/Kathmandu",
            "day": DAY,
        },
        {
            "title": "Brussels and São Paulo in the night when summer time begins",
            "here": "Europe/Brussels",
            "there": "America/Sao_Paulo",
            "day": date(2030, 3, 31),
        },
        {
            "title": "Auckland and Brussels: awake at the same time, never at work",
            "here": "Pacific/Auckland",
            "there": "Europe/Brussels",
            "day": date(2030, 6, 20),
        },
        {
            "title": "Brussels and Tokyo on a Belgian holiday",
            "here": "Europe/Brussels",
            "there": "Asia/Tokyo",
            "day": date(2030, 5, 30),
        },
    ]
    return [{"works": (time(9), time(18))} | example for example in examples]


def facets() -> list[dict[str, Any]]:
    def options(*rows: tuple[str, str, int]) -> list[dict[str, Any]]:
        return [{"value": v, "label": text, "count": n, "is_chosen": v == "BE"} for v, text, n in rows]

    return [
        {
            "name": "country",
            "title": "Country",
            "is_chosen": True,
            "options": options(("BE", "Belgium", 24), ("PE", "Peru", 11), ("SG", "Singapore", 1204)),
        },
        {"name": "hall", "title": "Hall", "options": options(("food", "Food and drink", 40), ("tech", "Machines", 22))},
    ]


def everything() -> dict[str, Any]:
    return {
        "sections": SECTIONS,
        "tokens": TOKENS,
        "brands": BRANDS,
        "icons": ICONS,
        "moment": MOMENT,
        "later": MOMENT.replace(minute=25),
        "evening": MOMENT.replace(hour=20),
        "bands": bands(),
        "facets": facets(),
        "page": Paginator(range(1200), 25).page(7),
        "fair": {
            "name": "Meet the World 2030",
            "slug": "meet-the-world",
            "status": "live",
            "starts_on": DAY,
            "ends_on": date(2030, 5, 16),
            "city": "Liège",
            "time_zone": "Europe/Brussels",
        },
        "people": [
            "Ana Quispe",
            "Wei Lin",
            "Chloé Dubois",
            "Omar Haddad",
            "Chocolaterie du Nord",
            "林 伟",
            "ليلى حداد",
        ],
        **forms_in_states(),
    }
