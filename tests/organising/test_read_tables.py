"""Files as they come from outside: whatever wrote them, they are read as a table, or refused with words."""

import io
import random
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from matchmaking.organising.errors import imports as errors
from matchmaking.organising.sheets.reading import Reading, letters, rows_of, survey
from tests.organising.tables import bomb, csv_of, xlsx_of

HEADER = ["name", "town", "note"]
ROWS = [["Société Générale de Thé", "Liège", "reçu à Noël"], ["Müller & Söhne", "Köln", 'says "yes", twice']]


def read(file):
    found = survey(file, file.name)
    return found, [cells for _number, cells in rows_of(file, found.reading)]


@pytest.mark.parametrize(
    ("encoding", "reading"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("latin-1", "cp1252"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encoding_and_separator_are_found(encoding, reading, separator):
    found, rows = read(csv_of(HEADER, *ROWS, encoding=encoding, separator=separator))
    assert found.reading == Reading("csv", reading, separator)
    assert (found.header, found.samples, found.rows) == (HEADER, ROWS, 2)
    assert rows == ROWS


@pytest.mark.parametrize(
    ("encoding", "word"), [("cp1251", "Чай и шоколад из Москвы оптом"), ("gb18030", "有机绿茶批发出口公司")]
)
def test_other_scripts_are_told_from_western_ones(encoding, word):
    file = csv_of(HEADER, *([word, word, word] for _ in range(20)), encoding=encoding)
    assert read(file)[1][0] == [word, word, word]


def test_what_excel_says_of_its_separator_is_heard_and_is_no_row():
    file = SimpleUploadedFile("t.csv", b"sep=|\r\na|b,c\r\n1|2,3\r\n")
    found, rows = read(file)
    assert (found.header, rows) == (["a", "b,c"], [["1", "2,3"]])


def test_empty_lines_are_passed_over_and_rows_keep_their_numbers():
    file = SimpleUploadedFile("t.csv", b"\n\nname,town\n\nA,B\n,\nC,D\n")
    found = survey(file, "t.csv")
    assert [number for number, _ in rows_of(file, found.reading)] == [5, 7]


def test_columns_without_a_name_are_called_by_their_letters():
    assert read(csv_of(["name", "", "note", ""], ["a", "b", "c", "d"]))[0].header == ["name", "B", "note"]
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_an_apostrophe_that_our_own_exports_write_is_taken_off():
    assert read(csv_of(["name"], ["'=1+1"], ["'s Gravenhage"]))[1] == [["=1+1"], ["'s Gravenhage"]]


# Workbooks ----------------------------------------------------------------


def test_a_workbook_is_read_and_its_first_sheet_with_anything_in_it_is_named():
    found, rows = read(xlsx_of(["name", "seats", "share"], ["A", 4, 0.5], ["B", 4.0, True], sheets=("Empty", "Rooms")))
    assert found.reading == Reading("xlsx", sheet="Rooms", sheets=2)
    assert rows == [["A", "4", "0.5"], ["B", "4", "1"]]


def test_formulas_are_never_evaluated():
    assert read(xlsx_of(["name", "sum"], ["A", "=1+1"], ["=cmd|'/c calc'!A1", "x"]))[1] == [["A"], ["", "x"]]


def test_a_workbook_that_lies_about_its_size_is_read_by_its_cells():
    content = xlsx_of(["name"], ["A"]).read()
    assert read(_with_sheet(content, b'<dimension ref="A1:A2"', b'<dimension ref="A1:XFD1048576"'))[1] == [["A"]]


def _with_sheet(content, old, new):
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(out, "w") as target:
        for part in source.infolist():
            text = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                assert old in text
                text = text.replace(old, new)
            target.writestr(part.filename, text)
    return SimpleUploadedFile("t.xlsx", out.getvalue())


@pytest.mark.parametrize("megabytes", [20, 400])
def test_a_bomb_is_refused(megabytes):
    with pytest.raises(errors.Bomb):
        survey(bomb(megabytes), "bomb.xlsx")


def test_a_workbook_that_is_cut_off_is_refused():
    content = xlsx_of(["name"], ["A"]).read()
    with pytest.raises(errors.DamagedFile):
        survey(SimpleUploadedFile("t.xlsx", content[: len(content) // 2]), "t.xlsx")


def test_a_workbook_with_a_broken_sheet_is_refused():
    file = _with_sheet(xlsx_of(["name"], ["A"]).read(), b"<sheetData>", b"<sheetData><row><c")
    with pytest.raises(errors.DamagedFile):
        read(file)


# What is no table ----------------------------------------------------------------


def picture():
    held = io.BytesIO()
    noise = Image.frombytes("RGB", (64, 64), random.Random(7).randbytes(64 * 64 * 3))
    noise.save(held, "PNG")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("empty.csv", b"", errors.EmptyFile),
        ("blank.csv", b"\xef\xbb\xbf \r\n\r\n", errors.EmptyFile),
        ("header.csv", b"name,town\r\n", errors.OnlyHeader),
        ("picture.csv", picture(), errors.NotATable),
        ("nul.csv", b"name,town\nA\0B,C\n", errors.NotATable),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), errors.OldExcel),
        ("paper.pdf", b"%PDF-1.4 a paper", errors.OtherDocument),
        ("paper.csv", b"%PDF-1.4 a paper", errors.OtherDocument),
        ("table.ods", b"PK\x03\x04 whatever", errors.OpenDocument),
        ("nothing.xlsx", b"PK\x03\x04 whatever", errors.DamagedFile),
    ],
)
def test_what_is_no_table_is_refused_with_words(name, content, refusal):
    with pytest.raises(refusal) as caught:
        survey(SimpleUploadedFile(name, content or b""), name)
    assert caught.value.field == "file"
    assert str(caught.value)


def test_an_empty_workbook_is_refused():
    with pytest.raises(errors.EmptyFile):
        survey(xlsx_of(), "t.xlsx")


def test_two_hundred_columns_are_enough():
    with pytest.raises(errors.TooManyColumns):
        survey(csv_of([f"c{n}" for n in range(201)], ["x"] * 201), "t.csv")


# Too many rows ----------------------------------------------------------------


def test_a_million_rows_are_counted_and_refused():
    file = SimpleUploadedFile("t.csv", b"name\n" + b"a\n" * 1_000_000)
    with pytest.raises(errors.TooManyRows) as caught:
        survey(file, "t.csv")
    assert str(caught.value) == "This file has 1000000 rows. Take at most 20000 at once: import it in parts."


def test_too_many_rows_of_a_workbook_are_refused_by_what_it_declares_or_as_more():
    file = xlsx_of(["name"], *([n] for n in range(20_001)))
    with pytest.raises(errors.TooManyRows, match="This file has 20001 rows"):
        survey(file, "t.xlsx")
    silent = _with_sheet(xlsx_of(["name"], *([n] for n in range(20_001))).read(), b"<dimension", b"<nothing")
    with pytest.raises(errors.TooManyRows, match="more than 20000 rows"):
        survey(silent, "t.xlsx")


def test_twenty_thousand_rows_are_taken():
    assert survey(csv_of(["name"], *([f"r{n}"] for n in range(20_000))), "t.csv").rows == 20_000
