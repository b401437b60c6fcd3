"""One declaration per entity: its list, record, forms, bin, export, pickers and steps, with rights, scope and menu.

`pages.add(Model, table=…, filter=…, form=…)` is all an entity needs; the screens behind it are in apps/core/views.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from apps.core import actions
from apps.core.filters import RecordFilter
from apps.core.forms import RecordForm, StepForm
from apps.core.tables import RecordTable


@dataclass
class Pages:
    """What the pages of one entity show and which actions they call."""

    model: type
    table: type[RecordTable]
    filter: type[RecordFilter]
    slug: str
    form: type[RecordForm] | None = None
    icon: str = "list"
    menu: bool = True
    head: tuple[str, ...] = ()  # the fields that matter most, beside the title
    facts: tuple = ()  # ((group label, (field, …)), …)
    panel_on: tuple[str, ...] = ()  # the references on whose record pages this entity is a panel
    step_forms: dict[str, type[StepForm]] = field(default_factory=dict)
    row_steps: tuple[str, ...] = ()  # the steps offered on every row of the list
    bulk: tuple[str, ...] = ()  # the steps that can be taken on many rows of the list at once
    bulk_set: tuple[str, ...] = ()  # the fields that can be given one value on many rows at once
    views: tuple[tuple[Promise, str], ...] = ()  # ready-made tabs of the list: name and query, {me} for the reader
    create: Callable = actions.create
    edit: Callable = actions.edit
    context: Callable | None = None  # (record, user) → what the entity's own detail template needs more

    @property
    def app(self) -> str:
        return self.model._meta.app_label

    @property
    def name(self) -> str:
        return self.model._meta.model_name

    def url_name(self, role: str) -> str:
        return f"{self.app}:{self.name}-{role}"

    def template(self, role: str) -> list[str]:
        """The entity's own template where it has one, else the general one."""
        return [f"{self.app}/{self.name}_{role}.html", f"pages/{role}.html"]


@dataclass(frozen=True)
class Link:
    """A menu item that is not the list of an entity, such as a report; without a right everybody's."""

    app: str
    url_name: str
    label: Promise
    icon: str
    right: str


REGISTRY: dict[type, Pages] = {}
LINKS: list[Link] = []


def add(model, **declared) -> Pages:
    """Register an entity: this one line gives it every page of house.md §1."""
    REGISTRY[model] = found = Pages(model, **declared)
    return found


def link(app: str, url_name: str, label: Promise, *, icon: str, right: str = "") -> None:
    """Register a page of its own in the menu."""
    LINKS.append(Link(app, url_name, label, icon, right))


def panels_of(model) -> list[tuple[Pages, str]]:
    """The entities shown as panels on a record of this model, each with its field that points there.

    Those of its own app come first, those without a place in the menu last.
    """
    found = [
        (pages, name)
        for pages in REGISTRY.values()
        for name in pages.panel_on
        if pages.model._meta.get_field(name).related_model is model
    ]
    return sorted(found, key=lambda panel: (not panel[0].menu, panel[0].app != model._meta.app_label))
