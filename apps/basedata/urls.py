"""The addresses of this module."""

from django.urls import path

from apps.basedata import pages, views  # noqa: F401 registers the entities
from apps.core.urls import urls

app_name = "basedata"
urlpatterns = [path("files/<path:path>", views.uploaded, name="uploaded"), *urls(app_name)]
