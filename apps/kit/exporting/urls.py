"""The addresses of exports."""

from django.urls import path

from apps.kit.exporting import views

urlpatterns = [
    path("", views.exports, name="exports"),
    path("<int:pk>/", views.export_file, name="export-file"),
]
