"""The pages of an import: upload, columns, check, result, undoing; what is refused, and how."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from matchmaking.fairs.models import Room
from matchmaking.organising.models import Import
from matchmaking.organising.tasks import carry_on_import
from tests import make
from tests.organising.pages import page
from tests.organising.tables import brought_in, checked, csv_of, rows_in, uploaded, xlsx_of

pytestmark = pytest.mark.django_db
HEADER = ["Hall", "Room name", "Type", "Capacity"]


@pytest.fixture
def fair():
    return make.fair()


@pytest.fixture
def desk(client, fair):
    make.hall(fair=fair, name="Hall 1")
    client.force_login(make.organiser(fair=fair, user=make.member()).user)
    return client


def words(response):
    return " ".join(response.content.decode().split())


def post(desk, fair, file, kind="rooms"):
    return desk.post(page("import-table", fair), {"kind": kind, "file": file})


def test_from_the_file_to_the_fair(desk, fair):
    response = post(desk, fair, csv_of(HEADER, ["Hall 1", "A1", "sofa", ""], ["Hall 1", "A2", "table", "6"]))
    imported = Import.objects.get()
    assert response["Location"] == page("map-columns", fair, imported.pk)
    columns = desk.get(response["Location"])
    assert "Read as UTF-8, parted by commas." in words(columns)
    assert columns.context["form"].initial == {}
    said = {f"column-{place}": key for place, key in enumerate(("hall", "name", "kind", "seats"))}
    assert {name: field.initial for name, field in columns.context["form"].fields.items()} == said
    response = desk.post(page("map-columns", fair, imported.pk), said)
    assert response["Location"] == page("show-import", fair, imported.pk)
    assert "It waits for its turn." in words(desk.get(response["Location"]))
    carry_on_import(str(imported.pk))
    found = words(desk.get(response["Location"]))
    assert "Import the 1 good row" in found
    assert "This is not one of what can be said here." in found
    assert not Room.objects.exists()
    assert desk.post(page("bring-in", fair, imported.pk))["Location"] == response["Location"]
    carry_on_import(str(imported.pk))
    assert "1 row is imported." in words(desk.get(response["Location"]))
    assert Room.objects.get().name == "A2"
    desk.post(page("undo-import", fair, imported.pk))
    carry_on_import(str(imported.pk))
    assert "Nothing of it is left." in words(desk.get(response["Location"]))
    assert not Room.objects.exists()
    assert imported.name in words(desk.get(page("import-table", fair)))


def test_an_open_page_asks_for_the_part_alone_until_it_is_over(desk, fair):
    imported = uploaded(fair, "rooms", csv_of(HEADER, ["Hall 1", "A1"]))
    desk.post(page("map-columns", fair, imported.pk), {"column-0": "hall", "column-1": "name"})
    address = page("show-import", fair, imported.pk)
    waiting = desk.get(address, headers={"HX-Request": "true"})
    assert waiting.templates[0].name == "organising/_import.html"
    assert f'hx-get="{address}"' in waiting.content.decode()
    carry_on_import(str(imported.pk))
    assert "hx-get" not in desk.get(address, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("t.csv", b"name\n" + b"a\n" * 20_001), "This file has 20001 rows."),
        (SimpleUploadedFile("t.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4), "This is not a table"),
        (SimpleUploadedFile("t.csv", b"hall,name\n"), "no rows below them"),
        (SimpleUploadedFile("t.csv", b""), "empty"),
        (SimpleUploadedFile("t.csv", b"x" * (21 * 1024 * 1024)), "This file is too large."),
    ],
)
def test_what_is_not_taken_is_told_at_the_field(desk, fair, file, sentence):
    response = post(desk, fair, file)
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors["file"])
    assert not Import.objects.exists()


def test_a_huge_file_is_refused_before_it_is_read(desk, fair):
    """Two hundred megabytes: nothing of them is asked for, not even the token."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    response = strict.post(
        page("import-table", fair),
        data=b"",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
    )
    assert response.status_code == 422
    assert "This file is too large. Choose one of at most 20 MB." in words(response)
    assert strict.post(page("import-table", fair), {"kind": "rooms"}).status_code == 403


def test_what_nobody_chose_is_asked_for(desk, fair):
    response = desk.post(page("import-table", fair), {})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"kind", "file"}


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"column-0": "hall"}, "__all__", "Say which columns mean: name."),
        ({"column-0": "hall", "column-1": "hall"}, "column-1", "Another column means this already."),
        ({"column-0": "hall", "column-1": "password"}, "column-1", "not one of the available choices"),
        ({"column-0": "hall", "column-7": "name"}, "__all__", "Say which columns mean: name."),
    ],
)
def test_columns_that_make_no_sense_or_were_tampered_with_are_told(desk, fair, said, field, sentence):
    imported = uploaded(fair, "rooms", csv_of(HEADER, ["Hall 1", "A1"]))
    response = desk.post(page("map-columns", fair, imported.pk), said)
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors[field])
    imported.refresh_from_db()
    assert imported.status == "mapping"


def test_while_another_is_under_way_one_waits(desk, fair):
    first, second = (uploaded(fair, "rooms", csv_of(HEADER, ["Hall 1", "A1"])) for _ in range(2))
    said = {"column-0": "hall", "column-1": "name"}
    desk.post(page("map-columns", fair, first.pk), said)
    response = desk.post(page("map-columns", fair, second.pk), said)
    assert response.status_code == 409
    assert "Another import of this fair is under way." in words(response)


@pytest.mark.parametrize("step", ["bring-in", "undo-import"])
def test_a_step_that_is_not_due_is_refused(desk, fair, step):
    imported = brought_in(fair, "rooms", HEADER, ["Hall 1", "A1"])
    Import.objects.update(status="undone")
    response = desk.post(page(step, fair, imported.pk))
    assert response.status_code == 409
    assert "not at that step any more" in words(response)
    assert desk.post(page("discard-import", fair, imported.pk)).status_code == 409


def test_a_file_is_discarded(desk, fair):
    imported = checked(fair, "rooms", HEADER, ["Hall 1", "A1"])
    assert desk.post(page("discard-import", fair, imported.pk))["Location"] == page("import-table", fair)
    assert not Import.objects.exists()


def test_imports_of_another_fair_are_not_there(desk, fair):
    other = make.fair()
    imported = checked(other, "rooms", HEADER, ["Hall 1", "A1"])
    for name in ("show-import", "map-columns", "import-problems"):
        assert desk.get(page(name, fair, imported.pk)).status_code == 404
        assert desk.get(page(name, other, imported.pk)).status_code == 404
    for name in ("bring-in", "undo-import", "discard-import", "map-columns"):
        assert desk.post(page(name, fair, imported.pk)).status_code == 404


def test_the_list_of_problems_is_a_table_without_formulas(desk, fair):
    imported = checked(fair, "rooms", HEADER, ["=cmd|'/c calc'!A1", "A1"])
    response = desk.get(page("import-problems", fair, imported.pk))
    assert response["Content-Disposition"] == 'attachment; filename="problems.csv"'
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    assert header == ["Row", "Column", "Value", "What is the matter", "What to do"]
    assert row[:4] == ["2", "Hall", "'=cmd|'/c calc'!A1", "The fair has no hall of this name."]


@pytest.mark.parametrize("kind", Import.Kind.values)
def test_tables_to_fill_in_are_understood_when_they_come_back(desk, fair, kind):
    make.hs_code("110100")
    make.hs_code("110220")
    as_csv = desk.get(page("import-template", fair, kind, "csv"))
    as_xlsx = desk.get(page("import-template", fair, kind, "xlsx"))
    header, example = rows_in(as_xlsx.content)
    assert next(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig")))) == header
    imported = uploaded(fair, kind, xlsx_of(header, example))
    assert sorted(imported.mapping.values()) == list(range(len(header)))
    if kind == "products":
        make.exhibitor(fair=fair, company=make.company(name="Moulin de Valmont"))
    looked = checked(fair, kind, file=xlsx_of(header, example))
    assert looked.counts["created"] == 1, list(looked.problems.values_list("code", "column"))


def test_pages_take_few_queries_however_much_there_is(desk, fair, django_assert_max_num_queries):
    for number in (1, 3):
        rows = [["Hall 9", f"A{n}"] for n in range(number * 20)]
        imported = checked(fair, "rooms", HEADER, *rows)
        with django_assert_max_num_queries(15):
            desk.get(page("show-import", fair, imported.pk))
        with django_assert_max_num_queries(15):
            desk.get(page("import-table", fair))
