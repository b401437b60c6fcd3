"""The addresses of the recycle bin of an entity (Z9)."""

from collections.abc import Iterator

from django.urls import URLPattern

from apps.core.pages import Pages
from apps.core.urls import At
from apps.kit.trash import views


def addresses(found: Pages, at: At) -> Iterator[URLPattern]:
    """The bin, restoring one record and restoring many, where something may be deleted."""
    if found.model.rights.delete:
        yield at("bin/", "bin", views.BinPage)
        yield at("bin/restore/", "restore-many", views.BulkRestorePage)
        yield at("<int:pk>/restore/", "restore", views.RestorePage)
