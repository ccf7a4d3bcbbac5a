from django.urls import URLPattern, URLResolver, path

from matchmaking.exhibitors import views

app_name = "exhibitors"

urlpatterns: list[URLPattern | URLResolver] = [
    path("fairs/<slug:fair>/exhibitors/", views.directory, name="directory"),
]
