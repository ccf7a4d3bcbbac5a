from django.urls import URLPattern, URLResolver, path

from matchmaking.meetings.views import asking, requests

app_name = "meetings"

FAIR = "fairs/<slug:fair>/"
REQUEST = "requests/<uuid:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(FAIR + "exhibitors/<slug:slug>/meet/", asking.ask_stand, name="ask-stand"),
    path(FAIR + "visitors/<uuid:pk>/meet/", asking.ask_visitor, name="ask-visitor"),
    path(FAIR + "requests/", requests.list_requests, name="list-requests"),
    path(REQUEST, requests.show_request, name="show-request"),
    path(REQUEST + "accept/", requests.accept, name="accept-request"),
    path(REQUEST + "decline/", requests.decline, name="decline-request"),
    path(REQUEST + "propose/", requests.propose, name="propose-slots"),
    path(REQUEST + "change/", requests.change, name="change-request"),
    path(REQUEST + "withdraw/", requests.withdraw, name="withdraw-request"),
    path(REQUEST + "assign/", requests.assign, name="assign-request"),
]
