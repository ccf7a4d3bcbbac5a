"""What people are told."""

from django.urls import URLPattern, path

from matchmaking.organising.views import news, notices

NEWS = "news/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("news/", news.list_announcements, name="organise-news"),
    path("news/write/", news.write_announcement, name="write-announcement"),
    path("news/audience/", news.count_audience, name="count-audience"),
    path(NEWS, news.show_announcement, name="show-announcement"),
    path(NEWS + "edit/", news.edit_announcement, name="edit-announcement"),
    path(NEWS + "mail/", news.preview_mail, name="preview-mail"),
    path(NEWS + "test/", news.test_announcement, name="test-announcement"),
    path(NEWS + "send/", news.send_announcement, name="send-announcement"),
    path(NEWS + "take-back/", news.take_back_announcement, name="take-back-announcement"),
    path(NEWS + "remove/", news.remove_announcement, name="remove-announcement"),
    path("notices/", notices.list_told, name="organise-notices"),
    path("notices/leads/", notices.change_leads, name="change-leads"),
]
