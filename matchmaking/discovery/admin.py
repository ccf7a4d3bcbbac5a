"""The administration of matching: what is known of whom, who suits whom, and how matching went.

All of it is derived, but for the weights. What somebody thinks of others (the cause and the stars of his marks, and
what was learnt of him) is his own, and is not shown here.
"""

from django.contrib import admin
from import_export.resources import ModelResource
from unfold.contrib.filters.admin import RelatedDropdownFilter

from matchmaking.common.admin import Chronicle
from matchmaking.discovery.models import Dossier, FairWeights, Mark, Opening, Pairing, Phrase, Run
from matchmaking.meetings.admin.base import OF_FAIR, Shown
from matchmaking.meetings.admin.terms import OfFair

STAND = ("exhibitor__company", "exhibitor__fair")
PERSON = ("profile__participant__user", "profile__participant__fair")
NAMED = ("exhibitor__company__name", "profile__participant__user__name", "profile__participant__user__email")


class DossierResource(OfFair):
    class Meta:
        model = Dossier
        fields = ("id", "fair", "exhibitor__slug", "profile", "capacity", "is_shown", "good", "shown_to", "known_at")


class PhraseResource(OfFair):
    class Meta:
        model = Phrase
        fields = ("id", "fair", "dossier", "kind", "language", "text")


class PairingResource(OfFair):
    class Meta:
        model = Pairing
        fields = ("id", "fair", "exhibitor__slug", "profile", "worth", "is_for_visitor", "is_for_stand")


class RunResource(OfFair):
    class Meta:
        model = Run
        fields = ("id", "fair", "kind", "status", "wanted_at", "started_at", "ended_at")


class FairWeightsResource(OfFair):
    class Meta:
        model = FairWeights
        import_id_fields = ("fair",)
        fields = (
            "fair",
            "products",
            "texts",
            "markets",
            "languages",
            "certificates",
            "services",
            "hours",
            "volumes",
        )
        skip_unchanged = True
        clean_model_instances = True


class MarkResource(ModelResource):
    class Meta:
        model = Mark
        fields = ("id", "side", "exhibitor__slug", "profile", "kind", "at")


class OpeningResource(ModelResource):
    class Meta:
        model = Opening
        fields = ("id", "side", "exhibitor__slug", "profile", "at")


@admin.register(Dossier)
class DossierAdmin(Shown):
    """What is known of a stand or a visitor, and how he fares."""

    resource_classes = (DossierResource,)
    list_display = ("__str__", "fair", "capacity", "good", "shown_to", "is_shown", "known_at", "scored_at")
    list_select_related = ("fair", *STAND, *PERSON)
    list_filter = ("is_shown", "has_meanings", OF_FAIR)
    search_fields = NAMED
    fields = (
        "fair",
        "exhibitor",
        "profile",
        "facts",
        "capacity",
        "is_shown",
        "has_meanings",
        "good",
        "shown_to",
        "price",
        "known_at",
        "scored_at",
    )
    readonly_fields = fields


@admin.register(Phrase)
class PhraseAdmin(Shown):
    """What is compared of somebody's texts."""

    resource_classes = (PhraseResource,)
    list_display = ("text", "kind", "language", "dossier")
    list_select_related = tuple(f"dossier__{name}" for name in (*STAND, *PERSON))
    list_filter = ("kind", "language", OF_FAIR)
    search_fields = ("text",)
    fields = ("fair", "dossier", "kind", "position", "language", "text")
    readonly_fields = fields


@admin.register(Pairing)
class PairingAdmin(Shown):
    """Who is on whose list, how each sees the other, and what the market makes of it."""

    resource_classes = (PairingResource,)
    list_display = ("exhibitor", "profile", "worth", "stand_view", "visitor_view", "is_for_stand", "is_for_visitor")
    list_select_related = (*STAND, *PERSON)
    list_filter = (OF_FAIR,)
    search_fields = NAMED
    fields = ("fair", *list_display)
    readonly_fields = fields


@admin.register(Run)
class RunAdmin(Shown):
    """When everybody was matched, for real or as a preview, how far that is and what it has found."""

    resource_classes = (RunResource,)
    list_display = ("fair", "kind", "status", "wanted_by", "wanted_at", "started_at", "ended_at")
    list_select_related = ("fair", "wanted_by")
    list_filter = ("kind", "status", OF_FAIR)
    search_fields = ("fair__name", "wanted_by__name", "wanted_by__email")
    fields = (*list_display, "touched_at", "done", "total", "weights", "figures")
    readonly_fields = fields


@admin.register(FairWeights)
class FairWeightsAdmin(Chronicle):
    """How much each signal counts at a fair. Whoever changes it here has everybody matched anew before long."""

    resource_classes = (FairWeightsResource,)
    list_display = ("fair", "products", "texts", "markets", "languages", "changed_at")
    list_select_related = ("fair",)
    search_fields = ("fair__name", "fair__slug")
    autocomplete_fields = ("fair",)


@admin.register(Mark)
class MarkAdmin(Shown):
    """That one side has marked the other. Why, and how a meeting was, it has said to nobody else."""

    resource_classes = (MarkResource,)
    list_display = ("exhibitor", "profile", "side", "kind", "at")
    list_select_related = (*STAND, *PERSON)
    list_filter = ("side", "kind", ("exhibitor__fair", RelatedDropdownFilter))
    search_fields = NAMED
    fields = list_display
    readonly_fields = fields


@admin.register(Opening)
class OpeningAdmin(Shown):
    """That one side has looked closer at the other."""

    resource_classes = (OpeningResource,)
    list_display = ("exhibitor", "profile", "side", "at")
    list_select_related = (*STAND, *PERSON)
    list_filter = ("side", ("exhibitor__fair", RelatedDropdownFilter))
    search_fields = NAMED
    fields = list_display
    readonly_fields = fields
