"""Storing drafts: many with one statement, each with its line in the log, none beyond the reach of who imports."""

from django.utils.translation import gettext as _

from apps.core import audit
from apps.core.audit import renew
from apps.core.models import Record
from apps.foundation.database.bulk_insert import add
from apps.kit.importing import numbers
from apps.kit.importing.drafts import Draft, Maker


def keep(drafts: list[Draft], maker: Maker) -> list[Draft]:
    """Store what is good of these drafts; what is beyond the person's reach is refused (P4, A9)."""
    if maker.by is not None:
        refuse_foreign(drafts, maker)
    good = [draft for draft in drafts if draft.record and not draft.row.problems]
    maker.kind.prepare(good)
    store(good, maker)
    if maker.by is not None:
        refuse_lost([draft for draft in good if draft.new], maker)
    return good


def refuse_foreign(drafts: list[Draft], maker: Maker) -> None:
    """Refuse new records to who may not add, and to who may not change or not even see them those that are there."""
    kind, by = maker.kind, maker.by
    adds, changes = (right is not None and by.has_perm(right) for right in (kind.rights.add, kind.rights.change))
    stored = [draft for draft in drafts if draft.record and not draft.new]
    changed = [draft for draft in stored if draft.changes]
    seen = kind.visible([draft.record for draft in stored], by) if stored else set()
    own = kind.changeable([draft.record for draft in changed], by) if changes and changed else set()
    for draft in drafts:
        if draft.new and not adds:
            maker.refuse(draft, maker.key[0], _("You may not add records like this."))
    for draft in stored:
        if draft.record.pk not in (own if draft.changes else seen):
            maker.refuse(draft, maker.key[0], _("You may not change this record."))


def refuse_lost(new: list[Draft], maker: Maker) -> None:
    """Refuse new records that are beyond the reach of who made them."""
    within = maker.kind.reachable([draft.record for draft in new], maker.by) if new else set()
    for draft in new:
        if draft.record.pk not in within:
            maker.refuse(draft, maker.key[0], _("This would be somebody else's record: you may not make it."))


def store(drafts: list[Draft], maker: Maker) -> None:
    kind, run = maker.kind, maker.run
    new, changed = [one for one in drafts if one.new], [one for one in drafts if one.changes]
    if kind.prefix:
        numbers.keep_clear_of(kind.prefix, [draft.record.number for draft in new])
    add([draft.record for draft in new], keyed=True)
    if changed:
        names = {name for draft in changed for name in draft.changes}
        if issubclass(kind.model, Record):
            names.add("version")
            for draft in changed:
                draft.record.version += 1
        kind.rows().bulk_update([draft.record for draft in changed], sorted(names), batch_size=200)
    if not kind.whole:
        action = f"{kind.model._meta.label_lower}.import"
        add(
            [
                audit.entry_of(draft.record, action, by=run.by, changes=draft.changes, note=run.note)
                for draft in (*new, *changed)
            ]
        )
    renew((draft.record for draft in new), new=True)
    renew(draft.record for draft in changed)
    kind.stored(drafts, run)
