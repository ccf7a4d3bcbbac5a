"""The administration of notices: who was told of what, how, and why not; and how everybody wants to be told.

What a notice says is read from what it is about, and is not shown here: it is between those whom it concerns.
"""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from import_export.resources import ModelResource

from matchmaking.common.admin import Chronicle, Ledger
from matchmaking.meetings.admin.base import OF_FAIR, Shown, ShownInline
from matchmaking.meetings.admin.terms import OfFair
from matchmaking.reminders.models import (
    Announcement,
    AnnouncementText,
    DeadAddress,
    Delivery,
    FairLeads,
    Habits,
    Notice,
    Nudge,
    PushSubscription,
    Wish,
)


class NoticeResource(OfFair):
    class Meta:
        model = Notice
        fields = ("id", "fair", "recipient__email", "kind", "due_at", "owed_at", "ends_at", "dropped", "read_at")


class FairLeadsResource(OfFair):
    class Meta:
        model = FairLeads
        import_id_fields = ("fair",)
        fields = ("fair", "day_before_hours", "soon_minutes")
        skip_unchanged = True
        clean_model_instances = True


class HabitsResource(ModelResource):
    class Meta:
        model = Habits
        import_id_fields = ("user",)
        fields = ("user__email", "is_quiet", "quiet_from", "quiet_to", "digest_at", "day_before_hours", "soon_minutes")


class DeadAddressResource(ModelResource):
    class Meta:
        model = DeadAddress
        fields = ("id", "address", "cause", "answer", "noted_at")


class PushSubscriptionResource(ModelResource):
    class Meta:
        model = PushSubscription
        fields = ("id", "user__email", "created_at", "last_used_at")  # never its keys


class WishResource(ModelResource):
    class Meta:
        model = Wish
        fields = ("id", "user__email", "kind", "mail", "push")


class AnnouncementResource(OfFair):
    class Meta:
        model = Announcement
        fields = ("id", "fair", "title", "text", "language", "written_at", "send_at")


class NudgeResource(ModelResource):
    class Meta:
        model = Nudge
        fields = ("id", "stand__company__name", "stand__fair__slug", "asked_at", "rests_until")


class DeliveryInline(ShownInline):
    model = Delivery
    fields = ("way", "status", "due_at", "tries", "ended_at", "problem", "answer")
    readonly_fields = fields


@admin.register(Notice)
class NoticeAdmin(Shown):
    """To whom something was told, on which ways, and what became of it on each."""

    resource_classes = (NoticeResource,)
    list_display = ("recipient", "kind", "fair", "owed_at", "dropped", "read_at")
    list_select_related = ("recipient", "fair")
    list_filter = ("kind", "dropped", "deliveries__way", "deliveries__status", OF_FAIR)
    search_fields = ("recipient__name", "recipient__email", "fair__name")
    fields = (
        "recipient",
        "fair",
        "kind",
        "subject",
        "occasion",
        "said",
        "due_at",
        "owed_at",
        "ends_at",
        "dropped",
        "read_at",
    )
    readonly_fields = fields
    inlines = (DeliveryInline,)


@admin.register(FairLeads)
class FairLeadsAdmin(Chronicle):
    """How long before a meeting the people of a fair are reminded."""

    resource_classes = (FairLeadsResource,)
    list_display = ("fair", "day_before_hours", "soon_minutes")
    list_select_related = ("fair",)
    search_fields = ("fair__name",)
    autocomplete_fields = ("fair",)


@admin.register(Habits)
class HabitsAdmin(Shown):
    """When somebody wants to be told, by his own clock. It is his to say."""

    resource_classes = (HabitsResource,)
    list_display = ("user", "is_quiet", "quiet_from", "quiet_to", "digest_at", "day_before_hours", "soon_minutes")
    list_select_related = ("user",)
    list_filter = ("is_quiet",)
    search_fields = ("user__name", "user__email")


@admin.register(Wish)
class WishAdmin(Shown):
    """How somebody wants to be told of one kind of thing, where it is not the usual way. It is his to say."""

    resource_classes = (WishResource,)
    list_display = ("user", "kind", "mail", "push")
    list_select_related = ("user",)
    list_filter = ("kind", "mail", "push")
    search_fields = ("user__name", "user__email")


class TextInline(ShownInline):
    model = AnnouncementText
    fields = ("language", "title", "text")
    readonly_fields = fields


@admin.register(Announcement)
class AnnouncementAdmin(Chronicle):
    """What an organiser tells many at once. What has begun to go out stays as it is."""

    resource_classes = (AnnouncementResource,)
    list_display = ("title", "fair", "written_by", "written_at", "send_at", "begun_at", "reached")
    list_select_related = ("fair", "written_by")
    list_filter = (OF_FAIR,)
    list_filter_submit = True
    search_fields = ("title", "fair__name")
    autocomplete_fields = ("fair", "hall", "written_by")
    readonly_fields = ("written_at", "begun_at", "ended_at", "reached")
    inlines = (TextInline,)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        has_begun = isinstance(obj, Announcement) and obj.begun_at is not None
        return not has_begun and super().has_change_permission(request, obj)


@admin.register(Nudge)
class NudgeAdmin(Shown):
    """Which stands were asked to add what is missing."""

    resource_classes = (NudgeResource,)
    list_display = ("stand", "asked_at", "rests_until", "asked_by")
    list_select_related = ("stand__company", "stand__fair", "asked_by")
    search_fields = ("stand__company__name", "stand__fair__name")


@admin.register(DeadAddress)
class DeadAddressAdmin(Ledger):
    """Addresses that notices spare. Whoever takes one off the list has mails sent there again."""

    resource_classes = (DeadAddressResource,)
    list_display = ("address", "cause", "answer", "noted_at")
    list_filter = ("cause",)
    search_fields = ("address",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(PushSubscription)
class PushSubscriptionAdmin(Shown):
    """The browsers in which people are told. Their keys are nobody's to see."""

    resource_classes = (PushSubscriptionResource,)
    list_display = ("user", "created_at", "last_used_at")
    list_select_related = ("user",)
    fields = ("user", "created_at", "last_used_at")
    search_fields = ("user__name", "user__email")
