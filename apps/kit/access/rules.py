"""Who may read and change a record, and what a person may see, each with its rule in words (Z8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from apps.core import flow, pages
from apps.core.scope import Scope


@dataclass(frozen=True)
class Access:
    """One person: by which rule they read a record and by which they change it; empty where they do not."""

    person: object
    reads: str
    writes: str


def of_record(record) -> list[Access]:
    """Everybody who may read a record, and why; asks the same few questions however many people there are (Z8)."""
    model, people = type(record), get_user_model().objects
    workers = set(people.filter(role__rights__code__in=changing(model)).values_list("pk", flat=True))
    theirs, below = Owners(record), cache(lambda department: department.and_below())
    found = []
    for person in people.allowed(model.rights.view).select_related("role", "department").order_by("department", "pk"):
        departments = below(person.department) if person.department else set()
        reads = theirs.rule(person, departments, person.scope(model.reach.read_scope), model.reach.read, writing=False)
        if reads:
            scope, paths = person.scope("write_scope"), model.reach.write
            writes = person.pk in workers and theirs.rule(person, departments, scope, paths, writing=True)
            found.append(Access(person, reads, writes or ""))
    return found


def changing(model) -> set[str]:
    """The rights that change an entity: its form, or one of its steps."""
    return {model.rights.change, *(step.right for step in flow.STEPS.get(model, {}).values())} - {None}


class Owners:
    """The people a record belongs to, by the path that leads to them."""

    def __init__(self, record):
        self.record = record
        reach = record.reach
        paths = {*reach.read, *reach.write}
        self.rows = type(record).everything.filter(pk=record.pk)
        self.by_path = self.rows.values(*paths)[0] if paths else {}
        owners = get_user_model().objects.filter(pk__in=filter(None, self.by_path.values()))
        self.departments = dict(owners.values_list("pk", "department"))

    def rule(self, person, departments: set[int], scope: str, paths: tuple[str, ...], *, writing: bool) -> str:
        """The rule by which a person reaches the record, as `Reach.condition` decides it (P4, C5)."""
        owned = {self.by_path[path]: path for path in paths if self.by_path[path]}
        if person.pk in owned:
            return _("It is theirs (%(field)s).") % {"field": label(type(self.record), owned[person.pk])}
        if scope == Scope.ALL or not paths:
            return _("The role “%(role)s” reaches all records.") % {"role": person.role}
        if scope == Scope.DEPARTMENT and not owned:
            return _("It is nobody's, so every department may take care of it.")
        if scope == Scope.DEPARTMENT and any(self.departments[owner] in departments for owner in owned):
            return _("The role “%(role)s” reaches the department and those below.") % {"role": person.role}
        shared = self.record.reach.shared
        if shared and self.rows.filter(shared(person, writing)).exists():
            return _("It was shared with them.")
        return ""


def label(model, path: str) -> str:
    """What a path to a person is called: the name of its last field."""
    *names, last = path.split("__")
    for name in names:
        model = model._meta.get_field(name).related_model
    return str(model._meta.get_field(last).verbose_name)


@dataclass(frozen=True)
class Sight:
    """How many records of one entity there are, a person reads and a person changes, and how far the role reaches."""

    label: str
    all: int
    reads: int
    writes: int
    scope: str


def of_person(person) -> Iterator[Sight]:
    """What a person may see and change, entity by entity (Z8)."""
    for found in pages.REGISTRY.values():
        model, rows = found.model, found.model.objects
        if person.has_perm(model.rights.view):
            writes = rows.workable_by(person).count() if any(map(person.has_perm, changing(model))) else 0
            scope = Scope(person.scope(model.reach.read_scope) if model.reach.read else Scope.ALL).label
            yield Sight(model._meta.verbose_name_plural, rows.count(), rows.visible_to(person).count(), writes, scope)
