"""The floor: a bare Django view of the same rows, behind the same session and login, under the same server."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Template
from django.urls import path

from apps.core.pages import REGISTRY
from crm import urls

ROWS = Template(
    "<!doctype html><title>{{ title }}</title><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>"
    "{% endfor %}</tr>{% endfor %}</table>"
)


def shown(title, rows: list[list]) -> HttpResponse:
    return HttpResponse(ROWS.render(Context({"title": title, "rows": rows})))


def first_rows(request, app: str, model: str):
    """The first 25 rows of a list, by its order, with the fields and references the list shows."""
    found = apps.get_model(app, model)
    fields = [field for name in REGISTRY[found].table._meta.fields if (field := field_of(found, name))]
    joined = [field.name for field in fields if field.many_to_one]
    rows = found.objects.visible_to(request.user).select_related(*joined)[:25]
    return shown(found._meta.verbose_name_plural, [[getattr(row, one.name) for one in fields] for row in rows])


def field_of(model, name: str):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def one_record(request, app: str, model: str, pk: int):
    """One record with all its fields and references."""
    found = apps.get_model(app, model)
    joined = [field.name for field in found._meta.fields if field.many_to_one]
    record = get_object_or_404(found.objects.visible_to(request.user).select_related(*joined), pk=pk)
    return shown(record, [[one.verbose_name, getattr(record, one.name)] for one in found._meta.fields])


urlpatterns = [
    *urls.urlpatterns,
    path("floor/<str:app>/<str:model>/", first_rows, name="floor-list"),
    path("floor/<str:app>/<str:model>/<int:pk>/", one_record, name="floor-record"),
]
handler403 = urls.handler403
