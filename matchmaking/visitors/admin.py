from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from matchmaking.common.admin import Chronicle, Inline, Ledger
from matchmaking.visitors.models import DirectoryEntry, SoughtHeading, VisitorProfile


class SoughtInline(Inline):
    model = SoughtHeading
    related = ("code", "profile__participant__user", "profile__participant__fair")
    autocomplete_fields = ("code",)


@admin.register(VisitorProfile)
class VisitorProfileAdmin(Chronicle):
    list_display = ("person", "fair", "organisation", "country", "visibility", "changed_at")
    list_select_related = ("participant__user", "participant__fair")
    list_filter = ("visibility", "volume", "country")
    search_fields = ("participant__user__name", "participant__user__email", "organisation", "looking_for")
    autocomplete_fields = ("participant", "company", "services")
    readonly_fields = ("created_at", "changed_at")
    inlines = (SoughtInline,)

    @admin.display(description=_("person"), ordering="participant__user__name")
    def person(self, profile: VisitorProfile) -> str:
        return str(profile.participant.user)

    @admin.display(description=_("fair"), ordering="participant__fair__name")
    def fair(self, profile: VisitorProfile) -> str:
        return str(profile.participant.fair)


@admin.register(SoughtHeading)
class SoughtHeadingAdmin(Ledger):
    list_display = ("profile", "code")
    list_select_related = ("profile__participant__user", "profile__participant__fair", "code")
    search_fields = ("code__code", "profile__participant__user__name")
    autocomplete_fields = ("profile", "code")


@admin.register(DirectoryEntry)
class DirectoryEntryAdmin(Ledger):
    """To look at, not to change: the entry is derived."""

    list_display = ("sort_name", "fair", "country", "visibility", "indexed_at")
    list_select_related = ("fair",)
    search_fields = ("sort_name",)
    exclude = ("words",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: DirectoryEntry | None = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False
