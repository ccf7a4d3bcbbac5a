"""Documents from outside: which of the kinds that we accept a file is, by its signature and structure."""

import codecs
import struct
from pathlib import PurePath
from typing import IO, NoReturn
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

PDF = "application/pdf"
TEXT = "text/plain"
CSV = "text/csv"
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
SUFFIXES = {
    PDF: "pdf",
    f"{_OOXML}wordprocessingml.document": "docx",
    f"{_OOXML}spreadsheetml.sheet": "xlsx",
    f"{_OOXML}presentationml.presentation": "pptx",
    f"{_ODF}text": "odt",
    f"{_ODF}spreadsheet": "ods",
    f"{_ODF}presentation": "odp",
    TEXT: "txt",
    CSV: "csv",
}
_MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_BY_SUFFIX = {suffix: media_type for media_type, suffix in SUFFIXES.items()}

MAX_ENTRIES = 4000
MAX_UNPACKED = 300 * 1024 * 1024
_MAX_DIRECTORY = 1024 * 1024  # bytes of an archive's table of contents
_MAX_TYPES = 512 * 1024  # bytes of [Content_Types].xml
_END = struct.Struct("<4s4H2LH")  # the record that ends every zip archive


def media_type_of(file: UploadedFile) -> str:
    """The document's media type, or the ValidationError that says why it is refused."""
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"%PDF-"):
        _check_pdf(file)
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _office_type(file)
    suffix = PurePath(file.name or "").suffix.lower()
    if suffix in (".txt", ".csv"):
        _check_text(file)
        return _BY_SUFFIX[suffix[1:]]
    raise ValidationError(
        _("We do not take files of this kind. Choose a PDF, Word, Excel, PowerPoint, OpenDocument or text file."),
        code="not_a_document",
    )


def _check_pdf(file: IO[bytes]) -> None:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 2048))
    tail = file.read()
    if b"startxref" not in tail or b"%%EOF" not in tail:
        _damaged()


def _check_text(file: IO[bytes]) -> None:
    decode = codecs.getincrementaldecoder("utf-8")().decode
    file.seek(0)
    try:
        while chunk := file.read(64 * 1024):
            if "\0" in decode(chunk):
                raise ValueError
        decode(b"", final=True)
    except ValueError as error:
        raise ValidationError(
            _("This is not plain text in UTF-8. Save it as UTF-8 text, or as PDF."), code="not_text"
        ) from error


def _office_type(file: IO[bytes]) -> str:
    _check_directory(file)
    try:
        with ZipFile(file) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            _check_entries(archive.infolist())
            if "mimetype" in entries:
                return _opendocument_type(archive, entries)
            return _ooxml_type(archive, entries)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        if isinstance(error, ValidationError):
            raise
        raise _damage() from error


def _check_directory(file: IO[bytes]) -> None:
    """Asked before the archive is opened: a table of contents may itself be the bomb.

    Office programs write no comment and no 64-bit archive; what has either was made by hand.
    """
    file.seek(0, 2)
    size = file.tell()
    if size < _END.size:
        _damaged()
    file.seek(max(0, size - _END.size - 20))
    tail = file.read()
    signature, *_rest, entries, directory, _offset, comment = _END.unpack(tail[-_END.size :])
    if signature != b"PK\x05\x06" or comment or tail.startswith(b"PK\x06\x07"):
        _damaged()
    if entries > MAX_ENTRIES or directory > _MAX_DIRECTORY:
        _bomb()


def _check_entries(entries: list[ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        _bomb()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ValidationError(
            _("This document is protected by a password. Save it without one."), code="document_is_locked"
        )


def _ooxml_type(archive: ZipFile, entries: dict[str, ZipInfo]) -> str:
    """Word, Excel or PowerPoint, as its list of parts says; never with macros."""
    kinds = [suffix for part, suffix in _MAIN_PARTS.items() if part in entries]
    types = entries.get("[Content_Types].xml")
    if len(kinds) != 1 or types is None or types.file_size > _MAX_TYPES:
        _damaged()
    declared = archive.read(types)
    if b"macroenabled" in declared.lower() or any(name.lower().endswith("vbaproject.bin") for name in entries):
        _macros()
    media_type = _BY_SUFFIX[kinds[0]]
    if f"{media_type}.main+xml".encode() not in declared:
        _damaged()
    return media_type


def _opendocument_type(archive: ZipFile, entries: dict[str, ZipInfo]) -> str:
    """Text, spreadsheet or presentation, as its first member says; never with macros."""
    kind = entries["mimetype"]
    if kind.file_size > 100 or not {"content.xml", "META-INF/manifest.xml"} <= entries.keys():
        _damaged()
    media_type = archive.read(kind).decode("ascii")
    if media_type not in SUFFIXES or not media_type.startswith(_ODF):
        _damaged()
    if any(name.startswith(("Basic/", "Scripts/")) for name in entries):
        _macros()
    return media_type


def _macros() -> NoReturn:
    raise ValidationError(
        _("This document contains macros. Save it without them, or as PDF."), code="document_has_macros"
    )


def _bomb() -> NoReturn:
    raise ValidationError(
        _("This document unpacks to more than we can take. Save it as PDF."), code="document_is_a_bomb"
    )


def _damage() -> ValidationError:
    return ValidationError(
        _("This document is damaged or incomplete. Open it, save it again and try once more."),
        code="document_is_damaged",
    )


def _damaged() -> NoReturn:
    raise _damage()
