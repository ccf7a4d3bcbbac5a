from django.urls import path

from matchmaking.common import views

app_name = "common"

urlpatterns = [
    path("design/", views.design, name="design"),
    path("mail/", views.mail, name="mail"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("media/<path:path>", views.media, name="media"),
]
