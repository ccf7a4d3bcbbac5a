"""The administration of the desk: logs to look at, and nothing to change."""

from django.contrib import admin
from import_export.resources import ModelResource

from matchmaking.meetings.admin.base import Shown
from matchmaking.organising.models import Deed, Parcel, Retention, Stead, Trace, TwoPeople


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


class SteadResource(ModelResource):
    class Meta:
        model = Stead
        fields = ("id", "fair__slug", "by__email", "whom__email", "because", "began_at", "ends_at", "ended_at")


@admin.register(Stead)
class SteadAdmin(Shown):
    resource_classes = [SteadResource]
    list_display = ["began_at", "fair", "by", "whom", "because", "ended_at"]
    list_select_related = ["fair", "by", "whom"]
    search_fields = ["by__email", "whom__email", "because"]
    date_hierarchy = "began_at"


class ParcelResource(ModelResource):
    class Meta:
        model = Parcel
        fields = ("id", "person__email", "fair__slug", "status", "wanted_at", "ended_at")


@admin.register(Parcel)
class ParcelAdmin(Shown):
    """Who had what packed. The file is nobody's but the person's and the organiser's."""

    resource_classes = [ParcelResource]
    fields = ["person", "fair", "wanted_by", "status", "wanted_at", "touched_at", "ended_at", "done", "total"]
    list_display = ["wanted_at", "person", "fair", "wanted_by", "status"]
    list_select_related = ["person", "fair", "wanted_by"]
    search_fields = ["person__email"]


class TraceResource(ModelResource):
    class Meta:
        model = Trace
        import_id_fields = ("participant",)
        fields = ("participant", "country", "erased_at")


@admin.register(Trace)
class TraceAdmin(Shown):
    resource_classes = [TraceResource]
    list_display = ["participant", "country", "erased_at"]
    list_select_related = ["participant__user", "participant__fair"]
    search_fields = ["country"]


class RetentionResource(ModelResource):
    class Meta:
        model = Retention
        import_id_fields = ("fair",)
        fields = ("fair", "due_on", "warned_at", "erased_at", "people")


@admin.register(Retention)
class RetentionAdmin(Shown):
    resource_classes = [RetentionResource]
    list_display = ["fair", "due_on", "warned_at", "erased_at", "people"]
    list_select_related = ["fair"]
    search_fields = ["fair__name"]


class TwoPeopleResource(ModelResource):
    class Meta:
        model = TwoPeople
        fields = ("id", "fair__slug", "one", "other", "said_at")


@admin.register(TwoPeople)
class TwoPeopleAdmin(Shown):
    resource_classes = [TwoPeopleResource]
    list_display = ["fair", "one", "other", "said_by", "said_at"]
    list_select_related = ["fair", "one__user", "one__fair", "other__user", "other__fair", "said_by"]
    search_fields = ["fair__name"]
