"""One's own exports: how far they are, and the files, for their owner alone and while nothing was taken away (A10)."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.core.pages import REGISTRY
from apps.core.rights import EXPORT
from apps.kit.exporting.files import ExportFile, reach_of
from apps.kit.exporting.writing import named


@require_safe
def exports(request):
    """What this person has asked for in the last day; asked again while something is on its way."""
    if not request.user.has_perm(EXPORT):
        raise PermissionDenied
    found = list(ExportFile.objects.visible_to(request.user).fresh())
    context = {"exports": found, "waiting": any(one.is_pending for one in found)}
    fragment = request.htmx and request.htmx.target == "exports"
    return render(request, "pages/_exports.html" if fragment else "pages/exports.html", context)


@require_safe
def export_file(request, pk):
    """The file; 404 for everybody but its owner, 403 where the owner may see less than when asking (A10)."""
    found = get_object_or_404(ExportFile.objects.filter(owner=request.user, ready_at__isnull=False).fresh(), pk=pk)
    views = {model._meta.label_lower: model.rights.view for model in REGISTRY}
    if not all(map(request.user.has_perm, (EXPORT, views[found.list]))) or found.reach != reach_of(request.user):
        raise PermissionDenied
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=named(found.title))
