"""The product's database connection, and nothing else of it: no middleware, no sessions."""

from tradefair.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.bare"
MIDDLEWARE: list[str] = []
INSTALLED_APPS = ["django.contrib.contenttypes"]
