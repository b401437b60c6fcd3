"""The address that says who reads and changes a record."""

from collections.abc import Iterator

from django.urls import URLPattern

from apps.core.pages import Pages
from apps.core.urls import At
from apps.kit.access.views import AccessPage


def addresses(found: Pages, at: At) -> Iterator[URLPattern]:
    """Who may read and change a record, and by which rule (Z8)."""
    yield at("<int:pk>/access/", "access", AccessPage)
