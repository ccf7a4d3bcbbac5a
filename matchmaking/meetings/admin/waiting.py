from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.resources import ModelResource

from matchmaking.common.admin import Chronicle
from matchmaking.meetings.actions.waiting import leave_list
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
    """Who waits for whom. Offers are made and passed on by themselves; here somebody can be taken off a list."""

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
    actions = ("leave",)

    @admin.action(description=_("Take the selected people off the list"), permissions=["act"])
    def leave(self, request: HttpRequest, entries: QuerySet[WaitingListEntry]) -> None:
        self.carry_out(
            request,
            entries,
            lambda entry: leave_list(entry_id=entry.pk),
            lambda count: (
                ngettext("%(count)d person taken off the list.", "%(count)d people taken off the list.", count)
                % {"count": count}
            ),
        )
