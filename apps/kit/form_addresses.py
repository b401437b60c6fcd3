"""The addresses of the screens that change a record: its forms, its deletion, its steps."""

from collections.abc import Iterator

from django.urls import URLPattern

from apps.core import flow
from apps.core.pages import Pages
from apps.core.urls import At
from apps.kit import form_views


def addresses(found: Pages, at: At) -> Iterator[URLPattern]:
    """A form to create and to edit where there is one, deleting, and a page for each step."""
    rights = found.model.rights
    if rights.add and found.form:
        yield at("new/", "create", form_views.CreatePage)
    if rights.change and found.form:
        yield at("<int:pk>/edit/", "edit", form_views.EditPage)
    if rights.delete:
        yield at("<int:pk>/delete/", "delete", form_views.DeletePage)
    for step in flow.STEPS.get(found.model, {}).values():
        yield at(f"<int:pk>/do/{step.name}/", f"do-{step.name}", form_views.StepPage, step=step)
