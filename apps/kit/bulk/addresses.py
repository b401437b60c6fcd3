"""The addresses below a list that do something to many of its records (Z9)."""

from collections.abc import Iterator

from django.urls import URLPattern

from apps.core import flow
from apps.core.pages import Pages
from apps.core.urls import At
from apps.kit.bulk import views


def addresses(found: Pages, at: At) -> Iterator[URLPattern]:
    """One for each step and field an entity declares for many, and one for their deletion."""
    steps = flow.STEPS.get(found.model, {})
    for name in found.bulk:
        yield at(f"bulk/{name}/", f"bulk-{name}", views.BulkStepPage, step=steps[name])
    for name in found.bulk_set:
        yield at(f"bulk/set-{name}/", f"bulk-set-{name}", views.BulkSetPage, field=name)
    if found.model.rights.delete:
        yield at("bulk/delete/", "bulk-delete", views.BulkDeletePage)
