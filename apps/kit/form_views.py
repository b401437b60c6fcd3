"""The screens that change something: each calls one action; a refusal comes back in the form, nothing typed is lost."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import IntegrityError, OperationalError
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core import actions, batches, flow
from apps.core.arriving import arrived
from apps.core.edit_conflicts import as_opened, show_both, take_chosen
from apps.core.forms import StepForm
from apps.core.scope import editors
from apps.core.unique_marks import why_not_stored
from apps.core.views import Page
from apps.foundation.database.errors import BUSY, cause_of
from apps.foundation.picking.fields import understood
from apps.kit.drafts.forms import Drafted
from apps.kit.drafts.idempotency import once


class FormPage(Drafted, Page):
    """Shows a form, and on sending it runs one change or shows it again with the reason."""

    shape = "form"  # the template of the page; the same name with a line before it is that of the dialog
    late = ""  # why it is not possible any more: who was faster

    def form(self, *data):
        raise NotImplementedError

    def change(self, form):
        """Run the change and return the answer to it."""
        raise NotImplementedError

    def attempt(self, form):
        """The answer to a change that was made, or None with the reason in the form."""
        if self.late:
            return None
        try:
            answer = once(self.request, self.key, lambda: self.change(form))
            for sentence in understood(form):
                messages.info(self.request, sentence)
            return answer
        except flow.Conflict as conflict:
            show_both(form, conflict)
        except flow.Refused as refused:
            form.add_error(None, str(refused))
        except IntegrityError:
            form.add_error(None, why_not_stored(getattr(form, "instance", None) or form.record))
        except OperationalError as error:
            if cause_of(error) != BUSY:  # a deadlock, or a lock that was not to be had in time; no full disk
                raise
            form.add_error(None, _("Others are working on the same records. Nothing was changed: try again."))
        except PermissionDenied:
            self.form()  # asks again whether it has become too late meanwhile
            if not self.late:
                raise
        return None

    def saved(self, record):
        """Say that a record is saved and show it."""
        url = record.whole().get_absolute_url()
        return arrived(self.request, url, _("“%(record)s” is saved.") % {"record": record})

    def reached(self, who=editors):
        """The record, if this person may change it; where its state has moved on `late` says who was faster."""
        record, user = self.record(), self.request.user
        rows = self.model.objects.filter(pk=record.pk)
        if not who(rows, user).exists():
            if who is not editors or not rows.workable_by(user).exists():
                raise PermissionDenied(flow.refusal(who, record))
            self.late = flow.too_late(record.whole())
        return record

    def ask(self, form, status: int = 200):
        role = f"_{self.shape}" if self.request.htmx else self.shape
        given = {"form": form, "part": self.pages.template(f"_{self.shape}")} | self.drafts(form)
        if self.late:
            form.errors.pop(NON_FIELD_ERRORS, None)  # says the same
            status = 409
        return self.show(role, given | {"late": self.late} | self.words(), status=status)

    def words(self) -> dict:
        """The title of the form, the button that sends it and where cancelling leads."""
        raise NotImplementedError


class CreatePage(FormPage):
    role = "create"

    def rights(self):
        return (self.model.rights.view, self.model.rights.add)

    def form(self, *data):
        return self.pages.form(*data, user=self.request.user, initial=self.request.GET.dict(), instance=self.model())

    def change(self, form):
        try:
            record = self.pages.create(form.instance, by=self.request.user, **form.related())
        except PermissionDenied as denied:
            raise flow.Refused(_("This would belong to somebody you do not work for, so it was not saved.")) from denied
        return self.saved(record)

    def words(self):
        title = _("New: %(kind)s") % {"kind": self.model._meta.verbose_name}
        return {"title": title, "submit": _("Save"), "back": self.request.GET.get("back", "")}


class Editing:
    """Changes a record by its form. Mixed into a page that says what the form begins with."""

    def rights(self):
        return (self.model.rights.view, self.model.rights.change)

    def form(self, *data):
        form = self.pages.form(*data, user=self.request.user, instance=self.reached())
        if form.is_bound:
            as_opened(form)
            take_chosen(form)
        return form

    def change(self, form):
        record = self.pages.edit(
            form.instance,
            by=self.request.user,
            fields=form.changed_names(),
            version=form.cleaned_data.get("version"),
            **form.related(),
        )
        return self.saved(record)


class EditPage(Editing, FormPage):
    role = "edit"

    def words(self):
        return {"title": _("Edit: %(record)s") % {"record": self.record()}, "submit": _("Save")}


class StepPage(FormPage):
    """One named step on a record: asks what the step needs, takes it, says what happened."""

    step: flow.Step = None
    role = "step"

    def rights(self):
        return (self.model.rights.view, self.step.right)

    def form(self, *data):
        record, user = self.reached(self.step.who), self.request.user
        form_class = self.pages.step_forms.get(self.step.name, StepForm)
        return form_class(*data, user=user, record=record, initial=self.request.GET.dict())

    def change(self, form):
        outcome = batches.take(self.step, form.record, self.request.user, form.cleaned_data)
        goto = outcome.goto or outcome.record.whole()
        text = _("%(step)s: “%(record)s”.") % {"step": self.step.label, "record": outcome.record}
        batch = outcome.entry.batch
        return arrived(self.request, goto.get_absolute_url(), text, undo=batch.undo_url() if batch else "")

    def ask(self, form, status=200):
        self.now = self.record()  # anew: somebody may have been faster while this was being checked
        if not self.late and not self.step.fits(self.now):
            self.late = flow.too_late(self.now)
        return super().ask(form, status)

    def words(self):
        return {
            "title": self.step.label,
            "record": self.now,
            "submit": self.step.label,
            "step": self.step,
        }


class DeletePage(FormPage):
    role = "delete"

    def rights(self):
        return (self.model.rights.view, self.model.rights.delete)

    def form(self, *data):
        self.found = self.reached()
        return StepForm(*data, user=self.request.user, record=self.found)

    def change(self, form):
        with batches.of_deletion(self.model, self.request.user) as batch:
            actions.delete(self.found, by=self.request.user)
            batch.done = 1
        text = _("“%(record)s” is in the recycle bin.") % {"record": self.found}
        whole = self.found.whole()
        back = reverse(self.pages.url_name("list")) if whole is self.found else whole.get_absolute_url()
        return arrived(self.request, back, text, undo=batch.undo_url())

    def words(self):
        return {
            "title": _("Delete: %(record)s") % {"record": self.found},
            "submit": _("Delete"),
            "danger": True,
            "along": self.found.goes_along(),
        }
