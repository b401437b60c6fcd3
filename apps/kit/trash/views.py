"""The screens of the recycle bins: all kinds, one kind, restoring one record or many (Z9)."""

from functools import cached_property

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.core import actions, batches, flow
from apps.core.arriving import arrived
from apps.core.views import PER_PAGE, ListPage, Page
from apps.kit.bulk.offers import Offer
from apps.kit.bulk.views import Bulk
from apps.kit.form_views import FormPage
from apps.kit.trash.contents import binned, bins_of, deleters


@require_safe
def bins(request):
    """Every recycle bin this person may open, with how much is in it (Z9)."""
    return render(request, "pages/bins.html", {"bins": bins_of(request.user)})


class Binned:
    """What was deleted in place of what is there, for who may delete. Mixed into a list (Z9)."""

    def rights(self):
        return (self.model.rights.view, self.model.rights.delete)

    def filtered(self):
        """The filters as chosen and what they leave of the bin."""
        filters = self.pages.filter(self.request.GET, binned(self.model, self.request.user), user=self.request.user)
        return filters, filters.qs

    def ticked(self, keys):
        return binned(self.model, self.request.user).filter(pk__in=keys)


class BinPage(Binned, ListPage):
    """The recycle bin of an entity: what was deleted, by whom and when, to be searched and restored (Z9)."""

    role, fragment = "bin", "_bin"

    def beginning(self):
        return ""

    def content(self):
        filters, rows = self.filtered()
        paginator = Paginator(self.joined(rows).order_by("-deleted_at", "-pk"), PER_PAGE[0])
        page = paginator.get_page(self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        return {
            "filters": filters,
            "records": page,
            "by": deleters(page.object_list),
            "heirs": self.heirs(page.object_list),
            "bulk": [Offer("restore/", _("Restore"), "restore", self.model.rights.delete)],
        }

    def heirs(self, records: list) -> dict:
        """By key the records that took the place of these, as far as this person may read them (P4, Z6)."""
        keys = {heir.pk for record in records if (heir := record.heir())}
        return self.model.objects.visible_to(self.request.user).in_bulk(keys) if keys else {}


class BulkRestorePage(Bulk, Binned, FormPage, ListPage):
    """Many records out of the recycle bin at once (Z9)."""

    home = "bin"

    @cached_property
    def records(self) -> list:
        rows = binned(self.model, self.request.user).filter(pk__in=self.keys)
        return list(self.joined(rows).order_by("pk"))

    def label(self):
        return _("Restore")

    def batch(self):
        return batches.of_restoring(self.model, self.request.user)

    def run(self, record, given):
        actions.restore(record, by=self.request.user)


class RestorePage(Page):
    """Take a record out of the bin; only by sending a form. Its message takes it back (Z9)."""

    role = "restore"
    http_method_names = ["post", "options"]

    def rights(self):
        return (self.model.rights.view, self.model.rights.delete)

    def post(self, request, pk):
        record = self.record("known_to")
        try:
            with batches.of_restoring(self.model, request.user) as batch:
                actions.restore(record, by=request.user)
                batch.done = 1
        except flow.Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(record.get_absolute_url())
        except IntegrityError:
            messages.error(request, _("Another record has taken the place of “%(record)s”.") % {"record": record})
            return HttpResponseRedirect(reverse(self.pages.url_name("bin")))
        text = _("“%(record)s” is restored.") % {"record": record}
        told = batches.with_said(text, batch)
        return arrived(request, record.whole().get_absolute_url(), told, undo=batch.undo_url())
