import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_browser_reads_that_everything_is_well(page, live_server):
    answer = page.goto(f"{live_server.url}/health/")
    assert answer.status == 200
    assert set(answer.json().values()) == {"OK"}
