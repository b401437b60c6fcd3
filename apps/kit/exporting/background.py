"""Long lists are written by the worker: asked for, written with progress, told of, deleted after a day (A10)."""

from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from apps.core import audit, flow
from apps.core.schedule import daily
from apps.kit.exporting.files import ExportFile, reach_of
from apps.kit.exporting.writing import write

LONG = 50_000  # rows; more than that nobody waits for

READY = flow.event(ExportFile, "ready", _("Export finished"), told=_("Your file “%(what)s” is ready."))


def ask(owner, label: str, title: str, query: str) -> ExportFile:
    """Let the worker write a list; asked twice, it is written once (A10)."""
    wanted = {"owner": owner, "list": label, "query": query, "reach": reach_of(owner)}
    waiting = ExportFile.objects.fresh().filter(**wanted, ready_at=None, failed_at=None).first()
    if waiting is None:
        waiting = ExportFile.objects.create(**wanted, title=title)
        write_export.enqueue(waiting.pk)
    return waiting


@task
def write_export(pk: int) -> int:
    """Write the list as its owner sees it now, and tell them (A10)."""
    found = ExportFile.objects.select_related("owner__role").get(pk=pk)
    same = ExportFile.objects.filter(pk=pk)
    try:
        with translation.override(found.owner.language or settings.LANGUAGE_CODE):
            view = list_of(found)
            rows = view.chosen()
            same.update(total=rows.count())
            found.path.parent.mkdir(parents=True, exist_ok=True)
            write(view.table(rows), found.title, found.path, lambda count: same.update(done=count))
    except Exception:
        same.update(failed_at=timezone.now())
        raise
    same.update(ready_at=timezone.now())
    audit.log(found, READY, by=None, tell=[found.owner])
    return found.pk


def list_of(found: ExportFile):
    """The list's own export page, as if its owner had opened it."""
    app, model = found.list.split(".")
    address = reverse(f"{app}:{model}-export")
    request = RequestFactory().get(address, QUERY_STRING=found.query)
    request.user = found.owner
    match = resolve(address)
    view = match.func.view_class(**match.func.view_initkwargs)
    view.setup(request)
    if not all(map(found.owner.has_perm, view.rights())):
        raise PermissionError
    return view


@task
def forget_exports() -> int:
    """Delete the files that are a day old (A10)."""
    old = ExportFile.objects.exclude(pk__in=ExportFile.objects.fresh().values("pk"))
    for found in old:
        found.path.unlink(missing_ok=True)
    return old.delete()[0]


daily("03:30", forget_exports)
