from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.resources import ModelResource
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from matchmaking.accounts.models import Block, User
from matchmaking.common.admin import Chronicle, Ledger

admin.site.unregister(Group)


class UserResource(ModelResource):
    """People without their secrets: a password neither leaves nor comes in by a file."""

    class Meta:
        model = User
        import_id_fields = ("email",)
        fields = ("email", "name", "language", "spoken_languages", "time_zone", "country", "is_active")
        skip_unchanged = True


@admin.register(Group)
class GroupAdmin(Ledger):
    search_fields = ("name",)
    filter_horizontal = ("permissions",)


@admin.register(User)
class PersonAdmin(Chronicle, UserAdmin):
    resource_classes = (UserResource,)
    form, add_form, change_password_form = UserChangeForm, UserCreationForm, AdminPasswordChangeForm
    list_display = ("email", "name", "country", "time_zone", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff", "language", "country")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("joined_at", "last_login")
    filter_horizontal = ()
    autocomplete_fields = ("groups",)
    actions = ("let_in", "shut_out")
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "photo")}),
        (_("Reading and speaking"), {"fields": ("language", "spoken_languages", "country")}),
        (_("Clock"), {"fields": ("time_zone", "is_time_zone_chosen")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)

    @admin.action(description=_("Let the selected people sign in"))
    def let_in(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._set_active(request, people, is_active=True)

    @admin.action(description=_("Shut the selected people out"))
    def shut_out(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._set_active(request, people.exclude(email=request.user.get_username()), is_active=False)

    def _set_active(self, request: HttpRequest, people: QuerySet[User], *, is_active: bool) -> None:
        count = people.update(is_active=is_active)
        self.message_user(
            request, ngettext("%(count)d person changed.", "%(count)d people changed.", count) % {"count": count}
        )


@admin.register(Block)
class BlockAdmin(Ledger):
    list_display = ("blocker", "blocked", "created_at")
    list_select_related = ("blocker", "blocked")
    search_fields = ("blocker__email", "blocked__email")
    autocomplete_fields = ("blocker", "blocked")
