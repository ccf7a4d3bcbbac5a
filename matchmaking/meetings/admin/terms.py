from typing import Any

from django.contrib import admin
from django.db.models import Count, Field, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export import fields
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget
from unfold.contrib.filters.admin import RelatedDropdownFilter

from matchmaking.common.admin import Chronicle
from matchmaking.fairs.models import Fair, Participant
from matchmaking.meetings.admin.base import OF_FAIR, Refereed
from matchmaking.meetings.models import Barrier, FairTerms, Group, Quota, StandTerms


class OfFair(ModelResource):
    """What belongs to a fair says so by the fair's address."""

    fair = fields.Field("fair", "fair", ForeignKeyWidget(Fair, "slug"))


class FairTermsResource(OfFair):
    class Meta:
        model = FairTerms
        import_id_fields = ("fair",)
        fields = ("fair", "answer_hours", "offer_minutes")
        skip_unchanged = True
        clean_model_instances = True


class QuotaResource(OfFair):
    class Meta:
        model = Quota
        import_id_fields = ("fair", "role")
        fields = ("fair", "role", "open_requests", "meetings_per_day")
        skip_unchanged = True
        clean_model_instances = True


class GroupResource(OfFair):
    class Meta:
        model = Group
        import_id_fields = ("fair", "name")
        fields = ("fair", "name")
        skip_unchanged = True
        clean_model_instances = True


class BarrierResource(OfFair):
    class Meta:
        model = Barrier
        fields = ("id", "fair", "asking_role", "asking_group", "asked_role", "asked_group")
        skip_unchanged = True
        clean_model_instances = True


class StandTermsResource(ModelResource):
    class Meta:
        model = StandTerms
        import_id_fields = ("exhibitor",)
        fields = ("exhibitor", "books_directly")
        skip_unchanged = True
        clean_model_instances = True


class WrittenOnce(Refereed):
    """Terms that belong to one thing, and stay with it."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *((self.belongs_to,) if obj else ()))

    belongs_to = "fair"


@admin.register(FairTerms)
class FairTermsAdmin(WrittenOnce, Chronicle):
    resource_classes = (FairTermsResource,)
    list_display = ("fair", "answer_hours", "offer_minutes")
    list_select_related = ("fair",)
    search_fields = ("fair__name", "fair__slug")
    autocomplete_fields = ("fair",)


@admin.register(Quota)
class QuotaAdmin(WrittenOnce, Chronicle):
    resource_classes = (QuotaResource,)
    list_display = ("fair", "role", "open_requests", "meetings_per_day")
    list_select_related = ("fair",)
    list_filter = ("role", OF_FAIR)
    search_fields = ("fair__name", "fair__slug")
    autocomplete_fields = ("fair",)


@admin.register(Group)
class GroupAdmin(WrittenOnce):
    resource_classes = (GroupResource,)
    list_display = ("name", "fair", "people")
    list_select_related = ("fair",)
    list_filter = (OF_FAIR,)
    search_fields = ("name", "fair__name")
    ordering = ("name", "pk")
    autocomplete_fields = ("fair", "participants")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).select_related("fair").annotate(participant_count=Count("participants"))

    def formfield_for_manytomany(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Whoever is in the group is named in one query, however many they are."""
        everybody = Participant.objects.select_related("user", "fair")
        return super().formfield_for_manytomany(db_field, request, **{"queryset": everybody} | kwargs)

    @admin.display(description=_("people"), ordering="participant_count")
    def people(self, group: Any) -> int:
        return int(group.participant_count)


@admin.register(Barrier)
class BarrierAdmin(WrittenOnce, Chronicle):
    resource_classes = (BarrierResource,)
    list_display = ("fair", "asking_role", "asking_group", "asked_role", "asked_group")
    list_select_related = ("fair", "asking_group", "asked_group")
    list_filter = (OF_FAIR,)
    search_fields = ("fair__name", "asking_group__name", "asked_group__name")
    autocomplete_fields = ("fair", "asking_group", "asked_group")


@admin.register(StandTerms)
class StandTermsAdmin(WrittenOnce, Chronicle):
    resource_classes = (StandTermsResource,)
    list_display = ("exhibitor", "books_directly")
    list_select_related = ("exhibitor__company", "exhibitor__fair")
    list_filter = ("books_directly", ("exhibitor__fair", RelatedDropdownFilter))
    search_fields = ("exhibitor__company__name", "exhibitor__fair__name")
    autocomplete_fields = ("exhibitor",)
    belongs_to = "exhibitor"
