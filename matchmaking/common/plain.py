"""Records read by plain SQL, for pages that are asked for all the time.

They would spend more on writing such a query in Python than on its answer (docs/scaling.md).
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

Record = TypeVar("Record", bound=Model)


def columns_of(model: type[Model], alias: str, names: Sequence[str] = ()) -> str:
    """The columns of a record, or those named, in the order in which `record_of` wants them."""
    return ", ".join(f'{alias}."{name}"' for name in names or _columns(model))


def record_of(model: type[Record], values: Sequence[Any], names: Sequence[str] = ()) -> Record:
    """The record with these values; fields that are not among them are read when asked for."""
    return model.from_db(DEFAULT_DB_ALIAS, names or _names(model), values)


def _columns(model: type[Model]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
