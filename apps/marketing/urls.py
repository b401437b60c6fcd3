"""The addresses of this module."""

from django.urls import path

from apps.core.pages import REGISTRY
from apps.core.urls import urls
from apps.marketing import pages  # noqa: F401 registers the entities
from apps.marketing.models import Chance
from apps.marketing.views import BoardPage

app_name = "marketing"
urlpatterns = [
    path("chances/board/", BoardPage.as_view(pages=REGISTRY[Chance]), name="chance-board"),
    *urls(app_name),
]
