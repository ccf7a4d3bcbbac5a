"""Why something of an import could not be undone, in the reader's words."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KEPT: Mapping[str, str | Promise] = {
    "touched": gettext_lazy("Somebody has changed it since."),
    "gone": gettext_lazy("Somebody has removed it since."),
    "taken": gettext_lazy("What it was before is not possible any more: somebody has taken its place."),
}


def kept_because(row: Mapping[str, Any]) -> str:
    """One sentence."""
    if row["kept"] == "needed":
        return _("Something hangs on it by now: %(what)s.") % {
            "what": apps.get_model(row["kept_for"])._meta.verbose_name
        }
    return str(KEPT.get(row["kept"], ""))
