from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.resources import ModelResource

from matchmaking.common.admin import Chronicle
from matchmaking.meetings.actions.answering import expire_request
from matchmaking.meetings.actions.requesting import withdraw_request
from matchmaking.meetings.admin.base import OF_FAIR, Shown, ShownInline, who
from matchmaking.meetings.errors import NotYetDue
from matchmaking.meetings.models import MeetingRequest, RequestedSlot


class RequestResource(ModelResource):
    class Meta:
        model = MeetingRequest
        fields = (
            "id",
            "fair__slug",
            "sender__user__email",
            "sender_stand__slug",
            "recipient__user__email",
            "recipient_stand__slug",
            "status",
            "sent_at",
            "expires_at",
            "answered_at",
        )


class WishInline(ShownInline):
    model = RequestedSlot
    related = ("slot",)
    fields = ("rank", "slot")


@admin.register(MeetingRequest)
class MeetingRequestAdmin(Shown, Chronicle):
    """Who asked whom, and what came of it. Requests are made and answered on their pages; here they can be closed."""

    resource_classes = (RequestResource,)
    list_display = ("__str__", "fair", "status", "turn", "sent_at", "expires_at", "answered_at")
    list_select_related = (
        "fair",
        "sender__user",
        "sender__fair",
        "sender_stand__company",
        "sender_stand__fair",
        "recipient__user",
        "recipient__fair",
        "recipient_stand__company",
        "recipient_stand__fair",
    )
    list_filter = ("status", "turn", OF_FAIR)
    search_fields = (
        "sender__user__name",
        "sender__user__email",
        "sender_stand__company__name",
        "recipient__user__name",
        "recipient__user__email",
        "recipient_stand__company__name",
        "fair__name",
    )
    date_hierarchy = "sent_at"
    inlines = (WishInline,)
    actions = ("withdraw", "expire")

    @admin.action(description=_("Withdraw the selected requests for their senders"), permissions=["act"])
    def withdraw(self, request: HttpRequest, asked: QuerySet[MeetingRequest]) -> None:
        at = timezone.now()
        self.carry_out(
            request,
            asked,
            lambda row: withdraw_request(request_id=row.pk, by=who(request), at=at),
            lambda count: (
                ngettext("%(count)d request withdrawn.", "%(count)d requests withdrawn.", count) % {"count": count}
            ),
        )

    @admin.action(description=_("Close the selected requests whose time is over"), permissions=["act"])
    def expire(self, request: HttpRequest, asked: QuerySet[MeetingRequest]) -> None:
        at = timezone.now()

        def expire(row: MeetingRequest) -> None:
            if not expire_request(request_id=row.pk, at=at):
                raise NotYetDue

        self.carry_out(
            request,
            asked,
            expire,
            lambda count: (
                ngettext("%(count)d request has expired.", "%(count)d requests have expired.", count) % {"count": count}
            ),
        )
