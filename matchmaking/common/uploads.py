"""Files from outside: judged by what they decode to, never by what they call themselves."""

import uuid
from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils.deconstruct import deconstructible


@deconstructible
class image_path:
    """Where a stored image goes: an unguessable name in a folder per kind. The sender's file name is dropped."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __eq__(self, other: object) -> bool:
        return isinstance(other, image_path) and other.folder == self.folder

    def __hash__(self) -> int:
        return hash(self.folder)

    def __call__(self, instance: models.Model, filename: str) -> str:
        return f"{self.folder}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


def document_path(instance: Any, filename: str) -> str:
    """Where a stand's document goes: below the documents' root, under its own unguessable name."""
    return f"{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"
