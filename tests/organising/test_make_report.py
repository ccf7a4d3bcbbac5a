"""The report on paper: wanted, made once, taken over from a worker that died, fetched by those who may, deleted."""

import csv
import io
import re
import zipfile
import zlib
from datetime import timedelta
from io import BytesIO
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from PIL import Image

from matchmaking.organising import printing
from matchmaking.organising.actions import reporting
from matchmaking.organising.errors.reports import CannotPrint, ReportUnderWay
from matchmaking.organising.figures.base import Column, Kind, Table
from matchmaking.organising.models import Report
from matchmaking.organising.rules.reports import KEPT_FOR, PATIENCE
from matchmaking.organising.tasks.reporting import forget_old_reports, make_due_reports, make_report
from matchmaking.organising.views.results import as_csv
from tests import make
from tests.make import NOW
from tests.organising import results as made
from tests.organising.pages import page
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def desk(client, fair):
    client.force_login(make.organiser(fair=fair, user=make.member(time_zone="Asia/Tokyo")).user)
    return client


def waiting(fair, **kw):
    return Report.objects.create(**{"fair": fair, "language": "en", "at": NOW} | kw)


def done(fair, **kw):
    report = Report(fair=fair, language="en", at=kw.pop("at", NOW), status="done", ended_at=NOW, **kw)
    report.file.save("report.pdf", ContentFile(b"%PDF-1.7 kept"), save=True)
    return report


# Wanted ----------------------------------------------------------------


def test_a_report_that_is_wanted_waits_for_a_worker(desk, fair, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as told:
        response = desk.post(page("make-report", fair), {"language": "fr"})
    assert (response.status_code, response["Location"]) == (302, page("list-reports", fair))
    (report,) = Report.objects.all()
    assert (report.fair, report.language, report.status, report.at) == (fair, "fr", "waiting", NOW)
    assert report.by.time_zone == "Asia/Tokyo"
    assert len(told) == 1
    assert f'id="report-{report.pk}"' in desk.get(page("list-reports", fair)).content.decode()


def test_a_second_report_in_the_same_language_is_refused(desk, fair):
    waiting(fair)
    response = desk.post(page("make-report", fair), {"language": "en"})
    assert response.status_code == 409
    assert str(ReportUnderWay.message) in response.content.decode()
    assert desk.post(page("make-report", fair), {"language": "fr"}).status_code == 302


def test_a_language_that_no_report_has_is_refused_at_the_field(desk, fair):
    response = desk.post(page("make-report", fair), {"language": "xx"})
    assert response.status_code == 422
    assert response.context["form"].errors["language"]


def test_without_the_library_the_page_says_so_and_nothing_waits(desk, fair, monkeypatch):
    monkeypatch.setattr(printing, "LIBRARIES", (("no-such-library",),))
    printing.can_print.cache_clear()
    try:
        response = desk.get(page("list-reports", fair))
        assert (response.status_code, 'id="make-report"' in response.content.decode()) == (200, False)
        assert "the library Pango is missing" in response.content.decode()
        assert desk.post(page("make-report", fair), {"language": "en"}).status_code == 409
        with pytest.raises(CannotPrint):
            reporting.want_report(fair=fair, language="en", at=NOW)
        assert not Report.objects.exists()
    finally:
        printing.can_print.cache_clear()


# Made ----------------------------------------------------------------


def unpacked(content):
    """What the streams of a PDF hold."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return content + b"".join(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x")


def test_a_worker_makes_the_report_and_leaves_a_file():
    fair = made.drawn_fair(1)
    report = waiting(fair)
    assert make_report(report.pk) is True
    report.refresh_from_db()
    assert (report.status, report.done, report.total) == ("done", reporting.STEPS, reporting.STEPS)
    with report.file.open("rb") as file:
        content = file.read()
    assert content.startswith(b"%PDF-")
    assert len(content) == report.size
    assert b'pdfuaid:part="1"' in unpacked(content)  # for whoever listens
    assert b"/Lang (en)" in unpacked(content)
    assert make_report(report.pk) is False


def test_the_report_says_the_same_in_the_language_that_was_chosen():
    fair = made.drawn_fair(2)
    with printing.translation.override("en"):
        words = printing.written(fair, "en", at=NOW, zone="Asia/Tokyo", told=lambda step: None)
    assert '<html lang="en">' in words
    assert fair.name in words
    for clock in ("18:00</span> <abbr", ">Tokyo</abbr>", "11:00</span> <abbr", ">Brussels</abbr>"):
        assert clock in words
    assert words.count('role="img"') >= 8
    assert words.count('id="meetings"') == 1


def test_the_cover_has_the_fairs_picture_and_logo(fair):
    for name in ("picture", "logo"):
        drawn = BytesIO()
        Image.new("RGB", (64, 48), "teal").save(drawn, "WEBP")
        getattr(fair, name).save("image.webp", ContentFile(drawn.getvalue()), save=True)
    words = printing.written(fair, "en", at=NOW, zone="UTC", told=lambda step: None)
    assert f'src="{printing.PICTURE}"' in words
    assert f'src="{printing.LOGO}"' in words
    assert unpacked(printing.laid_out(words, fair, told=lambda step: None)).count(b"/Subtype /Image") == 2


def test_nothing_is_fetched_but_the_fairs_own_picture(fair, tmp_path, monkeypatch):
    """Neither the network nor a file of the machine, whatever the document says."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    opened = []
    monkeypatch.setattr("socket.socket.connect", lambda *a: opened.append(a))
    document = f"""<html lang="en"><head><title>x</title><link rel="stylesheet" href="http://example.com/a.css"></head>
        <body><img alt="" src="http://example.com/a.png"><img alt="" src="file://{secret}"><p>Words</p></body></html>"""
    content = printing.laid_out(document, fair, told=lambda step: None)
    assert content.startswith(b"%PDF-")
    assert opened == []
    assert b"secret" not in content


def test_a_worker_that_died_is_taken_over_and_leaves_nothing(fair, monkeypatch):
    report = waiting(fair)
    first = reporting.claim_report(report.pk, at=NOW)
    assert reporting.claim_report(report.pk, at=NOW + PATIENCE) is None
    second = reporting.claim_report(report.pk, at=NOW + PATIENCE + SECOND)
    assert second is not None
    monkeypatch.setattr(printing, "print_report", lambda *a, **k: b"%PDF-1.7")
    assert reporting.carry_out(second, now=lambda: NOW) is True
    kept = Report.objects.get().file.name
    assert reporting.carry_out(first, now=lambda: NOW) is False
    reporting.give_up(first, at=NOW)
    report.refresh_from_db()
    assert (report.status, report.file.name) == ("done", kept)
    assert report.file.storage.exists(kept)


def test_a_worker_that_goes_on_is_heard_of(fair, monkeypatch):
    report = reporting.claim_report(waiting(fair).pk, at=NOW)
    heard = []

    def prints(fair, language, *, told, **facts):
        told(3)
        heard.append(Report.objects.values_list("done", "touched_at").get())
        return b"%PDF-1.7"

    monkeypatch.setattr(printing, "print_report", prints)
    reporting.carry_out(report, now=lambda: NOW + SECOND)
    assert heard == [(3, NOW + SECOND)]


def test_a_report_that_fails_says_so_and_another_may_be_wanted(desk, fair, monkeypatch):
    def fails(*a, **k):
        raise OSError("no fonts")

    report = waiting(fair)
    monkeypatch.setattr(printing, "print_report", fails)
    assert make_due_reports() == 0
    report.refresh_from_db()
    assert (report.status, report.ended_at, report.file.name) == ("failed", NOW, "")
    assert "It could not be made." in desk.get(page("list-reports", fair)).content.decode()
    assert desk.post(page("make-report", fair), {"language": "en"}).status_code == 302


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_has_the_report():
    report, claimed = waiting(make.fair()), []

    def claim():
        claimed.append(reporting.claim_report(report.pk, at=NOW))
        connections.close_all()

    workers = [Thread(target=claim) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(map(bool, claimed)) == [False, True]


# How far it is ----------------------------------------------------------------


def test_an_open_page_is_told_how_far_it_is(desk, fair):
    report = reporting.claim_report(waiting(fair).pk, at=NOW)
    Report.objects.update(done=2)
    response = desk.get(page("list-reports", fair), headers={"HX-Request": "true"})
    words = response.content.decode()
    assert 'value="2"' in words
    assert 'hx-trigger="every 2s"' in words
    assert "<html" not in words
    Report.objects.update(touched_at=NOW - PATIENCE - SECOND)
    words = desk.get(page("list-reports", fair), headers={"HX-Request": "true"}).content.decode()
    assert "It has not been heard of for a while" in words
    reporting.give_up(report, at=NOW)
    words = desk.get(page("list-reports", fair), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in words


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_for_one_and_three(desk, fair, number, django_assert_num_queries):
    for _ in range(number):
        done(fair, by=make.user())
    desk.get(page("list-reports", fair))
    with django_assert_num_queries(3):
        desk.get(page("list-reports", fair))


# Fetched ----------------------------------------------------------------


@pytest.mark.parametrize(("duty", "status"), [("owner", 200), ("manager", 200), ("analyst", 200), ("helper", 404)])
def test_those_who_may_see_the_result_fetch_the_report(client, fair, duty, status):
    report = done(fair)
    client.force_login(make.organiser(fair=fair, user=make.member(), duty=duty).user)
    response = client.get(page("download-report", fair, report.pk))
    assert response.status_code == status
    if status == 200:
        assert response.content == b"%PDF-1.7 kept"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Cache-Control"] == "private, no-store"


def test_neither_strangers_nor_another_fairs_organisers_fetch_it(client, fair):
    report, other = done(fair), make.fair()
    client.force_login(make.organiser(fair=other, user=make.member()).user)
    assert client.get(page("download-report", fair, report.pk)).status_code == 404
    assert client.get(page("download-report", other, report.pk)).status_code == 404


def test_a_report_that_is_not_done_or_whose_file_is_gone_is_not_there(desk, fair):
    assert desk.get(page("download-report", fair, waiting(fair).pk)).status_code == 404
    report = done(fair)
    report.file.storage.delete(report.file.name)
    assert desk.get(page("download-report", fair, report.pk)).status_code == 404


def test_reports_are_deleted_after_thirty_days_with_their_files(fair):
    old, young = done(fair, at=NOW - KEPT_FOR - SECOND), done(fair, at=NOW - KEPT_FOR)
    running = waiting(fair, at=NOW - 2 * KEPT_FOR)
    assert forget_old_reports() == 1
    assert set(Report.objects.all()) == {young, running}
    assert not old.file.storage.exists(old.file.name)
    assert young.file.storage.exists(young.file.name)


# What the database keeps ----------------------------------------------------------------


def test_one_report_under_way_per_fair_and_language(fair):
    waiting(fair)
    with refused_by("one_report_under_way_per_fair_and_language"):
        waiting(fair, status="running")
    waiting(fair, language="fr")
    waiting(fair, status="failed", ended_at=NOW)


def test_report_ended_iff_stamped(fair):
    with refused_by("report_ended_iff_stamped"):
        waiting(fair, ended_at=NOW)
    with refused_by("report_ended_iff_stamped"):
        waiting(fair, status="failed")


def test_report_is_done_iff_it_has_a_file(fair):
    with refused_by("report_is_done_iff_it_has_a_file"):
        waiting(fair, status="done", ended_at=NOW)
    with refused_by("report_is_done_iff_it_has_a_file"):
        waiting(fair, file="reports/a.pdf")


def test_report_does_no_more_than_all(fair):
    with refused_by("report_does_no_more_than_all"):
        waiting(fair, done=2, total=1)


# Tables to take away ----------------------------------------------------------------


def test_every_table_is_in_the_archive(client):
    fair = made.drawn_fair(3)
    client.force_login(make.organiser(fair=fair, user=make.member(), duty="analyst").user)
    response = client.get(page("download-tables", fair))
    packed = zipfile.ZipFile(io.BytesIO(response.content))
    assert {name.removesuffix(".csv") for name in packed.namelist()} == {
        "registrations",
        "registrations-now",
        "without-meeting",
        "meetings",
        "meetings-by-day",
        "requests",
        "no-shows",
        "ratings",
        "halls-by-hour",
        "occupancy",
        "rooms",
        "countries",
        "chapters",
        "travel",
    }
    rows = list(csv.reader(io.StringIO(packed.read("meetings.csv").decode("utf-8-sig"))))
    assert rows[0] == ["State", "Meetings", "Share"]
    assert sum(int(row[1]) for row in rows[1:-1]) == int(rows[-1][1])


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_what_would_be_a_formula_is_not(cell):
    table = Table("x", "x", (Column(cell, Kind.TEXT), Column("Number")), [[cell, -5], ["plain", 1.25]])
    head, row, plain = csv.reader(io.StringIO(as_csv(table).lstrip("\ufeff"), newline=""))
    assert (head[0], row) == (f"'{cell}", [f"'{cell}", "-5"])
    assert plain == ["plain", "1.25"]


def test_a_hall_with_a_formula_for_a_name_is_harmless(desk, fair):
    made.meeting_of(
        made.stand_of(fair), made.buyer_of(fair), room=make.room(hall=make.hall(fair=fair, name="=HYPERLINK(1)"))
    )
    packed = zipfile.ZipFile(io.BytesIO(desk.get(page("download-tables", fair)).content))
    assert "\n=HYPERLINK" not in packed.read("halls-by-hour.csv").decode()
    assert "'=HYPERLINK" in packed.read("halls-by-hour.csv").decode()
