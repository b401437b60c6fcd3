"""One thing done to many records: asked once, taken record by record, reported with the reason of each refusal (Z9)."""

from functools import cached_property

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core import actions, batches, flow
from apps.core.arriving import arrived
from apps.core.forms import StepForm
from apps.core.views import ListPage
from apps.foundation.entering.keys import numbers
from apps.foundation.filtering.unclear import Unclear
from apps.kit.bulk.offers import LIMIT, setting
from apps.kit.form_views import FormPage


class Bulk:
    """Asks what is needed for all chosen records together; a record that refuses stays as it is, with the reason.

    Mixed into a form over a list.
    """

    role = shape = "bulk"
    home = "list"  # where the records were chosen
    danger = False
    unclear = ""  # why nobody knows which records are meant

    @cached_property
    def keys(self) -> list[int]:
        """The chosen records: at first as the list says, then exactly those the form was opened with."""
        if self.request.method == "POST":
            return numbers(self.request.POST.get("keys", "").split(","))[: LIMIT + 1]
        if not self.request.GET.keys() & {"tick", "all"}:
            return []
        try:
            return list(self.chosen().order_by("pk").values_list("pk", flat=True)[: LIMIT + 1])
        except Unclear as unclear:
            self.unclear = str(unclear)
            return []

    @cached_property
    def records(self) -> list:
        """The chosen records this person may read, in the order in which they are locked."""
        rows = self.model.objects.filter(pk__in=self.keys).visible_to(self.request.user)
        whole = [f"{self.model.part_of}_id"] if self.model.part_of else []
        return list(self.joined(rows).order_by(*whole, "pk"))

    @property
    def late(self) -> str:
        """Why there is nothing to ask; empty where there is."""
        if not self.keys:
            return self.unclear or _("Tick the records first, in the list.")
        if len(self.keys) > LIMIT:
            return _("At most %(limit)s records go in one step. Narrow the list down by a filter.") % {"limit": LIMIT}
        return ""

    def label(self):
        """What is done, in a word."""
        raise NotImplementedError

    def batch(self):
        """The batch this makes, to be entered."""
        raise NotImplementedError

    def run(self, record, given: dict):
        """What happens to one record."""
        raise NotImplementedError

    def form(self, *data):
        return StepForm(*data, user=self.request.user, record=self.model())

    def change(self, form):
        with self.batch() as batch:
            batches.each(batch, self.records, lambda record: self.run(record, form.cleaned_data))
            gone = set(self.keys) - {record.pk for record in self.records}
            batch.refused += [[f"#{key}", "", _("It is not there any more.")] for key in sorted(gone)]
        text = batches.with_said(summary(batch), batch)
        return arrived(self.request, self.after(batch), text, undo=batch.undo_url())

    def after(self, batch) -> str:
        """The report where something was refused, else where the records were chosen, as filtered."""
        query = self.request.GET.copy()
        for name in ("tick", "all"):
            query.pop(name, None)
        back = f"{reverse(self.pages.url_name(self.home))}?{query.urlencode()}".rstrip("?")
        return batch.get_absolute_url() if batch.refused else back

    def words(self):
        given = {"what": self.label(), "count": len(self.keys)}
        return {
            "title": ngettext("%(what)s: %(count)s record", "%(what)s: %(count)s records", len(self.keys)) % given,
            "submit": self.label(),
            "danger": self.danger,
            "records": self.records,
            "keys": ",".join(map(str, self.keys)),
        }


class BulkStepPage(Bulk, FormPage, ListPage):
    """The same step on many records; its form is asked with an empty record in place of one."""

    step: flow.Step = None

    def rights(self):
        return (self.model.rights.view, self.step.right)

    def form(self, *data):
        asked = self.pages.step_forms.get(self.step.name, StepForm)
        return asked(*data, user=self.request.user, record=self.model())

    def label(self):
        return self.step.label

    def batch(self):
        return batches.of_step(self.step, self.request.user)

    def run(self, record, given):
        flow.take(self.step, record, self.request.user, given)


class BulkSetPage(Bulk, FormPage, ListPage):
    """The same value in one field of many records, by the entity's own form and edit."""

    field = ""

    def rights(self):
        return (self.model.rights.view, self.model.rights.change)

    def form(self, *data):
        form = super().form(*data)
        whole = self.pages.form(user=self.request.user, instance=self.model())
        form.fields[self.field] = whole.fields[self.field]
        return form

    def label(self):
        return setting(self.model, self.field)

    def batch(self):
        action, right = f"{self.model._meta.label_lower}.edit", self.model.rights.change
        return batches.together(action, by=self.request.user, title=self.label(), right=right)

    def run(self, record, given):
        setattr(record, self.field, given[self.field])
        self.pages.edit(record, by=self.request.user, fields=[self.field], version=record.version)


class BulkDeletePage(Bulk, FormPage, ListPage):
    """Many records to the recycle bin."""

    danger = True

    def rights(self):
        return (self.model.rights.view, self.model.rights.delete)

    def label(self):
        return _("Delete")

    def batch(self):
        return batches.of_deletion(self.model, self.request.user)

    def run(self, record, given):
        actions.delete(record, by=self.request.user)


def summary(batch) -> str:
    """How many records were done, and how many refused."""
    given = {"what": capfirst(batch.title), "done": batch.done, "refused": len(batch.refused)}
    if batch.refused:
        return _("%(what)s: %(done)s done, %(refused)s refused.") % given
    return ngettext("%(what)s: %(done)s record done.", "%(what)s: %(done)s records done.", batch.done) % given
