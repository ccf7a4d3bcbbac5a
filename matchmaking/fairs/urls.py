from django.urls import URLPattern, URLResolver, path

from matchmaking.fairs import views

app_name = "fairs"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("fairs/<slug:fair>/join/", views.join_fair, name="join-fair"),
    path("fairs/<slug:fair>/join/answers/", views.answer_questions, name="answer-questions"),
    path("fairs/<slug:fair>/join/reply/", views.reply, name="reply"),
    path("fairs/<slug:fair>/leave/", views.leave_fair, name="leave-fair"),
    path("fairs/<slug:fair>/timetable/", views.show_timetable, name="show-timetable"),
    path("fairs/<slug:fair>/brand.css", views.brand, name="brand"),
]
