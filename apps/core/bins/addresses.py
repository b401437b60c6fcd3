"""The addresses of the recycle bin of an entity (Z9)."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern

from apps.core.bins import views


def addresses(at: Callable) -> Iterator[URLPattern]:
    """The bin, restoring one record and restoring many; `at` makes an address."""
    yield at("bin/", "bin", views.BinPage)
    yield at("bin/restore/", "restore-many", views.BulkRestorePage)
    yield at("<int:pk>/restore/", "restore", views.RestorePage)
