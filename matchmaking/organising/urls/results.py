"""What came of it."""

from django.urls import URLPattern, path

from matchmaking.organising.views import reports, results

urlpatterns: list[URLPattern] = [
    path("results/", results.show_results, name="show-results"),
    path("results/people/", results.show_people_results, name="show-people-results"),
    path("results/people/without/", results.list_without_meeting, name="list-without-meeting"),
    path("results/meetings/", results.show_meeting_results, name="show-meeting-results"),
    path("results/rooms/", results.show_room_results, name="show-room-results"),
    path("results/markets/", results.show_market_results, name="show-market-results"),
    path("results/travel/", results.show_travel_results, name="show-travel-results"),
    path("results/tables/", results.download_tables, name="download-tables"),
    path("results/report/", reports.list_reports, name="list-reports"),
    path("results/report/make/", reports.make_report, name="make-report"),
    path("results/report/<int:pk>/", reports.download_report, name="download-report"),
]
