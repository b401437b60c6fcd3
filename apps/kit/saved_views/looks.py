"""One list as one person sees it: the tabs above it, the columns, the view it opens with."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.core.views import PlainLook
from apps.foundation.filtering.unclear import Misread
from apps.foundation.picking.fields import AddressPickField
from apps.kit.saved_views import columns
from apps.kit.saved_views.models import ListChoice, SavedView

PLAIN = "?view=all"  # everything, also where the list opens with a view


@dataclass(frozen=True)
class Tab:
    """A way to see the list, by name."""

    text: str
    address: str
    query: str = ""
    view: SavedView | None = None
    is_own: bool = True


class Look(PlainLook):
    """How one person sees one list, by the address and by what they have chosen before."""

    def __init__(self, pages, user, query: QueryDict):
        super().__init__(pages, user, query)
        self.user, self.query = user, query
        self.list = pages.model._meta.label_lower

    @cached_property
    def views(self) -> list[SavedView]:
        """The person's own views in their order, then those shared with their role."""
        found = SavedView.objects.filter(list=self.list).visible_to(self.user)
        return sorted(found, key=lambda view: (view.owner_id != self.user.pk, view.position, view.pk))

    @cached_property
    def choice(self) -> ListChoice | None:
        return ListChoice.objects.filter(person=self.user, list=self.list).first()

    @cached_property
    def columns(self) -> list[str]:
        """The columns of the address, else those the person chose; none where the usual ones do."""
        named = columns.known(self.pages, self.query.get("columns", ""))
        return named or columns.known(self.pages, self.choice.columns if self.choice else "")

    def table(self, rows):
        return columns.table_of(self.pages, rows, self.columns)

    def beginning(self) -> str:
        """The address of the view the list opens with; empty where it shows everything, or something is asked for."""
        wanted = self.choice.opens_with_id if not self.query and self.choice else None
        return next((address(view) for view in self.views if view.pk == wanted), "")

    @cached_property
    def tabs(self) -> list[Tab]:
        """Everything, what the module itself offers, one's own views and the shared ones."""
        ready = [(str(label), query.format(me=self.user.pk)) for label, query in self.pages.views]
        found = [Tab(_("All"), PLAIN), *(Tab(label, f"?{query}", query) for label, query in ready)]
        own = [Tab(view.name, address(view), view.query, view, view.owner_id == self.user.pk) for view in self.views]
        return found + own

    def current(self, filters) -> Tab | None:
        """The tab that shows what is on the screen: the one opened last, else the one with the same filters."""
        opened = self.query.get("view", "")
        chosen = normal(filters, self.query)
        return next(
            (tab for tab in self.tabs if tab.view and str(tab.view.pk) == opened),
            next((tab for tab in self.tabs if same(tab.query, chosen)), None),
        )

    def lost(self, filters) -> list[Misread]:
        """What is said where an address names nothing but a view that is not there, or not for this person."""
        opened = self.query.get("view", "all")
        more = filters.unclear or filters.chosen or self.query.keys() & {"columns", "sort"}
        if more or opened == "all" or any(str(view.pk) == opened for view in self.views):
            return []
        return [Misread(("view",), _("There is no such view, or it is not shared with you any more."))]

    def shown(self, filters) -> dict:
        """What the template needs: the tabs, which of them is open, and whether there is something new to save."""
        tab, chosen, named = self.current(filters), normal(filters, self.query), self.query.get("columns", "")
        kept = (tab.view.query, tab.view.columns) if tab and tab.view else ("", "")
        return {"look": self, "tab": tab, "can_save": (chosen, named) not in (kept, ("", ""))}


def address(view: SavedView) -> str:
    """Where a view is opened: all of it stands in the address, so that it can be sent to anybody."""
    more = QueryDict(mutable=True)
    if view.columns:
        more["columns"] = view.columns
    more["view"] = str(view.pk)
    return "?" + "&".join(filter(None, [view.query, more.urlencode(safe=",")]))


def normal(filters, query: QueryDict) -> str:
    """The filters in force and the sorting of an address, without whatever else stands there or is wrong."""
    kept = QueryDict(mutable=True)
    for names, _label, _text in filters.chosen:
        if isinstance(filters.form.fields[names[0]], AddressPickField):
            kept[names[0]] = str(filters.form.cleaned_data[names[0]].pk)
            continue
        for name in names:
            if given := [value for value in query.getlist(name) if value]:
                kept.setlist(name, given)
    if sort := [alias for alias in query.getlist("sort") if alias.lstrip("-").isidentifier()]:
        kept.setlist("sort", sort[:1])
    return kept.urlencode()


def same(one: str, other: str) -> bool:
    """Whether two queries ask for the same, in whatever order, the sorting apart."""
    left, right = (
        {name: values for name, values in QueryDict(text).lists() if name != "sort"} for text in (one, other)
    )
    return left == right
