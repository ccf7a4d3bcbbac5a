"""Reports that were made: who wanted them and how that went. What they say is not read here."""

from django.contrib import admin
from import_export.resources import ModelResource

from matchmaking.meetings.admin.base import OF_FAIR, Shown
from matchmaking.organising.models import Report


class ReportResource(ModelResource):
    class Meta:
        model = Report
        fields = ("id", "fair__slug", "language", "status", "at", "started_at", "ended_at", "size")


@admin.register(Report)
class ReportAdmin(Shown):
    """When a report was wanted, in which language, and how far it is."""

    resource_classes = (ReportResource,)
    list_display = ("fair", "language", "status", "by", "at", "started_at", "ended_at")
    list_select_related = ("fair", "by")
    list_filter = ("language", "status", OF_FAIR)
    search_fields = ("fair__name", "by__name", "by__email")
    fields = (*list_display, "touched_at", "done", "total", "size")
    readonly_fields = fields
