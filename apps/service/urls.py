"""The addresses of this module."""

from apps.core.urls import urls
from apps.service import pages  # noqa: F401 registers the entities

app_name = "service"
urlpatterns = urls(app_name)
