from typing import Any

from django.contrib import admin
from django.contrib.admin import helpers
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.resources import ModelResource
from unfold.widgets import UnfoldAdminTextareaWidget

from matchmaking.common.admin import Chronicle
from matchmaking.meetings.actions.booking import cancel_booking
from matchmaking.meetings.admin.base import OF_FAIR, Shown, ShownInline, who
from matchmaking.meetings.forms.bookings import CancelForm
from matchmaking.meetings.models import Attendance, Booking


class BookingResource(ModelResource):
    class Meta:
        model = Booking
        fields = ("id", "fair__slug", "starts_at", "ends_at", "room__name", "status", "booked_at", "cancelled_at")


class SeatInline(ShownInline):
    model = Attendance
    related = (
        "participant__user",
        "participant__fair",
        "user",
        "booking__fair",
        "stand__company",
        "stand__fair",
    )
    fields = ("participant", "role", "stand", "excused_at")


@admin.register(Booking)
class BookingAdmin(Shown, Chronicle):
    """Meetings and who is there. They are made and moved on their pages; here they can be called off."""

    resource_classes = (BookingResource,)
    list_display = ("starts_at", "fair", "people", "room", "status", "booked_at")
    list_select_related = ("fair", "room")
    list_filter = ("status", OF_FAIR)
    search_fields = (
        "attendances__user__name",
        "attendances__user__email",
        "attendances__stand__company__name",
        "fair__name",
    )
    date_hierarchy = "starts_at"
    ordering = ("-starts_at", "pk")
    inlines = (SeatInline,)
    actions = ("cancel",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        seats = Prefetch("attendances", Attendance.objects.select_related("user"), to_attr="seats")
        return super().get_queryset(request).prefetch_related(seats)

    @admin.display(description=_("people"))
    def people(self, booking: Any) -> str:
        return ", ".join(str(seat.user) for seat in booking.seats)

    @admin.action(description=_("Cancel the selected meetings…"), permissions=["act"])
    def cancel(self, request: HttpRequest, bookings: QuerySet[Booking]) -> HttpResponse | None:
        """First the reason is asked for, then they are called off, and everybody who counted on them is told."""
        form = CancelForm(request.POST if "reason" in request.POST else None)
        form.fields["reason"].widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
        if form.is_valid():
            at = timezone.now()
            self.carry_out(
                request,
                bookings,
                lambda booking: cancel_booking(
                    booking_id=booking.pk, by=who(request), reason=form.cleaned_data["reason"], at=at
                ),
                lambda count: (
                    ngettext("%(count)d meeting cancelled.", "%(count)d meetings cancelled.", count) % {"count": count}
                ),
            )
            return None
        page = {
            **self.admin_site.each_context(request),
            "title": _("Cancel meetings"),
            "opts": self.opts,
            "form": form,
            "bookings": bookings.select_related("fair"),
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "meetings/admin/cancel.html", page)
