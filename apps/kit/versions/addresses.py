"""The addresses of a record's past (Z9)."""

from collections.abc import Iterator

from django.urls import URLPattern

from apps.core.pages import Pages
from apps.core.urls import At
from apps.kit.versions import views


def addresses(found: Pages, at: At) -> Iterator[URLPattern]:
    """The record as it was (`?entry=`), and back to it where it has a form."""
    yield at("<int:pk>/past/", "past", views.PastPage)
    if found.model.rights.change and found.form:
        yield at("<int:pk>/back/", "back", views.BackPage)
