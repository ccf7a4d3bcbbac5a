"""The administration of lobbies: who was there and when, for whoever helps.

What was said and noted in a room is the two sides' own, and is not shown here.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.resources import ModelResource
from unfold.contrib.filters.admin import RelatedDropdownFilter

from matchmaking.lobbies.models import DeviceCheck, Lobby, Stay, WalkIn
from matchmaking.meetings.admin.base import Shown, ShownInline


class LobbyResource(ModelResource):
    class Meta:
        model = Lobby
        import_id_fields = ("booking",)
        fields = (
            "booking",
            "booking__fair__slug",
            "opened_at",
            "met_since",
            "help_asked_at",
            "absent_called_at",
            "closed_at",
        )


class WalkInResource(ModelResource):
    class Meta:
        model = WalkIn
        fields = ("id", "stand__slug", "stand__fair__slug", "participant__user__email", "status", "came_at", "ended_at")


class DeviceCheckResource(ModelResource):
    class Meta:
        model = DeviceCheck
        import_id_fields = ("user",)
        fields = (
            "user__email",
            "checked_at",
            "browser",
            "microphone",
            "camera",
            "hears",
            "path",
            "round_trip_ms",
            "kilobits",
        )


class StayInline(ShownInline):
    model = Stay
    fields = ("user", "arrived_at", "seen_at", "left_at", "entered_at", "shows")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stay]:
        return super().get_queryset(request).select_related("user")


@admin.register(Lobby)
class LobbyAdmin(Shown):
    """Who came into which lobby, for how long, and whether somebody asked for help."""

    resource_classes = (LobbyResource,)
    list_display = ("__str__", "opened_at", "met_since", "help_asked_at", "absent_called_at", "closed_at")
    list_select_related = ("booking__fair",)
    list_filter = (("booking__fair", RelatedDropdownFilter),)
    search_fields = ("booking__fair__name", "stays__user__name", "stays__user__email")
    fields = (
        "booking",
        "opened_at",
        "opened_by",
        "met_since",
        "help_asked_at",
        "absent_called_at",
        "closed_at",
        "closed_by",
        "revision",
    )
    readonly_fields = fields
    inlines = (StayInline,)


@admin.register(WalkIn)
class WalkInAdmin(Shown):
    """Who walked up to which stand, how long he waited, and what became of him."""

    resource_classes = (WalkInResource,)
    list_display = ("participant", "stand", "status", "came_at", "ended_at", "answered_by")
    list_select_related = ("participant__user", "participant__fair", "stand__company", "stand__fair", "answered_by")
    list_filter = ("status", ("stand__fair", RelatedDropdownFilter))
    search_fields = ("participant__user__name", "participant__user__email", "stand__company__name")
    fields = ("participant", "stand", "status", "came_at", "ended_at", "answered_by", "booking", "request")
    readonly_fields = fields


@admin.register(DeviceCheck)
class DeviceCheckAdmin(Shown):
    """What somebody's devices and line could do when he last tried them."""

    resource_classes = (DeviceCheckResource,)
    list_display = ("user", "checked_at", "microphone", "camera", "hears", "path", "round_trip_ms", "kilobits")
    list_select_related = ("user",)
    list_filter = ("hears", "path")
    search_fields = ("user__name", "user__email", "browser")
