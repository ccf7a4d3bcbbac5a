from django.urls import path

from matchmaking.common import offline, views

app_name = "common"

urlpatterns = [
    path("design/", views.design, name="design"),
    path("mail/", views.mail, name="mail"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sw.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("offline/", offline.page, name="offline"),
    path("media/<path:path>", views.media, name="media"),
]
