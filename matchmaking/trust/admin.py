"""The administration of trust: who vouches for whom, to look up and to take back."""

from django.contrib import admin
from import_export.resources import ModelResource

from matchmaking.meetings.admin.base import Shown
from matchmaking.trust.models import Endorsement


class EndorsementResource(ModelResource):
    class Meta:
        model = Endorsement
        fields = ("id", "exhibitor__slug", "exhibitor__fair__slug", "endorser__user__email", "at", "withdrawn_at")


@admin.register(Endorsement)
class EndorsementAdmin(Shown):
    resource_classes = [EndorsementResource]
    list_display = ["exhibitor", "endorser", "at", "withdrawn_at"]
    list_select_related = ["exhibitor__company", "exhibitor__fair", "endorser__user", "endorser__fair"]
    search_fields = ["exhibitor__company__name", "endorser__user__email"]
    date_hierarchy = "at"
