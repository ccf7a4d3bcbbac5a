from django.urls import URLPattern, URLResolver

app_name = "exhibitors"

urlpatterns: list[URLPattern | URLResolver] = []
