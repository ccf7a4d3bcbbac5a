"""Tables as text: which encoding and separator a file was written with, and its records."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import IO

from charset_normalizer import from_bytes

from matchmaking.organising.errors import imports as errors

HEAD = 256 * 1024
PIECE = 64 * 1024
SEPARATORS = (";", ",", "\t", "|")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Encodings of scripts whose bytes are nothing but noise in Western ones. Among Western ones Windows' own is meant.
ELSEWHERE = ("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "gb18030", "big5", "shift_jis", "euc_kr")
BINARY = re.compile("[\0\x01-\x08\x0e-\x1a\x1c-\x1f]")
LONGEST_CELL = 32_000


def recognise(file: IO[bytes]) -> tuple[str, str]:
    """(encoding, separator); FileRefused if this is no text at all."""
    encoding = encoding_of(file)
    file.seek(0)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(file.read(HEAD))
    if not text.strip("\ufeff \r\n\t"):
        raise errors.EmptyFile
    return encoding, separator_of(text)


def encoding_of(file: IO[bytes]) -> str:
    """The encoding in which the whole file makes sense."""
    file.seek(0)
    head = file.read(HEAD)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return _whole(file, encoding)
    if b"\0" in head:
        return _whole(file, _unmarked(head))
    if _reads(file, "utf-8"):
        return _whole(file, "utf-8")
    guess = from_bytes(head, cp_isolation=["cp1252", *ELSEWHERE]).best()
    encoding = guess.encoding if guess and guess.encoding in ELSEWHERE and not _is_latin(str(guess)) else "cp1252"
    return _whole(file, encoding if _reads(file, encoding) else "latin-1")


def _is_latin(text: str) -> bool:
    """Whether its letters beyond ASCII are those of a Latin alphabet: then it is not a script of its own."""
    beyond = [letter for letter in text if letter.isalpha() and letter > "\x7f"]
    return sum(letter < "\u0250" for letter in beyond) * 2 > len(beyond)


def _unmarked(head: bytes) -> str:
    """UTF-16 without a mark has a nought in nearly every second byte, on one side or the other."""
    pairs = max(1, len(head) // 2)
    if head[1::2].count(0) > 0.6 * pairs and head[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if head[::2].count(0) > 0.6 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    raise errors.NotATable


def _reads(file: IO[bytes], encoding: str) -> bool:
    try:
        for _text in _pieces(file, encoding):
            pass
    except UnicodeError:
        return False
    return True


def _whole(file: IO[bytes], encoding: str) -> str:
    """The encoding, if the file can be read by it to its end and is text."""
    try:
        if any(BINARY.search(text) for text in _pieces(file, encoding)):
            raise errors.NotATable
    except UnicodeError as error:
        raise errors.NotATable from error
    return encoding


def _pieces(file: IO[bytes], encoding: str) -> Iterator[str]:
    decode = codecs.getincrementaldecoder(encoding)().decode
    file.seek(0)
    while piece := file.read(PIECE):
        yield decode(piece)
    yield decode(b"", final=True)


def separator_of(text: str) -> str:
    """The separator by which the first records have the most columns, and most of them equally many."""
    lines = text.splitlines()
    if lines and (said := re.fullmatch(r"\ufeff?sep=(.)", lines[0])):
        return said[1]  # as Excel writes it for itself
    best, most = ",", 0.0
    for separator in SEPARATORS:
        widths = [len(cells) for cells in csv.reader(lines[:60], delimiter=separator) if any(cells)]
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        worth = (width - 1) * times / len(widths)
        if worth > most:
            best, most = separator, worth
    return best


def records(file: IO[bytes], encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number; a line that tells Excel the separator is none."""
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    csv.field_size_limit(LONGEST_CELL)
    try:
        for number, cells in enumerate(csv.reader(text, delimiter=separator), start=1):
            if number == 1 and re.fullmatch(r"\ufeff?sep=.?", separator.join(cells).removesuffix(separator)):
                continue
            yield number, cells
    except (csv.Error, UnicodeError) as error:
        raise errors.DamagedFile from error
    finally:
        text.detach()
