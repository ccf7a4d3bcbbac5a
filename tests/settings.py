"""The settings of the tests: the product's own, with a dozen overrides."""

import os
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

os.environ.setdefault("TRADEFAIR_MODE", "local")
os.environ.setdefault("TRADEFAIR_SECRET_KEY", "only-for-tests")

from tradefair.settings import *  # noqa: F403
from tradefair.settings import CACHES, REDIS_URL, STORAGES, TEMPLATES

# Files of the tests; a server that a test starts shares those of the test.
SCRATCH = Path(os.environ.get("TRADEFAIR_TESTS_SCRATCH") or tempfile.mkdtemp(prefix="tradefair-tests-"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def redis_of_worker(url: str, worker: str) -> str:
    """The address of the worker's own database: the number is the path, or for a socket a part of the query."""
    parts = urlsplit(url)
    is_socket = parts.scheme == "unix"
    number = parse_qs(parts.query).get("db", ["0"])[0] if is_socket else parts.path.strip("/")
    own = int(number or 0) + (1 + int(worker.removeprefix("gw")) if worker else 0)
    return f"unix://{parts.path}?db={own}" if is_socket else urlunsplit(parts._replace(path=f"/{own}"))


PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = SCRATCH / "media"
DOCUMENT_ROOT = SCRATCH / "documents"
MAIL_FOLDER = SCRATCH / "mail"
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # nothing is collected, and WhiteNoise warns of a folder that is not there
STORAGES = STORAGES | {
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DOCUMENT_ROOT, "base_url": None},
    }
}
# Each worker has a Redis database of its own: to clear a cache is to empty the whole database.
CACHES = {"default": CACHES["default"] | {"LOCATION": redis_of_worker(REDIS_URL, WORKER)}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""  # type: ignore[index]
