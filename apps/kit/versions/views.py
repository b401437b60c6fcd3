"""The screens of the past: the record as it was, and back to it (Z9)."""

from functools import cached_property

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.core import audit
from apps.core.scope import editors
from apps.core.views import Page
from apps.kit.form_views import Editing, FormPage
from apps.kit.versions import rebuild


class PastPage(Page):
    """A record as it was right after one thing happened to it, beside what it is today (Z9)."""

    role = "past"

    def get(self, request, pk):
        record = self.record("known_to")
        entry = rebuild.moment(record, request.GET.get("entry", ""))
        if entry is None:
            return redirect(record.page("history"))
        settable = self.settable(record)
        lines = rebuild.lines(record, entry, self.pages, settable)
        context = {
            "record": record,
            "entry": entry,
            "lines": lines,
            "stays": [capfirst(line.label) for line in lines if line.differs and not line.editable] if settable else [],
            "can_go_back": any(line.differs and line.editable for line in lines),
        }
        return self.show("past", context)

    def settable(self, record) -> list[str]:
        """The fields this person may change now, by the record's form."""
        user, right = self.request.user, self.model.rights.change
        mine = right and user.has_perm(right) and self.model.objects.filter(pk=record.pk).editable_by(user).exists()
        return self.pages.form(user=user, instance=record).changed_names() if mine and self.pages.form else []


class BackPage(Editing, FormPage):
    """The form of a record, filled with what it held at an earlier moment; saved like every edit, with a note (Z9)."""

    role = "back"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and all(map(request.user.has_perm, self.rights())):
            self.reached()
            if self.entry is None:
                return redirect(self.record().page("history"))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def entry(self):
        return rebuild.moment(self.record(), self.request.GET.get("entry", ""))

    def form(self, *data):
        form = super().form(*data)
        if not form.is_bound:
            form.unfolded = True
            for line in rebuild.lines(self.record(), self.entry, self.pages, form.changed_names()):
                if line.differs and line.editable:
                    form[line.name].today = line.today or "–"
        return form

    def reached(self, who=editors):
        record = super().reached(who)
        if self.request.method == "GET" and "draft" not in self.request.GET and self.entry:
            rebuild.set_back(record, self.entry, self.pages.form._meta.fields)
        return record

    def change(self, form):
        with audit.remark(self.words()["title"]):
            return super().change(form)

    def words(self):
        at = f"{timezone.localtime(self.entry.at):%Y-%m-%d %H:%M}"
        return {"title": _("Back to what it was at %(at)s") % {"at": at}, "submit": _("Save")}
