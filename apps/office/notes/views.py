"""The screens of notes: everybody's own, a foreign one does not exist (V4)."""

from functools import cached_property

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from apps.core.arriving import arrived
from apps.core.flow import Refused
from apps.kit.drafts.forms import Drafted
from apps.kit.drafts.idempotency import once
from apps.office.notes import actions
from apps.office.notes.forms import NoteFilter, NoteForm
from apps.office.notes.models import Note

PER_PAGE = 30


class NotesPage(Drafted, View):
    """One's own notes by day, found by their words; one more is written on top (V4)."""

    def form(self, *data):
        return NoteForm(*data)

    def attempt(self, form):
        return once(self.request, self.key, lambda: self.keep(form))

    def keep(self, form):
        actions.keep(by=self.request.user, day=form.cleaned_data["day"], text=form.cleaned_data["text"])
        return arrived(self.request, reverse("office:notes"), _("The note is kept."))

    def ask(self, form, status=200):
        request = self.request
        gone = "deleted" in request.GET
        rows = Note.objects.thrown_away_by(request.user) if gone else Note.objects.of(request.user)
        filters = NoteFilter(request.GET, rows, user=request.user)
        page = Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page"))
        part = "office/_notes.html" if request.htmx and request.htmx.target == "rows" else "office/notes.html"
        context = {"form": form, "filters": filters, "page": page, "gone": gone} | self.drafts(form)
        return render(request, part, context, status=status)


class NotePage(Drafted, View):
    """One note, to be written anew; what was typed is kept where it was changed elsewhere (V4)."""

    @cached_property
    def found(self) -> Note:
        return get_object_or_404(Note.objects.of(self.request.user), pk=self.kwargs["pk"])

    def form(self, *data):
        return NoteForm(*data, instance=self.found)

    def attempt(self, form):
        try:
            if {*form.fields} - {*form.kept, "version"}:
                actions.change(self.found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
            form.data = form.data | {"version": self.found.version}
            return None
        return arrived(self.request, reverse("office:notes"), _("The note is kept."))

    def ask(self, form, status=200):
        context = {
            "form": form,
            "title": _("Edit note"),
            "submit": _("Save"),
            "part": "pages/_form.html",
            "list_url": reverse("office:notes"),
        } | self.drafts(form)
        shape = "pages/_form.html" if self.request.htmx else "pages/form.html"
        return render(self.request, shape, context, status=status)


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
