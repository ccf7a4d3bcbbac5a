"""The administration's own house: one site, one base class. Apps register their models in their admin.py."""

from typing import Any, ClassVar, cast

from csp.constants import UNSAFE_EVAL
from csp.decorators import csp_update
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ChoiceField, TypedMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.import_export.forms import ImportForm, SelectableFieldsExportForm
from unfold.sites import UnfoldAdminSite
from unfold.widgets import (
    UnfoldAdminImageFieldWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminURLInputWidget,
)

from matchmaking.common.places import (
    country_choices,
    language_choices,
    validate_country,
    validate_language,
    validate_time_zone,
    zone_names,
)
from matchmaking.common.uploads import PICTURE, CleanImageField

IMPORT_BYTES = 5 * 1024 * 1024  # a larger table wants a command, not a page


class Site(UnfoldAdminSite):
    """The admin at /admin/. Its pages alone may evaluate: Alpine, which unfold is made with, cannot do without."""

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return csp_update({"script-src": [UNSAFE_EVAL]})(super().admin_view(view, cacheable))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Unfold's context without its inline colours, which the policy forbids: they are in css/admin.css."""
        return super().each_context(request) | {"colors": None}


class LimitedImportForm(ImportForm):
    """Refuses a file over the limit before it is read."""

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > IMPORT_BYTES:
            self.add_error("import_file", _("This file has more than 5 MB. Import it in parts."))
        return file


class Ledger(ImportExportModelAdmin, ModelAdmin):
    """The base of every admin here: import with a dry run, export, and few queries."""

    import_form_class = LimitedImportForm
    export_form_class = SelectableFieldsExportForm
    formats: ClassVar = [CSV, XLSX]
    list_per_page = 50
    show_full_result_count = False
    skip_admin_log = False
    warn_unsaved_form = True
    formfield_overrides: ClassVar = ModelAdmin.formfield_overrides | {
        models.URLField: {"widget": UnfoldAdminURLInputWidget, "assume_scheme": "https"}
    }

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """What is found comes with what its name is made of, where it is offered to choose from too."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return found.select_related(*(self.list_select_related or ())), may_repeat

    def formfield_for_dbfield(self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """What has a list is chosen from it, and a picture is judged as it is on every other page."""
        if isinstance(db_field, models.ImageField):
            return db_field.formfield(form_class=CleanImageField, bound=PICTURE, widget=UnfoldAdminImageFieldWidget)
        many = isinstance(db_field, ArrayField)
        choices = choices_of(cast(Any, db_field).base_field if many else db_field)
        if choices is None or (db_field.choices and not many):
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        kind, widget = (
            (TypedMultipleChoiceField, UnfoldAdminSelect2MultipleWidget)
            if many
            else (ChoiceField, UnfoldAdminSelect2Widget)
        )
        return kind(
            choices=choices if many or not db_field.blank else [("", "—"), *choices],
            required=not db_field.blank,
            label=db_field.verbose_name,
            help_text=db_field.help_text,
            initial=db_field.get_default() if db_field.has_default() else None,
            widget=widget,
        )


def choices_of(field: "models.Field[Any, Any]") -> list[tuple[Any, Any]] | None:
    """What a column may hold, if that is a list: its own choices, countries, languages or time zones."""
    if field.choices:
        return list(field.choices)
    if validate_country in field.validators:
        return country_choices()
    if validate_language in field.validators:
        return language_choices()
    if validate_time_zone in field.validators:
        return [(zone, zone) for zone in zone_names()]
    return None


class Chronicle(SimpleHistoryAdmin, Ledger):
    """The base for models whose every change is kept: the history page says who changed what, and when."""

    def history_form_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """An earlier state. Only who may change the row may bring it back: simple-history lets who may look at it."""
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        return cast(HttpResponse, super().history_form_view(request, object_id, *args, **kwargs))


class Inline(TabularInline):
    """The base of every inline: no empty rows until one is asked for. `related` are the rows that each one names."""

    extra = 0
    show_change_link = True
    related: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*self.related)


def stylesheet(request: HttpRequest) -> str:
    """Where unfold finds our colours."""
    return static("css/admin.css")


def favicon(request: HttpRequest) -> str:
    """Where unfold finds the picture of the tab: that of all our pages."""
    return static("img/tradefair.svg")


def script(request: HttpRequest) -> str:
    """Where unfold finds what we tell its htmx."""
    return static("js/admin.js")
