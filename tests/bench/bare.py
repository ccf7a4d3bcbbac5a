"""A bare Django view with one query, under each server: what any page costs at least."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.bare_settings"

from channels.routing import ProtocolTypeRouter
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from tradefair.pages import Pages
from tradefair.web import PAGE_THREADS


def one_query(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_content_type")
        (count,) = cursor.fetchone()
    return HttpResponse(f"{count}\n", content_type="text/plain")


urlpatterns = [path("bare/", one_query)]
wsgi = get_wsgi_application()
asgi = ProtocolTypeRouter({"http": Pages(wsgi, PAGE_THREADS)})
