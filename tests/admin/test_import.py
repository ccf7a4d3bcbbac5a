"""Tables come in by a dry run first, and say what is wrong with a line instead of failing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tablib import Dataset

from matchmaking.accounts.models import User
from matchmaking.common.admin import IMPORT_BYTES
from matchmaking.companies.models import Company
from tests import make

pytestmark = pytest.mark.django_db
IMPORT = reverse("admin:companies_company_import")
LINES = "slug,name,country,city\nvalmoulin,Valmoulin,BE,Liège\ncorvane,Corvane,FR,Lyon\n"


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("root@example.com"))
    return client


def upload(desk, content: bytes, name: str = "companies.csv", kind: str = "0"):
    return desk.post(IMPORT, {"format": kind, "import_file": SimpleUploadedFile(name, content)})


def test_import_shows_what_would_change_and_changes_nothing(desk):
    response = upload(desk, LINES.encode())
    assert response.context["result"].totals["new"] == 2
    assert Company.objects.count() == 0


def test_import_takes_the_lines_once_they_are_confirmed(desk):
    confirm = upload(desk, LINES.encode()).context["confirm_form"]
    response = desk.post(reverse("admin:companies_company_process_import"), confirm.initial, follow=True)
    assert response.status_code == 200
    assert list(Company.objects.values_list("slug", "city")) == [("corvane", "Lyon"), ("valmoulin", "Liège")]
    assert Company.history.filter(history_user__email="root@example.com").count() == 2


def test_import_takes_a_spreadsheet(desk):
    table = Dataset(["valmoulin", "Valmoulin", "BE"], headers=["slug", "name", "country"]).export("xlsx")
    assert upload(desk, table, "companies.xlsx", "1").context["result"].totals["new"] == 1


def test_import_says_which_line_is_wrong(desk):
    response = upload(desk, b"slug,name,country\nvalmoulin,Valmoulin,Belgium\n")
    assert response.context["result"].has_validation_errors()
    assert Company.objects.count() == 0


def test_import_refuses_a_large_file(desk):
    response = upload(desk, b"x" * (IMPORT_BYTES + 1))
    assert "more than 5 MB" in response.content.decode()


def test_export_gives_what_is_there(desk):
    make.company(slug="valmoulin", name="Valmoulin")
    fields = {f"companyresource_{name}": "on" for name in ("slug", "name")}
    response = desk.post(reverse("admin:companies_company_export"), {"format": "0", "resource": "0"} | fields)
    assert response.content.decode().splitlines() == ["slug,name", "valmoulin,Valmoulin"]
