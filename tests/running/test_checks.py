"""`manage.py check --deploy` is silent on a well-kept installation and names what is wrong on another."""

import json
import subprocess
import sys

import pytest

from tests.running.helpers import ROOT, bare_environment

GOOD = {
    "TRADEFAIR_MODE": "production",
    "TRADEFAIR_SECRET_KEY": "vR7mPq2xW9sK4tLz8NcB3hYd6JfG5aEu0QoTiXwMnZrVkSyHpD",
    "TRADEFAIR_SITE_URL": "https://fair.chamber.example",
    "TRADEFAIR_HOSTS": "fair.chamber.example",
    "TRADEFAIR_FROM": "The fair <fair@chamber.example>",
    "TRADEFAIR_SMTP_HOST": "smtp.chamber.example",
    "DATABASE_URL": "postgresql://tradefair@db.chamber.example/tradefair",
    "REDIS_URL": "redis://redis.chamber.example/0",
}


def check(tmp_path, **changed):
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=bare_environment() | GOOD | {"TRADEFAIR_HOME": str(tmp_path)} | changed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_well_kept_installation_is_clean(tmp_path):
    done = check(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"TRADEFAIR_MODE": "local"}, "tradefair.E001"),
        ({"TRADEFAIR_SITE_URL": "http://fair.chamber.example"}, "tradefair.E002"),
        ({"TRADEFAIR_HOSTS": "elsewhere.example"}, "tradefair.E003"),
        ({"TRADEFAIR_HOSTS": "*"}, "tradefair.E004"),
        ({"TRADEFAIR_SMTP_HOST": ""}, "tradefair.W001"),
        ({"TRADEFAIR_FROM": "fair@example.com"}, "tradefair.E005"),
        ({"TRADEFAIR_SECRET_KEY": "short"}, "security.W009"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, changed, told):
    done = check(tmp_path, **changed)
    assert done.returncode == 1
    assert told in done.stderr


def test_a_key_for_push_messages_is_made_by_one_command_and_taken_as_it_is(tmp_path):
    made = subprocess.run(
        [sys.executable, "manage.py", "make_push_keys"],
        cwd=ROOT,
        env=bare_environment() | GOOD | {"TRADEFAIR_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    name, key = made.strip().split("=")
    assert name == "TRADEFAIR_VAPID_PRIVATE_KEY"
    assert check(tmp_path, **{name: key}).returncode == 0
    refused = check(tmp_path, **{name: key[:-4]})
    assert refused.returncode == 1
    assert "TRADEFAIR_VAPID_PRIVATE_KEY is no key" in refused.stderr


def test_a_site_under_https_keeps_cookies_and_readers_there(tmp_path):
    wanted = {
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "DEBUG": False,
    }
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json, sys; from django.conf import settings\n"
            "print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}))",
            *wanted,
        ],
        cwd=ROOT,
        env=bare_environment()
        | GOOD
        | {"TRADEFAIR_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tradefair.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout) == wanted


@pytest.mark.parametrize("name", ["TRADEFAIR_SECRET_KEY", "TRADEFAIR_SITE_URL", "TRADEFAIR_FROM", "DATABASE_URL"])
def test_nothing_that_matters_has_a_default(tmp_path, name):
    done = check(tmp_path, **{name: ""})
    assert done.returncode == 1
    assert f"Set {name}" in done.stderr


def test_a_secret_may_come_from_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text(GOOD["TRADEFAIR_SECRET_KEY"] + "\n")
    done = check(tmp_path, TRADEFAIR_SECRET_KEY="", TRADEFAIR_SECRET_KEY_FILE=str(secret))
    assert (done.returncode, done.stderr) == (0, "")
