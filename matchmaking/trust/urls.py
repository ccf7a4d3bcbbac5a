from django.urls import path

from matchmaking.trust import views

app_name = "trust"
urlpatterns = [
    path("fairs/<slug:fair>/exhibitors/<slug:slug>/endorse/", views.endorse, name="endorse"),
    path("fairs/<slug:fair>/exhibitors/<slug:slug>/endorse/withdraw/", views.withdraw, name="withdraw-endorsement"),
]
