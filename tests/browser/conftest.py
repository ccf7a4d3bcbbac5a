"""A real Chromium. Playwright's loop lives in this folder only: asynchronous tests elsewhere need their own."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

# Django takes Playwright's loop for a sign that the test is a coroutine; it is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
FLAGS += ["--no-first-run", "--disable-quic"]


@pytest.fixture(scope="package")
def chromium():
    """One browser for all tests of this folder. `make test` says where it is."""
    path = os.environ.get("TRADEFAIR_CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: make test installs it or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """A fresh window, as a stranger: no cookies, English, on a clock in Brussels."""
    context = chromium.new_context(locale="en-GB", timezone_id="Europe/Brussels")
    yield context.new_page()
    context.close()
