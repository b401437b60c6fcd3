"""The plain changes every entity has: create, edit, delete, restore; logged, scoped and locked like every step."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core import audit
from apps.core.flow import Conflict, Refused, admit, keep, lock
from apps.core.scope import anyone, editors, workers
from apps.core.unique_marks import settle


@transaction.atomic
def create(record, *, by, note: str = "", tell: Iterable = ()):
    """Store a new record made by this person; undone if it would be out of their own reach (P4, P5)."""
    enter(record, by=by, note=note, tell=tell)
    admit(record.rights.add, workers, record, by)
    return record


def enter(record, *, by, note: str = "", tell: Iterable = ()):
    """Store a new record as part of a step that has checked who may take it; runs in that step's transaction (P5)."""
    record.created_by = by
    record.begin(by)
    record.save(force_insert=True)
    audit.log(record, f"{record._meta.label_lower}.create", by=by, note=note, tell=tell)
    return record


@transaction.atomic
def edit(record, *, by, fields: Collection[str], version: int | None = None, note: str = "", tell: Iterable = ()):
    """Change the named fields to what the given record holds; nobody's change is overwritten unseen (D2, P5).

    A note says what changes beside the fields. Raises Conflict when somebody else changed one of the same fields
    since `version`.
    """
    locked = lock(record)
    admit(locked.rights.change, editors, locked, by)
    before = audit.snapshot(locked)
    take_over(locked, record, fields, version)
    changes = keep(locked, before, touched=bool(note))
    if changes or note:
        admit(locked.rights.change, anyone, locked, by)
        audit.log(locked, f"{locked._meta.label_lower}.edit", by=by, changes=changes, note=note, tell=tell)
    return locked


def take_over(locked, record, fields: Collection[str], version: int | None) -> None:
    """Let the locked record hold in these fields what the given one holds, but for what nobody touched (D2).

    Raises Conflict when somebody else changed one of the same fields since `version`.
    """
    before, wanted = audit.snapshot(locked), audit.snapshot(record)
    theirs = audit.changed_since(locked, version)
    for name in fields:
        untouched = name in theirs and wanted[name] == theirs[name].old
        if not untouched:
            setattr(locked, name, getattr(record, name))
    locked.derive()
    if clash := audit.differences(before, locked).keys() & theirs.keys() & set(fields):
        sentence = _("Somebody else saved this in the meantime. Look at the marked fields, then save again.")
        raise Conflict(sentence, locked, theirs, clash)


@transaction.atomic
def delete(record, *, by):
    """Put a record into the recycle bin. Raises Refused with the reason where the record must stay."""
    locked = lock(record)
    admit(locked.rights.delete, editors, locked, by)
    if reason := locked.keeps_because():
        raise Refused(reason)
    return _set_deleted(locked, timezone.now(), "delete", by)


@transaction.atomic
def restore(record, *, by):
    """Take a record back out of the recycle bin, without the marks that another has by now."""
    locked = lock(record, deleted=True)
    admit(locked.rights.delete, editors, locked, by)
    if locked.deleted_at is None:
        raise Refused(_("“%(record)s” has been restored already.") % {"record": locked})
    if heir := locked.heir():
        raise Refused(_("“%(record)s” was merged into “%(heir)s”: undo the merge.") % {"record": locked, "heir": heir})
    return _set_deleted(locked, None, "restore", by)


def _set_deleted(locked, moment, verb: str, by):
    locked.deleted_at = moment
    given_up = settle(locked) if moment is None else {}
    locked.version += 1
    values = {"deleted_at": moment, "version": locked.version} | dict.fromkeys(given_up, False)
    type(locked).everything.filter(pk=locked.pk).update(**values)
    changes = {name: [True, False] for name in given_up}
    audit.log(locked, f"{locked._meta.label_lower}.{verb}", by=by, changes=changes, note="\n".join(given_up.values()))
    return locked
