"""What came of it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
