from django.urls import URLPattern, URLResolver

app_name = "visitors"

urlpatterns: list[URLPattern | URLResolver] = []
