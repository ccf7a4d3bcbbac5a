"""The administration's own house: one site, one base class. Apps register their models in their admin.py."""

from typing import Any, ClassVar

from csp.constants import UNSAFE_EVAL
from csp.decorators import csp_update
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.forms import Field, TypedMultipleChoiceField
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.import_export.forms import ImportForm, SelectableFieldsExportForm
from unfold.sites import UnfoldAdminSite
from unfold.widgets import UnfoldAdminSelect2MultipleWidget, UnfoldAdminURLInputWidget

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

    def formfield_for_dbfield(self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Field:
        """An array of choices is chosen from, not typed."""
        choices = getattr(getattr(db_field, "base_field", None), "choices", None)
        if isinstance(db_field, ArrayField) and choices:
            return TypedMultipleChoiceField(
                choices=choices,
                required=not db_field.blank,
                label=db_field.verbose_name,
                widget=UnfoldAdminSelect2MultipleWidget,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class Chronicle(SimpleHistoryAdmin, Ledger):
    """The base for models whose every change is kept: the history page says who changed what, and when."""


class Inline(TabularInline):
    """The base of every inline: no empty rows until one is asked for."""

    extra = 0
    show_change_link = True


def stylesheet(request: HttpRequest) -> str:
    """Where unfold finds our colours."""
    return static("css/admin.css")
