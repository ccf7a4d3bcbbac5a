"""The administration of the desk: logs to look at, and nothing to change."""

from django.contrib import admin
from import_export.resources import ModelResource

from matchmaking.meetings.admin.base import Shown
from matchmaking.organising.models import Deed


class DeedResource(ModelResource):
    class Meta:
        model = Deed
        fields = ("id", "at", "fair__slug", "by_name", "kind", "view", "outcome", "address", "browser")


@admin.register(Deed)
class DeedAdmin(Shown):
    resource_classes = [DeedResource]
    list_display = ["at", "fair", "by_name", "as_whom", "view", "outcome"]
    list_select_related = ["fair", "as_whom"]
    list_filter = ["kind", "outcome"]
    search_fields = ["by_name", "view", "fair__name"]
    date_hierarchy = "at"
