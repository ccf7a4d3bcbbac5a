"""Why a file is not taken, and why an import does not go on. What is wrong with a single row is in `problems`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ImportRefused(Exception):
    """The base of every refusal about an import as a whole."""

    code = "refused"
    message: str | Promise = _("This is not possible.")
    field: str | None = None

    def __str__(self) -> str:
        return str(self.message)


class FileRefused(ImportRefused):
    """The file cannot be read as a table."""

    field = "file"


class NotATable(FileRefused):
    code = "not_a_table"
    message = _("This is not a table that we can read. Save it as CSV or as an Excel workbook (.xlsx).")


class OldExcel(FileRefused):
    code = "old_excel"
    message = _("This is a workbook of an old Excel (.xls). Save it as .xlsx or as CSV.")


class OpenDocument(FileRefused):
    code = "open_document"
    message = _("This is an OpenDocument file (.ods). Save it as .xlsx or as CSV.")


class OtherDocument(FileRefused):
    code = "other_document"
    message = _("This is a document, not a table. Save the table as .xlsx or as CSV.")


class DamagedFile(FileRefused):
    code = "damaged"
    message = _("This file is damaged or incomplete. Open it, save it again and try once more.")


class LockedFile(FileRefused):
    code = "locked"
    message = _("This workbook is protected by a password. Save it without one.")


class FileWithMacros(FileRefused):
    code = "macros"
    message = _("This workbook contains macros. Save it without them, as .xlsx.")


class Bomb(FileRefused):
    code = "bomb"
    message = _("This workbook unpacks to more than we can take. Copy the rows that you need into a new one.")


class EmptyFile(FileRefused):
    code = "empty"
    message = _("There is nothing in this file.")


class OnlyHeader(FileRefused):
    code = "only_header"
    message = _("This file has names of columns, but no rows below them.")


class TooManyColumns(FileRefused):
    code = "too_many_columns"
    message = _("This file has more than 200 columns. Leave out those that are not needed.")


class TooManyRows(FileRefused):
    """`rows` is how many there are; `is_more`: at least so many, nobody has counted on."""

    code = "too_many_rows"

    def __init__(self, rows: int, most: int, *, is_more: bool = False) -> None:
        super().__init__()
        words = (
            ngettext_lazy(
                "This file has more than %(rows)d row. Take at most %(most)d at once: import it in parts.",
                "This file has more than %(rows)d rows. Take at most %(most)d at once: import it in parts.",
                rows,
            )
            if is_more
            else ngettext_lazy(
                "This file has %(rows)d row. Take at most %(most)d at once: import it in parts.",
                "This file has %(rows)d rows. Take at most %(most)d at once: import it in parts.",
                rows,
            )
        )
        self.message = words % {"rows": rows, "most": most}


class ImportUnderWay(ImportRefused):
    code = "under_way"
    message = _("Another import of this fair is under way. Wait until it is over, then try again.")


class NotNow(ImportRefused):
    code = "not_now"
    message = _("This import is not at that step any more. Look at it again.")


class FileIsGone(ImportRefused):
    code = "file_is_gone"
    message = _("The file of this import has been deleted. Upload it again.")


class NothingToImport(ImportRefused):
    code = "nothing_to_import"
    message = _("No row of this file can be imported. Correct the file and upload it again.")
