from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from matchmaking.common.admin import Chronicle, Inline, Ledger
from matchmaking.companies.models import Company
from matchmaking.exhibitors.models import (
    DirectoryEntry,
    Document,
    Exhibitor,
    ExhibitorInvitation,
    Representative,
    ShownProduct,
    StandRoom,
    TeamInvitation,
)
from matchmaking.fairs.models import Fair


class ExhibitorResource(ModelResource):
    fair = Field("fair", "fair", ForeignKeyWidget(Fair, "slug"))
    company = Field("company", "company", ForeignKeyWidget(Company, "slug"))

    class Meta:
        model = Exhibitor
        import_id_fields = ("fair", "slug")
        fields = ("fair", "slug", "company", "status", "hall", "stand_number", "headline", "pitch", "language")
        skip_unchanged = True
        clean_model_instances = True


class ShownInline(Inline):
    model = ShownProduct
    related = ("product", "exhibitor__company", "exhibitor__fair")
    autocomplete_fields = ("product",)


class TeamInline(Inline):
    model = Representative
    related = ("participant__user", "participant__fair", "exhibitor__company", "exhibitor__fair")
    autocomplete_fields = ("participant",)


class RoomInline(Inline):
    model = StandRoom
    related = ("room", "exhibitor__company", "exhibitor__fair")
    autocomplete_fields = ("room",)


@admin.register(Exhibitor)
class ExhibitorAdmin(Chronicle):
    resource_classes = (ExhibitorResource,)
    list_display = ("company", "fair", "hall", "stand_number", "status", "changed_at")
    list_select_related = ("company", "fair", "hall")
    list_filter = ("status",)
    search_fields = ("company__name", "slug", "stand_number", "fair__name")
    autocomplete_fields = ("fair", "company", "hall")
    readonly_fields = ("applied_at", "changed_at")
    inlines = (ShownInline, TeamInline, RoomInline)
    actions = ("approve",)

    @admin.action(description=_("Approve the selected stands that wait"))
    def approve(self, request: HttpRequest, stands: QuerySet[Exhibitor]) -> None:
        count = stands.filter(status=Exhibitor.Status.APPLIED).update(
            status=Exhibitor.Status.APPROVED, decided_at=timezone.now(), changed_at=timezone.now()
        )
        self.message_user(
            request, ngettext("%(count)d stand approved.", "%(count)d stands approved.", count) % {"count": count}
        )


@admin.register(Representative)
class RepresentativeAdmin(Chronicle):
    list_display = ("participant", "exhibitor", "job_title")
    list_select_related = ("participant__user", "participant__fair", "exhibitor__company", "exhibitor__fair")
    search_fields = ("participant__user__email", "participant__user__name", "exhibitor__company__name")
    autocomplete_fields = ("participant", "exhibitor")


@admin.register(TeamInvitation)
class TeamInvitationAdmin(Ledger):
    list_display = ("email", "exhibitor", "created_at", "expires_at", "accepted_at", "revoked_at")
    list_select_related = ("exhibitor__company", "exhibitor__fair")
    search_fields = ("email", "exhibitor__company__name")
    autocomplete_fields = ("exhibitor", "invited_by", "accepted_by")


@admin.register(ExhibitorInvitation)
class ExhibitorInvitationAdmin(Ledger):
    list_display = ("email", "company_name", "fair", "created_at", "expires_at", "accepted_at", "revoked_at")
    list_select_related = ("fair",)
    search_fields = ("email", "company_name", "fair__name")
    autocomplete_fields = ("fair", "invited_by", "accepted_by")


@admin.register(Document)
class DocumentAdmin(Ledger):
    list_display = ("title", "exhibitor", "audience", "language", "size", "created_at")
    list_select_related = ("exhibitor__company", "exhibitor__fair")
    list_filter = ("audience", "language")
    search_fields = ("title", "exhibitor__company__name")
    autocomplete_fields = ("exhibitor",)
    readonly_fields = ("file", "media_type", "size", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A document comes in by its stand, where it is checked."""
        return False


@admin.register(ShownProduct)
class ShownProductAdmin(Ledger):
    list_display = ("product", "exhibitor", "position")
    list_select_related = ("product", "exhibitor__company", "exhibitor__fair")
    search_fields = ("product__name", "exhibitor__company__name")
    autocomplete_fields = ("product", "exhibitor")


@admin.register(StandRoom)
class StandRoomAdmin(Ledger):
    list_display = ("room", "exhibitor")
    list_select_related = ("room", "exhibitor__company", "exhibitor__fair")
    search_fields = ("room__name", "exhibitor__company__name")
    autocomplete_fields = ("room", "exhibitor")


@admin.register(DirectoryEntry)
class DirectoryEntryAdmin(Ledger):
    """To look at, not to change: the entry is derived."""

    list_display = ("sort_name", "fair", "country", "indexed_at")
    list_select_related = ("fair",)
    search_fields = ("sort_name",)
    exclude = ("words",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: DirectoryEntry | None = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False
