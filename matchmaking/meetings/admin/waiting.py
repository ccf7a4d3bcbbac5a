from django.contrib import admin
from import_export.resources import ModelResource

from matchmaking.common.admin import Chronicle
from matchmaking.meetings.admin.base import OF_FAIR, Shown
from matchmaking.meetings.models import WaitingListEntry


class WaitingListResource(ModelResource):
    class Meta:
        model = WaitingListEntry
        fields = (
            "id",
            "fair__slug",
            "waiting__user__email",
            "wanted__user__email",
            "wanted_stand__slug",
            "status",
            "since",
            "offer_ends_at",
        )


@admin.register(WaitingListEntry)
class WaitingListEntryAdmin(Shown, Chronicle):
    """Who waits for whom. Offers are made and passed on by themselves."""

    resource_classes = (WaitingListResource,)
    list_display = ("__str__", "fair", "status", "since", "slot", "offer_ends_at", "welcomed_at")
    list_select_related = (
        "fair",
        "waiting__user",
        "waiting__fair",
        "wanted__user",
        "wanted__fair",
        "wanted_stand__company",
        "wanted_stand__fair",
        "slot",
    )
    list_filter = ("status", OF_FAIR)
    search_fields = (
        "waiting__user__name",
        "waiting__user__email",
        "wanted__user__name",
        "wanted__user__email",
        "wanted_stand__company__name",
        "fair__name",
    )
