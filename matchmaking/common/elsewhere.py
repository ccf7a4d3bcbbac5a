"""Apps above are asked without being known: the settings name their functions, in the order in which they are asked."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def ask(setting: str, **facts: Any) -> Iterator[Any]:
    """What each function that the setting names says to these facts (docs/decisions/0011, 0012)."""
    for path in getattr(settings, setting):
        yield import_string(path)(**facts)
