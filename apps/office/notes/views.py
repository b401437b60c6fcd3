"""The screens of notes: everybody's own, a foreign one does not exist (V4)."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.core.flow import Refused
from apps.core.form_views import arrived
from apps.office.notes import actions
from apps.office.notes.forms import NoteFilter, NoteForm
from apps.office.notes.models import Note

PER_PAGE = 30


def notes(request):
    """One's own notes by day, found by their words; one more is written on top (V4)."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.keep(by=request.user, day=form.cleaned_data["day"], text=form.cleaned_data["text"])
        return arrived(request, reverse("office:notes"), _("The note is kept."))
    gone = "deleted" in request.GET
    rows = Note.objects.thrown_away_by(request.user) if gone else Note.objects.of(request.user)
    filters = NoteFilter(request.GET, rows, user=request.user)
    page = Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page"))
    part = "office/_notes.html" if request.htmx and request.htmx.target == "rows" else "office/notes.html"
    context = {"form": form, "filters": filters, "page": page, "gone": gone}
    return render(request, part, context, status=422 if form.errors else 200)


def note(request, pk):
    """One note, to be written anew; what was typed is kept where it was changed elsewhere (V4)."""
    found = get_object_or_404(Note.objects.of(request.user), pk=pk)
    form = NoteForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(found, **form.cleaned_data)
            return arrived(request, reverse("office:notes"), _("The note is kept."))
        except Refused as refused:
            form.add_error(None, str(refused))
            form.data = form.data | {"version": found.version}
    context = {
        "form": form,
        "title": _("Edit note"),
        "submit": _("Save"),
        "action": request.get_full_path(),
        "part": "pages/_form.html",
        "list_url": reverse("office:notes"),
    }
    return render(
        request, "pages/_form.html" if request.htmx else "pages/form.html", context, status=422 if form.errors else 200
    )


@require_POST
def delete(request, pk):
    """Throw a note away, with an undo (V4)."""
    actions.delete(get_object_or_404(Note.objects.of(request.user), pk=pk))
    return arrived(
        request, reverse("office:notes"), _("The note is deleted."), undo=reverse("office:note-restore", args=[pk])
    )


@require_POST
def restore(request, pk):
    """Take a note back (V4)."""
    actions.restore(get_object_or_404(Note.objects.thrown_away_by(request.user), pk=pk))
    return HttpResponseRedirect(reverse("office:notes"))
