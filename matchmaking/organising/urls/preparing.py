"""How far the fair is, its settings and its status."""

from django.urls import URLPattern, path

from matchmaking.organising.views import preparing, words

urlpatterns: list[URLPattern] = [
    path("", preparing.organise, name="organise"),
    path("status/", preparing.change_status, name="change-status"),
    path("settings/contrast/", words.show_contrast, name="show-contrast"),
    path("texts/", words.edit_texts, name="edit-texts"),
    path("questions/", words.edit_questions, name="edit-questions"),
    path("questions/add/", words.add_question, name="add-question"),
    path("questions/<int:question>/", words.change_question, name="change-question"),
    path("questions/<int:question>/arrange/", words.arrange_question, name="arrange-question"),
    path("categories/add/", words.add_category, name="add-category"),
    path("categories/<int:category>/change/", words.change_category, name="change-category"),
    path("settings/", preparing.change_fair, name="change-fair"),
]
