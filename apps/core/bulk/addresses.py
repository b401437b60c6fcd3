"""The addresses below a list that do something to many of its records (Z9)."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern

from apps.core import flow, pages
from apps.core.bulk import views


def addresses(found: pages.Pages, at: Callable) -> Iterator[URLPattern]:
    """One for each step and field an entity declares for many, and one for their deletion; `at` makes an address."""
    steps = flow.STEPS.get(found.model, {})
    for name in found.bulk:
        yield at(f"bulk/{name}/", f"bulk-{name}", views.BulkStepPage, step=steps[name])
    for name in found.bulk_set:
        yield at(f"bulk/set-{name}/", f"bulk-set-{name}", views.BulkSetPage, field=name)
    if found.model.rights.delete:
        yield at("bulk/delete/", "bulk-delete", views.BulkDeletePage)
