"""The administration of the desk: what came in and went out, to look at. What is in the files is not shown here."""

from django.contrib import admin
from import_export.resources import ModelResource

from matchmaking.meetings.admin.base import OF_FAIR, Shown
from matchmaking.organising.models import Export, Import, ImportedThing, ImportProblem


class ImportResource(ModelResource):
    class Meta:
        model = Import
        fields = ("id", "fair__slug", "kind", "status", "step", "total", "at", "ended_at", "forgotten_at")


class ImportProblemResource(ModelResource):
    class Meta:
        model = ImportProblem
        fields = ("id", "imported", "row", "column", "code", "is_note")


class ImportedThingResource(ModelResource):
    class Meta:
        model = ImportedThing
        fields = ("id", "imported", "row", "what", "key", "kept", "kept_for")


class ExportResource(ModelResource):
    class Meta:
        model = Export
        fields = ("id", "fair__slug", "what", "form", "status", "total", "at", "ended_at")


@admin.register(Import)
class ImportAdmin(Shown):
    """Tables that organisers have brought in."""

    resource_classes = (ImportResource,)
    list_display = ("name", "fair", "kind", "status", "by", "at", "ended_at")
    list_select_related = ("fair", "by")
    list_filter = ("kind", "status", OF_FAIR)
    search_fields = ("name", "fair__name", "by__name", "by__email")
    fields = (*list_display, "step", "reading", "mapping", "counts", "done", "total", "touched_at", "forgotten_at")
    readonly_fields = fields


@admin.register(ImportProblem)
class ImportProblemAdmin(Shown):
    """What was the matter with rows. The cell itself stays between the organisers."""

    resource_classes = (ImportProblemResource,)
    list_display = ("imported", "row", "column", "code", "is_note")
    list_select_related = ("imported",)
    list_filter = ("is_note", "code")
    search_fields = ("imported__name", "code", "column")
    fields = list_display
    readonly_fields = fields


@admin.register(ImportedThing)
class ImportedThingAdmin(Shown):
    """What imports have made and changed, as long as they can be undone."""

    resource_classes = (ImportedThingResource,)
    list_display = ("imported", "row", "what", "key", "is_created", "kept")
    list_select_related = ("imported",)
    list_filter = ("what", "kept")
    search_fields = ("imported__name", "key")
    fields = (*list_display, "kept_for")
    readonly_fields = fields


@admin.register(Export)
class ExportAdmin(Shown):
    """Lists that organisers have taken out."""

    resource_classes = (ExportResource,)
    list_display = ("__str__", "fair", "status", "by", "at", "ended_at")
    list_select_related = ("fair", "by")
    list_filter = ("status", OF_FAIR)
    search_fields = ("what", "fair__name", "by__name", "by__email")
    fields = ("fair", "what", "form", "language", "status", "by", "at", "ended_at", "done", "total", "touched_at")
    readonly_fields = fields
