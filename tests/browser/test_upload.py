"""A file that is far too large, sent by a browser that cannot see it coming."""

import pytest

from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MB = 1024 * 1024


def test_two_hundred_megabytes_are_refused_at_the_field_without_scripts(window_of, server, tmp_path):
    huge = tmp_path / "exhibitors.csv"
    with huge.open("wb") as file:
        file.truncate(200 * MB)
    fair = make.fair()
    window = window_of(make.organiser(fair=fair, user=make.member()), java_script_enabled=False)
    window.goto(f"{server}/fairs/{fair.slug}/organise/import/")
    window.locator("#upload [value=exhibitors]").check()
    window.locator("#upload [name=file]").set_input_files(huge)
    window.locator("#upload button").click(timeout=60_000)
    window.locator("#id_file_error").wait_for(timeout=60_000)
    assert "This file is too large. Choose one of at most 20 MB." in window.locator("#id_file_error").inner_text()
