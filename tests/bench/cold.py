"""The product with nothing kept of its directories: what a page costs that nobody has asked for in the last minute."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradefair.settings")

from django.conf import settings

# A shelf of its own: what the other server keeps beside it must not be found here.
settings.CACHES["default"]["KEY_PREFIX"] = "cold"

from matchmaking.common import results

results.KEPT = 0

from tradefair.asgi import application

asgi = application
