"""The screens to read that every entity shares. Each asks: is the right there (403), is the record in reach (404)."""

from collections.abc import Callable
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View
from django_tables2 import RequestConfig

from apps.core import flow
from apps.core.pages import Pages, panels_of
from apps.core.panels import Panel, Standing
from apps.core.rights import EXPORT
from apps.foundation.entering.keys import numbers
from apps.foundation.filtering.unclear import Unclear
from apps.foundation.listing import paging

PER_PAGE = (25, 50, 100)


class RecordExtra:
    """What a feature adds to the page of a record; each method adds nothing unless the feature says so."""

    def part(self, page, record):
        """The answer where a part of the page is asked for alone; None for the whole page."""

    def shown(self, page, record) -> dict:
        """What the template needs."""
        return {}

    def seen(self, page, record, answer) -> None:
        """What follows from somebody having opened the record."""


class PlainLook:
    """A list as its table declares it: without tabs or chosen columns, for which a feature stands in its place."""

    columns: tuple[str, ...] = ()

    def __init__(self, pages, user, query):
        self.pages = pages

    def table(self, rows):
        return self.pages.table(rows)

    def lost(self, filters) -> list:
        """What of the address is not understood beside the filters."""
        return []

    def beginning(self) -> str:
        """The address a list opens with in place of its own."""
        return ""

    def shown(self, filters) -> dict:
        return {}


LOOKS: list[type[PlainLook]] = [PlainLook]  # the last one is asked
LIST_EXTRAS: list[Callable[[Pages, object], dict]] = []  # (pages, user) → what the template of a list needs
RECORD_EXTRAS: list[RecordExtra] = []


class Page(View):
    """A page of an entity: knows what is registered for it and refuses whoever lacks its rights."""

    pages: Pages = None
    role = ""

    @property
    def model(self):
        return self.pages.model

    def rights(self) -> tuple[str, ...]:
        """The rights this page asks for, all of them."""
        return (self.model.rights.view,)

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not all(map(request.user.has_perm, self.rights())):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def record(self, who="visible_to"):
        """The record of the address, if it is among what a rule of its queryset leaves this person; 404 otherwise."""
        rows = getattr(self.model.everything, who)(self.request.user)
        return get_object_or_404(self.joined(rows), pk=self.kwargs["pk"])

    def joined(self, rows):
        """The rows with the records they refer to, so that naming them asks no more."""
        return rows.select_related(*(field.name for field in self.model._meta.fields if field.many_to_one))

    def show(self, role: str, context: dict, status: int = 200):
        meta = self.model._meta
        base = {
            "pages": self.pages,
            "role": self.role,
            "kind": meta.verbose_name,
            "plural": meta.verbose_name_plural,
            "list_url": reverse(self.pages.url_name("list")),
            "asked": [*self.request.GET.lists()],  # of the address itself a template takes `?lists=` for the method
        }
        answer = render(self.request, self.pages.template(role), base | context, status=status)
        answer.records = len(context["table"].page) if "table" in context else 1  # how many were read
        return answer


class ListPage(Page):
    """The list of what this person may read: filters, sorting, totals and numbered pages, all in the address."""

    role, fragment = "list", "_rows"

    @cached_property
    def look(self) -> PlainLook:
        """The list as this person set it up: tabs, columns, the view it opens with."""
        return LOOKS[-1](self.pages, self.request.user, self.request.GET)

    def filtered(self):
        """The filters as chosen and the rows they leave; the same for list and export."""
        rows = self.model.objects.visible_to(self.request.user)
        filters = self.pages.filter(self.request.GET, rows, user=self.request.user)
        filters.unclear += self.look.lost(filters)
        return filters, filters.qs

    def chosen(self):
        """The rows that are ticked; without a tick all that fit the filters. Raises Unclear where nobody knows (Z9)."""
        if "tick" in self.request.GET and "all" not in self.request.GET:
            return self.ticked(numbers(self.request.GET.getlist("tick")))
        filters, rows = self.filtered()
        if filters.unclear:
            raise Unclear(" ".join(map(str, filters.unclear)))
        return rows

    def ticked(self, keys: list[int]):
        """The rows of these keys."""
        return self.model.objects.filter(pk__in=keys).visible_to(self.request.user)

    def table(self, rows, per_page: int | None = None, enough: int = 0):
        """The rows as a table, sorted as asked; with `per_page` the page asked for, the nearest one there is.

        More than `enough` rows are counted and added up only where that is asked for.
        """
        table = self.look.table(rows)
        table.data.data = table.joined(rows)
        RequestConfig(self.request, paginate=False).configure(table)
        if per_page:
            table.paginator = paging.of_table(table, per_page, self.request.GET, enough)
            table.page = table.paginator.wanted()
        return table

    def get(self, request):
        """The page; of it only the rows after a change of filters, the fields to filter by once they are unfolded."""
        part = request.htmx.target if request.htmx else ""
        if part == "filter-fields":
            return self.show("_filters", {"filters": self.filtered()[0]})
        if address := self.beginning():
            return HttpResponseRedirect(request.path + address)
        context = self.content() | {"part": self.pages.template(self.fragment)}
        return self.show(self.fragment if part == "rows" else self.role, context)

    def beginning(self) -> str:
        """The view to begin with where the address names none."""
        return self.look.beginning()

    def content(self) -> dict:
        """What the page shows."""
        request = self.request
        filters, rows = self.filtered()
        asked = request.GET.get("per_page")
        per_page = int(asked) if asked in map(str, PER_PAGE) else PER_PAGE[0]
        table = self.table(rows, per_page, filters.enough)
        may, rights = request.user.has_perm, self.model.rights
        content = {
            "filters": filters,
            "table": table,
            "totals": table.paginator.tally.sums,
            "per_page": per_page,
            "per_pages": PER_PAGE,
            "can_add": self.pages.form and rights.add and may(rights.add),
            "can_export": may(EXPORT),
            "has_bin": rights.delete and may(rights.delete),
            "row_steps": self.row_steps(table.page),
        }
        for feature in LIST_EXTRAS:
            content |= feature(self.pages, request.user)
        return content | self.look.shown(filters)

    def row_steps(self, page) -> dict:
        """The steps offered on each row of the page, by key; nothing where this person may take none."""
        records = page.object_list if self.pages.row_steps else []
        found = flow.open_steps_of(records, self.request.user, self.pages.row_steps)
        return found if any(found.values()) else {}


class DetailPage(Page):
    """A record: head, facts, panels, what may be done with it now, what happened to it."""

    role = "detail"

    def get(self, request, pk):
        record = self.record("reached_by")
        if record.deleted_at:
            if heir := record.heir():
                return HttpResponseRedirect(heir.get_absolute_url())
            raise Http404
        for part in filter(None, (feature.part(self, record) for feature in RECORD_EXTRAS)):
            return part
        rights, may = self.model.rights, request.user.has_perm
        standing = Standing(record, request.user)
        mine = standing.is_among("editable_by")
        panels = [Panel(found, name, standing) for found, name in panels_of(self.model)]
        context = {
            "record": record,
            "steps": flow.open_steps(record, request.user),
            "can_edit": bool(mine and self.pages.form and rights.change and may(rights.change)),
            "can_delete": bool(mine and rights.delete and may(rights.delete) and not record.keeps_because()),
            "panels": [panel for panel in panels if may(panel.pages.model.rights.view)],
        }
        for feature in RECORD_EXTRAS:
            context |= feature.shown(self, record)
        if self.pages.context:
            context |= self.pages.context(record, request.user)
        answer = self.show("detail", context)
        for feature in RECORD_EXTRAS:
            feature.seen(self, record, answer)
        return answer
