"""The addresses behind the tabs of a list."""

from collections.abc import Iterator

from django.urls import URLPattern

from apps.core.pages import Pages
from apps.core.urls import At
from apps.kit.saved_views import views


def addresses(found: Pages, at: At) -> Iterator[URLPattern]:
    """Choose the columns, keep what is on the screen under a name."""
    yield at("columns/", "columns", views.ColumnsPage)
    yield at("views/new/", "save-view", views.SaveViewPage)
