"""The addresses of batches: what somebody did to many records, and undoing it."""

from django.urls import path

from apps.kit.bulk import report

urlpatterns = [
    path("", report.latest, name="batches"),
    path("<int:pk>/", report.report, name="batch"),
    path("<int:pk>/undo/", report.undo, name="undo"),
]
