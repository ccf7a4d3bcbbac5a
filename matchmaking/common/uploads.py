"""Files from outside: judged by what they decode to, never by what they call themselves."""

import uuid
from abc import ABC, abstractmethod
from io import BytesIO
from pathlib import PurePath
from typing import Any, Literal, cast

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from matchmaking.common import documents, images

MB = 1024 * 1024

# How large a picture is kept, in pixels of its longer side.
PORTRAIT = 512  # logos and people
PRODUCT_PICTURE = 1200
PICTURE = 1600


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


def forget_file(file: FieldFile) -> None:
    """The stored file is gone once the transaction that stopped using it is committed, and stays if it is not.

    robust: a change that is committed must not turn into an error because a file was already gone.
    """
    if file and file.name:
        storage, name = file.storage, file.name
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def replace_file(instance: models.Model, field: str, file: "File[bytes] | Literal[False] | None") -> None:
    """The instance, not yet saved, has the new file, or none for False; its old one is forgotten. None leaves it be."""
    present = getattr(instance, field)
    if file is not False and (not file or file == present):
        return
    forget_file(present)
    setattr(instance, field, file or "")


class RefusedUpload(UploadedFile):
    """What is left of a file that was too large to be kept: its name. Any file field refuses it as empty."""

    def __init__(self, name: str | None) -> None:
        super().__init__(BytesIO(), name, size=0)


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Streams a file to disk until it exceeds the cap; then drops it, so that its field can say what was wrong.

    The rest of the request is read and forgotten: a browser whose request is cut off shows no message at all. That
    too has an end, by the length that the request announces.
    """

    is_over: bool

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.UPLOAD_MAX_REQUEST_SIZE:
            raise RequestDataTooBig(f"A request of {content_length} bytes is more than UPLOAD_MAX_REQUEST_SIZE.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.is_over:
            return
        if start + len(raw_data) > settings.UPLOAD_MAX_FILE_SIZE:
            self.is_over = True
            self.file.close()  # which removes it
            return
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.is_over:
            return RefusedUpload(self.file_name)
        return super().file_complete(file_size)

    def upload_interrupted(self) -> None:
        if not getattr(self, "is_over", True):
            super().upload_interrupted()


class _JudgedFileField(ABC, forms.FileField):
    """A file within its size, which `judge` then accepts, replaces or refuses."""

    accept = ""
    default_max_bytes = 20 * MB

    def __init__(self, *, max_bytes: int | None = None, **kwargs: Any) -> None:
        self.max_bytes = max_bytes or self.default_max_bytes
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": self.accept}

    def to_python(self, data: Any) -> Any:
        if isinstance(data, RefusedUpload) or (data and data.size and data.size > self.max_bytes):
            raise ValidationError(
                _("This file is too large. Choose one of at most %(limit)s."),
                params={"limit": filesizeformat(self.max_bytes)},
                code="too_large",
            )
        file = super().to_python(data)
        return self.judge(cast(UploadedFile, file)) if file else file

    @abstractmethod
    def judge(self, file: UploadedFile) -> "File[bytes]":
        """The file as it is kept; ValidationError if it is not what it should be."""


class CleanImageField(_JudgedFileField):
    """A picture, drawn anew: upright, at most `bound` pixels wide and high, in sRGB WebP and without any metadata."""

    accept = ",".join(images.MEDIA_TYPES)
    default_max_bytes = 8 * MB

    def __init__(self, *, bound: int, **kwargs: Any) -> None:
        self.bound = bound
        super().__init__(**kwargs)

    def judge(self, file: UploadedFile) -> "File[bytes]":
        return ContentFile(images.redraw(file, bound=self.bound), name="image.webp")


class CleanDocumentField(_JudgedFileField):
    """A PDF, office document or plain text. Its `content_type` and suffix then say what it is, not what was claimed."""

    accept = ",".join(f".{suffix}" for suffix in documents.SUFFIXES.values())

    def judge(self, file: UploadedFile) -> "File[bytes]":
        media_type = documents.media_type_of(file)
        file.content_type = media_type
        file.name = f"{PurePath(file.name or 'document').stem}.{documents.SUFFIXES[media_type]}"
        file.seek(0)
        return file
