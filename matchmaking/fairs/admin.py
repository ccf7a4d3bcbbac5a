from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from matchmaking.accounts.models import User
from matchmaking.common.admin import Chronicle, Inline, Ledger
from matchmaking.fairs.models import (
    Answer,
    Badge,
    Break,
    Category,
    CheckIn,
    Fair,
    FairText,
    Hall,
    HallHours,
    MeetingSlot,
    OpeningHours,
    OrganiserInvitation,
    Participant,
    Question,
    Room,
    RoomClosure,
)


class HallResource(ModelResource):
    fair = Field("fair", "fair", ForeignKeyWidget(Fair, "slug"))

    class Meta:
        model = Hall
        import_id_fields = ("fair", "slug")
        fields = ("fair", "slug", "name", "theme", "position")
        skip_unchanged = True
        clean_model_instances = True


class RoomResource(ModelResource):
    class Meta:
        model = Room
        fields = ("id", "hall", "name", "kind", "seats")
        skip_unchanged = True
        clean_model_instances = True


class ParticipantResource(ModelResource):
    fair = Field("fair", "fair", ForeignKeyWidget(Fair, "slug"))
    user = Field("user", "user", ForeignKeyWidget(User, "email"))

    class Meta:
        model = Participant
        import_id_fields = ("fair", "user")
        fields = ("fair", "user", "roles", "duty", "status", "decided_at")
        skip_unchanged = True
        clean_model_instances = True


class HoursInline(Inline):
    model = OpeningHours


class BreakInline(Inline):
    model = Break


class HallInline(Inline):
    model = Hall
    prepopulated_fields = {"slug": ("name",)}


class RoomInline(Inline):
    model = Room


@admin.register(Fair)
class FairAdmin(Chronicle):
    list_display = ("name", "status", "starts_on", "ends_on", "time_zone", "registration", "people")
    list_filter = ("status", "registration")
    search_fields = ("name", "slug", "city")
    ordering = ("-starts_on", "name")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("created_at", "changed_at")
    date_hierarchy = "starts_on"
    inlines = (HoursInline, BreakInline, HallInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Fair]:
        return super().get_queryset(request).annotate(participant_count=Count("participants"))

    @admin.display(description=_("people"), ordering="participant_count")
    def people(self, fair: Any) -> int:
        return int(fair.participant_count)


@admin.register(Hall)
class HallAdmin(Chronicle):
    resource_classes = (HallResource,)
    list_display = ("name", "fair", "theme", "position")
    list_select_related = ("fair",)
    search_fields = ("name", "fair__name")
    autocomplete_fields = ("fair",)
    inlines = (RoomInline,)


@admin.register(Room)
class RoomAdmin(Chronicle):
    resource_classes = (RoomResource,)
    list_display = ("name", "hall", "fair", "kind", "seats")
    list_select_related = ("hall__fair",)
    list_filter = ("kind",)
    search_fields = ("name", "hall__name", "hall__fair__name")
    autocomplete_fields = ("hall",)

    @admin.display(description=_("fair"), ordering="hall__fair__name")
    def fair(self, room: Room) -> str:
        return room.hall.fair.name


@admin.register(OpeningHours)
class OpeningHoursAdmin(Ledger):
    list_display = ("fair", "day", "opens_at", "closes_at")
    list_select_related = ("fair",)
    search_fields = ("fair__name",)
    autocomplete_fields = ("fair",)


@admin.register(HallHours)
class HallHoursAdmin(Ledger):
    list_display = ("hall", "day", "opens_at", "closes_at")
    list_select_related = ("hall",)
    search_fields = ("hall__name", "hall__fair__name")
    autocomplete_fields = ("hall",)


@admin.register(RoomClosure)
class RoomClosureAdmin(Ledger):
    list_display = ("room", "starts_at", "ends_at", "reason")
    list_select_related = ("room",)
    search_fields = ("room__name", "room__hall__fair__name", "reason")
    autocomplete_fields = ("room",)
    date_hierarchy = "starts_at"


@admin.register(Break)
class BreakAdmin(Ledger):
    list_display = ("name", "fair", "starts_at", "ends_at")
    list_select_related = ("fair",)
    search_fields = ("name", "fair__name")
    autocomplete_fields = ("fair",)


@admin.register(MeetingSlot)
class MeetingSlotAdmin(Ledger):
    list_display = ("fair", "starts_at", "ends_at")
    list_select_related = ("fair",)
    search_fields = ("fair__name",)
    autocomplete_fields = ("fair",)
    date_hierarchy = "starts_at"


@admin.register(Participant)
class ParticipantAdmin(Chronicle):
    resource_classes = (ParticipantResource,)
    list_display = ("user", "fair", "roles", "status", "applied_at", "decided_at")
    list_select_related = ("user", "fair")
    list_filter = ("status",)
    search_fields = ("user__email", "user__name", "fair__name")
    autocomplete_fields = ("user", "fair", "decided_by")
    readonly_fields = ("applied_at", "at_the_desk")
    actions = ("approve",)

    @admin.display(description=_("at the organiser’s desk"))
    def at_the_desk(self, person: Participant) -> str:
        """What administrators do there: with a reason, and written down."""
        if person._state.adding:
            return "–"
        names = {"begin-stead": _("In this person’s name …"), "show-data": _("Personal data")}
        return format_html_join(
            " · ",
            '<a href="{}">{}</a>',
            ((reverse(f"organising:{name}", args=[person.fair.slug, person.pk]), said) for name, said in names.items()),
        )

    @admin.action(description=_("Approve the selected people who wait"))
    def approve(self, request: HttpRequest, people: QuerySet[Participant]) -> None:
        count = people.filter(status=Participant.Status.APPLIED).update(
            status=Participant.Status.APPROVED, decided_at=timezone.now(), decided_by=request.user
        )
        self.message_user(
            request, ngettext("%(count)d person approved.", "%(count)d people approved.", count) % {"count": count}
        )


@admin.register(CheckIn)
class CheckInAdmin(Ledger):
    """Who was let in, by whom. It happens at the organiser's desk."""

    list_display = ("participant", "at", "by", "undone_at")
    list_select_related = ("participant__user", "participant__fair", "by")
    search_fields = ("participant__user__name", "participant__fair__name")
    autocomplete_fields = ("participant", "by")


@admin.register(Badge)
class BadgeAdmin(Ledger):
    """Whose badge was made anew."""

    list_display = ("participant", "number", "renewed_at")
    list_select_related = ("participant__user", "participant__fair")
    search_fields = ("participant__user__name", "participant__fair__name")
    autocomplete_fields = ("participant",)


@admin.register(FairText)
class FairTextAdmin(Chronicle):
    list_display = ("fair", "language", "tagline")
    list_select_related = ("fair",)
    list_filter = ("language",)
    search_fields = ("fair__name", "tagline")
    autocomplete_fields = ("fair",)


@admin.register(Category)
class CategoryAdmin(Ledger):
    list_display = ("name", "fair", "position")
    list_select_related = ("fair",)
    search_fields = ("name", "fair__name")
    autocomplete_fields = ("fair",)


@admin.register(Question)
class QuestionAdmin(Chronicle):
    list_display = ("text", "fair", "kind", "is_required", "position", "retired_at")
    list_select_related = ("fair",)
    list_filter = ("kind", "is_required")
    search_fields = ("text", "fair__name")
    autocomplete_fields = ("fair",)


@admin.register(Answer)
class AnswerAdmin(Ledger):
    """That somebody has answered. What he said is between him and the organisers of the fair."""

    list_display = ("participant", "question", "changed_at")
    list_select_related = ("participant__user", "participant__fair", "question")
    search_fields = ("participant__user__name", "question__text")
    autocomplete_fields = ("participant", "question")
    exclude = ("value",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Answer | None = None) -> bool:
        return False


@admin.register(OrganiserInvitation)
class OrganiserInvitationAdmin(Ledger):
    list_display = ("email", "fair", "duty", "created_at", "sent_at", "accepted_at", "revoked_at")
    list_select_related = ("fair",)
    list_filter = ("duty",)
    search_fields = ("email", "fair__name")
    autocomplete_fields = ("fair", "invited_by", "accepted_by", "leader")
