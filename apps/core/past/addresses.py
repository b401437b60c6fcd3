"""The addresses of a record's past (Z9)."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern

from apps.core.past import views


def addresses(at: Callable, *, editable: bool) -> Iterator[URLPattern]:
    """The record as it was (`?entry=`), and back to it where it has a form; `at` makes an address."""
    yield at("<int:pk>/past/", "past", views.PastPage)
    if editable:
        yield at("<int:pk>/back/", "back", views.BackPage)
