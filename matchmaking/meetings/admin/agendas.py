from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.resources import ModelResource
from unfold.contrib.filters.admin import RelatedDropdownFilter

from matchmaking.meetings.actions.feeds import revoke_feed
from matchmaking.meetings.admin.base import Shown
from matchmaking.meetings.models import Agenda, AgendaFeed, Availability, BusyTime, OwnCalendar

PEOPLE = ("participant__user__name", "participant__user__email", "participant__fair__name")
USERS = ("user__name", "user__email")


class AgendaResource(ModelResource):
    class Meta:
        model = Agenda
        import_id_fields = ("participant",)
        fields = (
            "participant__fair__slug",
            "participant__user__email",
            "time_zone",
            "works_from",
            "works_to",
            "break_minutes",
            "most_per_day",
        )


class AvailabilityResource(ModelResource):
    class Meta:
        model = Availability
        fields = ("participant__fair__slug", "participant__user__email", "slot__starts_at", "slot__ends_at")


class BusyTimeResource(ModelResource):
    """When somebody is busy. With what is his own affair."""

    class Meta:
        model = BusyTime
        fields = ("user__email", "starts_at", "ends_at", "source")


class OwnCalendarResource(ModelResource):
    """Whether somebody's own calendar is read. Its address is a secret."""

    class Meta:
        model = OwnCalendar
        import_id_fields = ("user",)
        fields = ("user__email", "entered_at", "tried_at", "read_at", "due_at", "problem", "left_out")


class AgendaFeedResource(ModelResource):
    """Who has an address for his meetings, not which."""

    class Meta:
        model = AgendaFeed
        import_id_fields = ("user",)
        fields = ("user__email", "created_at")


@admin.register(Agenda)
class AgendaAdmin(Shown):
    resource_classes = (AgendaResource,)
    list_display = ("participant", "time_zone", "works_from", "works_to", "break_minutes", "most_per_day")
    list_select_related = ("participant__user", "participant__fair")
    list_filter = (("participant__fair", RelatedDropdownFilter),)
    search_fields = (*PEOPLE, "time_zone")


@admin.register(Availability)
class AvailabilityAdmin(Shown):
    """Which slots somebody has opened. He does it on his own page, where everybody who looks at them is told."""

    resource_classes = (AvailabilityResource,)
    list_display = ("participant", "slot")
    list_select_related = ("participant__user", "participant__fair", "slot")
    list_filter = (("slot__fair", RelatedDropdownFilter),)
    search_fields = PEOPLE


@admin.register(BusyTime)
class BusyTimeAdmin(Shown):
    """When somebody is busy elsewhere. He has been promised that only he sees with what."""

    resource_classes = (BusyTimeResource,)
    list_display = ("user", "starts_at", "ends_at", "source")
    list_select_related = ("user",)
    list_filter = ("source",)
    search_fields = USERS
    fields = ("user", "starts_at", "ends_at", "source")
    date_hierarchy = "starts_at"


@admin.register(OwnCalendar)
class OwnCalendarAdmin(Shown):
    """Whether somebody's own calendar can be read. Whoever knows its address reads it: it is not shown."""

    resource_classes = (OwnCalendarResource,)
    list_display = ("user", "problem", "tried_at", "read_at")
    list_select_related = ("user",)
    list_filter = ("problem",)
    search_fields = USERS
    fields = ("user", "entered_at", "tried_at", "read_at", "due_at", "problem", "left_out")


@admin.register(AgendaFeed)
class AgendaFeedAdmin(Shown):
    """Who reads his meetings at a secret address. It can be made worthless here, never read."""

    resource_classes = (AgendaFeedResource,)
    list_display = ("user", "created_at")
    list_select_related = ("user",)
    search_fields = USERS
    fields = ("user", "created_at")
    actions = ("revoke",)

    @admin.action(description=_("Make the selected addresses worthless"), permissions=["act"])
    def revoke(self, request: HttpRequest, feeds: QuerySet[AgendaFeed]) -> None:
        self.carry_out(
            request,
            feeds,
            lambda feed: revoke_feed(user=feed.user),
            lambda count: (
                ngettext("%(count)d address revoked.", "%(count)d addresses revoked.", count) % {"count": count}
            ),
        )
