"""Changes of state: each is one named function under @step, and this module is what happens around it.

Right, scope and state are checked on the locked row inside the transaction; the fields that changed are saved,
one Entry is written and everybody concerned is told, or nothing happens at all. Two at once: one wins, the other
reads who was faster.
"""

import functools
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import audit
from apps.core.refusals import refusal
from apps.core.rights import Crud
from apps.core.scope import Who, workers
from apps.foundation.sorting.fields import keys_of


class Refused(Exception):
    """A change the product does not make, with a sentence a colleague would say."""


class Conflict(Refused):
    """Somebody else changed the same fields since the form was opened (D2).

    Carries the record as it is, everything others changed since, and the names of the fields both changed.
    """

    def __init__(self, sentence: str, record, theirs: dict, clash: set[str]):
        super().__init__(sentence)
        self.record, self.theirs, self.clash = record, theirs, clash


@dataclass
class Outcome:
    """What a step leaves behind: whom to tell, a note for the log, the record to look at next."""

    tell: Iterable = ()
    note: str = ""
    goto: models.Model | None = None
    record: models.Model | None = None
    entry: models.Model | None = None  # what happened, where the step has written it of a part of the record
    touched: bool = False  # something that belongs to the record has changed, whether or not one of its fields has
    then: Callable[[], None] | None = None  # what follows from the saved record, in the same transaction


@dataclass(frozen=True)
class Step:
    """One named change of a record: from which states, with which right, by whom."""

    model: type[models.Model]
    name: str
    label: Promise
    sources: tuple[str, ...]
    right: str
    who: Who
    told: Promise | str
    icon: str
    tone: str
    undoable: bool
    lasts: timedelta  # how long it can be undone
    run: Callable = field(compare=False)

    @property
    def code(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def fits(self, record) -> bool:
        """Whether the record is in a state this step starts from."""
        return not self.sources or record.status in self.sources

    def open_to(self, user, record) -> bool:
        """Whether this user may take this step on this record now; the same answer shows and hides the button (P1)."""
        rows = type(record).objects.filter(pk=record.pk)
        return self.fits(record) and user.has_perm(self.right) and self.who(rows, user).exists()


@dataclass(frozen=True)
class Event:
    """Something the system itself does to a record: what it is called, and how it is told."""

    label: Promise
    told: Promise


STEPS: dict[type[models.Model], dict[str, Step]] = {}
EVENTS: dict[str, Event] = {}


def event(model, name: str, label: Promise, *, told: Promise) -> str:
    """Declare something the system itself does, and return the action code of its Entry."""
    code = f"{model._meta.label_lower}.{name}"
    EVENTS[code] = Event(label, told)
    return code


def step(
    model,
    label,
    *,
    sources=(),
    right: str,
    who: Who = workers,
    told="",
    icon="check",
    tone="",
    undoable=False,
    lasts=timedelta(days=1),
):
    """Declare a function as a named step of a model; calling it runs the whole transition (house.md §4).

    `undoable` says that setting back the record's own fields undoes it (Z9); what does more says how in
    `bulk.undoing.OWN_WAY`.
    """

    def declare(function):
        name, start = function.__name__, tuple(sources)
        found = Step(model, name, label, start, right, who, told, icon, tone, undoable, lasts, function)
        STEPS.setdefault(model, {})[found.name] = found

        @functools.wraps(function)
        def run(record, *, by, **given):
            return take(found, record, by, given)

        run.step = found
        return run

    return declare


def find_step(code: str) -> Step | Event | None:
    """The step or event behind the action code of an Entry, or None for plain actions."""
    label, _dot, name = code.rpartition(".")
    return next(
        (steps[name] for model, steps in STEPS.items() if model._meta.label_lower == label and name in steps),
        EVENTS.get(code),
    )


def telling_models() -> list[type[models.Model]]:
    """The entities of which people are told something, for the settings of the bell (D3); alarms have no setting."""
    events = {code.rpartition(".")[0] for code in EVENTS}
    told = [model for model, steps in STEPS.items() if any(one.told for one in steps.values())]
    return told + [model for model in map(apps.get_model, sorted(events)) if model not in told and has_pages(model)]


def has_pages(model: type[models.Model]) -> bool:
    """Whether people read records of this kind by a right."""
    return isinstance(getattr(model, "rights", None), Crud)


def open_steps(record, user) -> list[Step]:
    """The steps open to this user on this record, in the order they were declared (P1)."""
    return open_steps_of([record], user)[record.pk]


def open_steps_of(records: list, user, names: Collection[str] | None = None) -> dict[int, list[Step]]:
    """The same for many records of one model, by key; asks as often for many as for one (P1). Of `names` only."""
    found: dict[int, list[Step]] = {record.pk: [] for record in records}
    reached: dict[Who, set[int]] = {}
    for one in STEPS.get(type(records[0]), {}).values() if records else ():
        fitting = [record.pk for record in records if (names is None or one.name in names) and one.fits(record)]
        if fitting and user.has_perm(one.right):
            if one.who not in reached:
                rows = type(records[0]).objects.filter(pk__in=found)
                reached[one.who] = set(one.who(rows, user).values_list("pk", flat=True))
            for pk in reached[one.who].intersection(fitting):
                found[pk].append(one)
    return found


def take(found: Step, record, by, given: dict) -> Outcome:
    """Run the whole transition of a step: lock, admit, check the state, change, log, tell (house.md §4)."""
    with transaction.atomic():
        locked = lock(record)
        admit(found.right, found.who, locked, by)
        if not found.fits(locked):
            raise Refused(too_late(locked))
        before = audit.snapshot(locked)
        outcome = found.run(locked, by=by, **given) or Outcome()
        changes = keep(locked, before, touched=outcome.touched)
        if outcome.then:
            outcome.then()
        outcome.record = locked
        outcome.entry = outcome.entry or audit.log(
            locked, found.code, by=by, changes=changes, note=outcome.note, tell=outcome.tell
        )
    return outcome


def lock(record, *, deleted: bool = False):
    """The row anew, locked until the transaction ends (SQLite: the transaction itself already is the only writer).

    What the record is a part of is locked first, so that two changes of one whole cannot wait for each other. A row
    that refers to the record, such as its entry, may still be written meanwhile. `deleted`: also from the bin.
    """
    if record.part_of:
        lock(record.whole())
    rows = type(record).everything if deleted else type(record).objects
    locked = rows.select_for_update(of=("self",), no_key=True).filter(pk=record.pk).first()
    if locked is None:
        raise Refused(_("“%(record)s” has been deleted in the meantime.") % {"record": record})
    return locked


def admit(right: str | None, who: Who, record, by) -> None:
    """Raise PermissionDenied unless the user, as they are now, holds the right and reaches this record (P1, P4).

    Asked of the person anew: who has waited for the record's lock may have lost the right meanwhile (checks D8).
    """
    rows, now = type(record).everything.filter(pk=record.pk), by.as_of_now()
    if right is None or not now.has_perm(right) or not who(rows, now).exists():
        raise PermissionDenied(refusal(who, record))


def keep(locked, before: dict, *, touched: bool = False) -> dict:
    """Save exactly the fields that changed, on the condition that the state is still the one that was checked.

    `touched` says that something that belongs to the record has changed even where none of its fields has.
    """
    changes = audit.differences(before, locked)
    if changes or touched:
        locked.version += 1
        same = {"pk": locked.pk, "version": locked.version - 1}
        names = [*changes, *(one.name for one in keys_of(type(locked)) if one.of in changes)]
        values = {name: locked._meta.get_field(name).pre_save(locked, add=False) for name in names}
        if not type(locked).everything.filter(**same).update(version=locked.version, **values):
            raise Refused(too_late(locked))
    return changes


def too_late(record) -> str:
    """Why the step is not possible any more: who did what and when."""
    entry = audit.history(record).exclude(by=None).first()
    if entry is None:
        return _("“%(record)s” is “%(state)s” now, so this is not possible any more.") % {
            "record": record,
            "state": record.get_status_display(),
        }
    today = timezone.localdate(entry.at) == timezone.localdate()
    at = time_format(timezone.localtime(entry.at)) if today else f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}"
    return _("%(who)s was faster: “%(action)s” at %(at)s. It is “%(state)s” now.") % {
        "who": entry.by,
        "action": action_label(entry.action),
        "at": at,
        "state": record.get_status_display(),
    }


PLAIN = {  # what is done without being a step; apps and features add theirs
    "create": gettext_lazy("Created"),
    "edit": gettext_lazy("Edited"),
    "delete": gettext_lazy("Deleted"),
    "restore": gettext_lazy("Restored"),
}


def action_label(code: str) -> str:
    """What an action code means, in the reader's language."""
    found = find_step(code)
    return str(found.label) if found else str(PLAIN.get(code.rpartition(".")[2], code))
