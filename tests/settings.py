"""The settings of the tests: the product's own, with a dozen overrides."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("TRADEFAIR_MODE", "local")
os.environ.setdefault("TRADEFAIR_SECRET_KEY", "only-for-tests")

from tradefair.settings import *  # noqa: F403
from tradefair.settings import CACHES, REDIS_URL, STORAGES, TEMPLATES

SCRATCH = Path(tempfile.mkdtemp(prefix="tradefair-tests-"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = SCRATCH / "media"
DOCUMENT_ROOT = SCRATCH / "documents"
MAIL_FOLDER = SCRATCH / "mail"
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()  # nothing is collected, and WhiteNoise warns of a folder that is not there
STORAGES = STORAGES | {
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DOCUMENT_ROOT, "base_url": None},
    }
}
# Each worker has a Redis database of its own: to clear a cache is to empty the whole database.
server, _, number = REDIS_URL.rpartition("/")
own = int(number or 0) + (1 + int(WORKER.removeprefix("gw")) if WORKER else 0)
CACHES = {"default": CACHES["default"] | {"LOCATION": f"{server}/{own}"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""  # type: ignore[index]
