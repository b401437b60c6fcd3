"""The addresses of registered entities: /<app>/<slug>/…, named <app>:<model>-<role>."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from apps.core import flow, form_views, pages, views
from apps.core.bins.addresses import addresses as of_bin
from apps.core.bulk.addresses import addresses as for_many
from apps.core.exporting.page import ExportPage
from apps.core.past.addresses import addresses as of_past
from apps.core.picking.views import PickPage
from apps.core.tailoring import views as tailoring


def urls(app: str) -> list[URLPattern]:
    """The addresses of every entity an app has registered."""
    return [one for found in pages.REGISTRY.values() if found.app == app for one in addresses(found)]


def addresses(found: pages.Pages) -> Iterator[URLPattern]:
    """The addresses of all the pages one entity has: a page without a right does not exist."""

    def at(address: str, role: str, view, **options) -> URLPattern:
        name = f"{found.name}-{role}"
        return path(f"{found.slug}/{address}", view.as_view(pages=found, **options), name=name)

    rights = found.model.rights
    yield at("", "list", views.ListPage)
    yield at("export/", "export", ExportPage)
    yield at("pick/", "pick", PickPage)
    yield at("<int:pk>/", "detail", views.DetailPage)
    yield at("<int:pk>/history/", "history", views.HistoryPage)
    yield at("<int:pk>/access/", "access", views.AccessPage)
    yield from of_past(at, editable=bool(rights.change and found.form))
    if rights.add and found.form:
        yield at("new/", "create", form_views.CreatePage)
    if rights.change and found.form:
        yield at("<int:pk>/edit/", "edit", form_views.EditPage)
    if rights.delete:
        yield at("<int:pk>/delete/", "delete", form_views.DeletePage)
        yield from of_bin(at)
    for step in flow.STEPS.get(found.model, {}).values():
        yield at(f"<int:pk>/do/{step.name}/", f"do-{step.name}", form_views.StepPage, step=step)
    yield at("columns/", "columns", tailoring.ColumnsPage)
    yield at("views/new/", "save-view", tailoring.SaveViewPage)
    yield from for_many(found, at)
