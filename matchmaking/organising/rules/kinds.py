"""What a table of each kind may say: its fields, what their columns are called by people, and an example of a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matchmaking.companies.models import Certificate, Volume
from matchmaking.companies.models.product import Incoterm
from matchmaking.fairs.models import Room
from matchmaking.organising.models import Import
from matchmaking.organising.rules import values
from matchmaking.organising.rules.places import plain
from matchmaking.organising.rules.values import Reader, line, several, text
from matchmaking.visitors.models import VisitorProfile

Kind = Import.Kind


@dataclass(frozen=True)
class Field:
    """One thing that a column may say. `key` is what it is called in JSON and in the columns of our templates."""

    key: str
    label: str | Promise
    read: Reader
    names: tuple[str, ...] = ()  # what people call such a column, in English and French
    required: bool = False
    example: str = ""


ROOM_KINDS = {"video room": "video", "online": "video", "en ligne": "video", "visio": "video", "virtual": "video"}
SEEN_BY = {"all": "everybody", "tous": "everybody", "tout le monde": "everybody", "exposants": "exhibitors"}

COMPANY = ("company name", "exhibitor", "organisation", "organization", "firm", "société", "entreprise", "exposant")
COUNTRY = ("country code", "pays", "land", "país", "nation", "code pays")
LANGUAGE = ("lang", "langue", "language of the text", "langue du texte")

ROOMS = (
    Field("hall", _("hall"), line(60), ("hall name", "pavillon", "pavilion"), required=True, example="Hall 1"),
    Field("name", _("name"), line(60), ("room", "room name", "salle", "nom", "table", "nom de la salle"), True, "B12"),
    Field(
        "kind",
        _("kind"),
        values.choice(Room.Kind, ROOM_KINDS),
        ("type", "type de salle", "genre", "room type", "kind of room"),
        example="video",
    ),
    Field(
        "seats", _("seats"), values.whole(2, 50), ("capacity", "places", "capacité", "chairs", "sièges"), example="4"
    ),
    Field(
        "call_link",
        _("call elsewhere"),
        values.call_link,
        ("link", "lien", "zoom", "teams", "meeting link", "lien de visio", "url", "appel ailleurs"),
    ),
)

EXHIBITORS = (
    Field("company", _("company"), line(120), (*COMPANY, "name", "nom"), required=True, example="Moulin de Valmont"),
    Field("country", _("country"), values.country, COUNTRY, required=True, example="Belgium"),
    Field(
        "vat_number",
        _("VAT number"),
        line(40),
        ("vat", "tva", "vat id", "n° tva", "numéro de tva", "tax id", "btw"),
    ),
    Field("city", _("city"), line(80), ("town", "ville", "localité", "place"), example="Namur"),
    Field(
        "website",
        _("website"),
        values.web_address("website"),
        ("web", "url", "site", "site web", "homepage", "web site", "site internet"),
        example="https://moulin-de-valmont.example.com",
    ),
    Field("hall", _("hall"), line(60), ("hall name", "pavillon", "pavilion"), example="Hall 1"),
    Field(
        "stand_number",
        _("stand number"),
        values.stand_number,
        ("stand", "booth", "booth number", "stand no", "numéro de stand", "n° de stand", "n° stand", "emplacement"),
        example="A12",
    ),
    Field(
        "headline",
        _("in one line"),
        line(160),
        ("headline", "slogan", "tagline", "accroche", "summary", "résumé", "en une ligne"),
        example="Flour from old kinds of wheat, milled on stone",
    ),
    Field("pitch", _("pitch"), text(4000), ("description", "text", "texte", "présentation", "about", "presentation")),
    Field(
        "language", _("language of the pitch"), values.language, (*LANGUAGE, "langue de la présentation"), False, "en"
    ),
    Field(
        "markets",
        _("markets looked for"),
        several(values.country),
        ("markets", "marchés", "target countries", "pays cibles", "marchés recherchés", "export markets"),
        example="FR; DE",
    ),
    Field(
        "contact_name",
        _("contact person"),
        line(120),
        ("contact", "contact name", "representative", "nom du contact", "person", "personne de contact", "responsable"),
        example="Anne Moreau",
    ),
    Field(
        "contact_email",
        _("e-mail of the contact person"),
        values.email,
        ("email", "e-mail", "mail", "courriel", "contact e-mail", "contact email", "adresse e-mail", "email address"),
        example="anne.moreau@example.com",
    ),
    Field(
        "contact_job_title",
        _("job title of the contact person"),
        line(80),
        ("job title", "function", "fonction", "position", "title", "poste", "titre"),
        example="Export manager",
    ),
)

PRODUCTS = (
    Field("company", _("company"), line(120), COMPANY, required=True, example="Moulin de Valmont"),
    Field("country", _("country"), values.country, COUNTRY, example="Belgium"),
    Field(
        "name",
        _("name"),
        line(120),
        ("product", "product name", "produit", "nom", "nom du produit", "article", "item", "title"),
        required=True,
        example="Spelt flour",
    ),
    Field(
        "description", _("description"), text(4000), ("text", "texte", "details", "détails"), example="In 25 kg bags"
    ),
    Field("language", _("language of the texts"), values.language, (*LANGUAGE, "langue des textes"), example="en"),
    Field(
        "hs_code",
        _("HS code"),
        values.hs_code,
        ("hs", "hs6", "code sh", "sh", "harmonized code", "tariff code", "code douanier", "commodity code", "taric"),
        example="1101.00",
    ),
    Field("service", _("service"), line(120), ("service code", "code service", "prestation")),
    Field(
        "certificates",
        _("certificates"),
        several(values.choice(Certificate)),
        ("certification", "certifications", "certificats", "labels", "standards"),
        example="eu-organic",
    ),
    Field(
        "minimum_order",
        _("minimum order"),
        line(80),
        ("moq", "minimum", "commande minimale", "minimum order quantity", "quantité minimale"),
        example="1 pallet",
    ),
    Field("incoterms", _("Incoterms"), several(values.choice(Incoterm)), ("incoterm", "terms"), example="FCA; DAP"),
    Field(
        "lead_time_days",
        _("lead time in days"),
        values.whole(0, 3650),
        ("lead time", "délai", "délai de livraison", "delivery time", "délai en jours"),
        example="14",
    ),
)

VISITORS = (
    Field(
        "email",
        _("e-mail address"),
        values.email,
        ("email", "e-mail", "mail", "courriel", "adresse e-mail", "email address", "adresse", "address"),
        required=True,
        example="paul.weber@example.com",
    ),
    Field(
        "name",
        _("name"),
        line(120),
        ("full name", "nom", "nom complet", "person", "personne", "visitor", "visiteur", "contact"),
        required=True,
        example="Paul Weber",
    ),
    Field("organisation", _("organisation"), line(120), (*COMPANY, "company", "employer"), example="Weber Feinkost"),
    Field(
        "job_title", _("job title"), line(80), ("function", "fonction", "position", "title", "poste"), example="Buyer"
    ),
    Field("country", _("country"), values.country, COUNTRY, example="Germany"),
    Field(
        "looking_for",
        _("what I look for"),
        text(3000),
        ("looking for", "needs", "besoins", "recherche", "interests", "intérêts", "ce que je recherche", "wanted"),
        example="Organic flour for 40 shops",
    ),
    Field("language", _("language of this text"), values.language, LANGUAGE, example="en"),
    Field(
        "headings",
        _("HS headings"),
        values.headings,
        ("hs", "hs codes", "hs code", "codes sh", "positions sh", "headings", "code sh", "sh"),
        example="1101; 1102",
    ),
    Field("services", _("services"), several(line(120)), ("service", "prestations", "services looked for")),
    Field(
        "markets",
        _("countries I buy from"),
        several(values.country),
        ("markets", "marchés", "countries of origin", "origines", "buys from", "pays d'achat"),
        example="BE; FR",
    ),
    Field(
        "languages",
        _("languages I speak"),
        several(values.language),
        ("languages", "langues", "spoken languages", "langues parlées", "speaks"),
        example="de; en",
    ),
    Field(
        "certificates",
        _("certificates I need"),
        several(values.choice(Certificate)),
        ("certificates", "certificats", "certification", "labels"),
        example="eu-organic",
    ),
    Field(
        "volume", _("volumes"), values.choice(Volume), ("volume", "quantity", "quantité", "quantités"), example="pallet"
    ),
    Field(
        "time_zone",
        _("my time zone"),
        values.zone,
        ("time zone", "timezone", "fuseau horaire", "fuseau"),
        False,
        "Europe/Berlin",
    ),
    Field(
        "works_from", _("I work from"), values.clock, ("works from", "from", "début", "start of work"), example="08:30"
    ),
    Field(
        "works_to", _("I work until"), values.clock, ("works to", "until", "to", "fin", "end of work"), example="17:00"
    ),
    Field(
        "visibility",
        _("who may see me"),
        values.choice(VisitorProfile.Visibility, SEEN_BY),
        ("visibility", "visibilité", "visible to"),
        example="everybody",
    ),
)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    Kind.EXHIBITORS: EXHIBITORS,
    Kind.PRODUCTS: PRODUCTS,
    Kind.VISITORS: VISITORS,
    Kind.ROOMS: ROOMS,
}
WHAT_FOR: Mapping[str, str | Promise] = {
    Kind.EXHIBITORS: pgettext_lazy("import", "Companies, their stands and contact persons"),
    Kind.PRODUCTS: pgettext_lazy("import", "What companies at this fair sell"),
    Kind.VISITORS: pgettext_lazy("import", "Buyers, and what they look for"),
    Kind.ROOMS: pgettext_lazy("import", "Video rooms and tables in the halls"),
}


def field_of(kind: str, key: str) -> Field | None:
    return next((field for field in FIELDS[kind] if field.key == key), None)


def guess(kind: str, header: Sequence[str]) -> dict[str, int]:
    """Which column says which field, as far as the names tell: the field's own names first, then what people say."""
    found: dict[str, int] = {}
    columns = [plain(name.replace("_", " ").rstrip("*: ")) for name in header]
    for likeness in (_is_own, _is_called):
        for field in FIELDS[kind]:
            place = next(
                (n for n, name in enumerate(columns) if n not in found.values() and likeness(field, name)), None
            )
            if field.key not in found and place is not None:
                found[field.key] = place
    return found


def _is_own(field: Field, name: str) -> bool:
    return name in labels_of(field)


def _is_called(field: Field, name: str) -> bool:
    return name in {plain(said) for said in field.names}


def labels_of(field: Field) -> set[str]:
    """What we call the field ourselves: its key, and its label in English and French."""
    return {plain(field.key.replace("_", " "))} | {plain(label) for label in values.in_both(field.label)}


def missing_fields(kind: str, mapping: Mapping[str, int]) -> list[Field]:
    """The fields without which no row of this kind can be imported, and which no column says."""
    return [field for field in FIELDS[kind] if field.required and field.key not in mapping]
