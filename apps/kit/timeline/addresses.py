"""The address of the whole story of a record."""

from collections.abc import Iterator

from django.urls import URLPattern

from apps.core.pages import Pages
from apps.core.urls import At
from apps.kit.timeline.views import HistoryPage


def addresses(found: Pages, at: At) -> Iterator[URLPattern]:
    """Everything that ever happened to a record (P5)."""
    yield at("<int:pk>/history/", "history", HistoryPage)
