"""New records made and stored ones changed, in memory, and checked by the rules of their model."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.core import audit
from apps.kit.importing.drafts import Draft, Maker
from apps.kit.importing.numbers import block


def build(drafts: list[Draft], maker: Maker) -> None:
    """Make what no stored record was found for, and change what is stored, as far as the rules allow."""
    new = sum(draft.record is None for draft in drafts)
    fresh = block(maker.kind.prefix, new) if maker.kind.prefix and "number" not in maker.key and new else iter(())
    for draft in drafts:
        draft.new = draft.record is None
        if getattr(draft.record, "deleted_at", None):
            maker.refuse(draft, maker.key[-1], _("This record is in the recycle bin: restore it first."))
        settle_unknown(draft, maker)
        if draft.row.problems or (maker.kind.whole and draft.values.get(maker.kind.whole) is None):
            continue  # of the latter another row says why
        try:
            begin(draft, fresh, maker) if draft.new else change(draft, maker)
        except ValidationError as error:
            maker.refuse_all(draft, error)


def settle_unknown(draft: Draft, maker: Maker) -> None:
    """A reference that may not be chosen any more stays where it was chosen before."""
    for name, error in draft.unknown.items():
        current = getattr(draft.record, name) if draft.record else None
        if not maker.finders[name].means(current, draft.texts[name]):
            maker.refuse(draft, name, " ".join(error.messages))


def begin(draft: Draft, fresh: Iterator[str], maker: Maker) -> None:
    for name in maker.guarded & draft.values.keys():
        if draft.values[name] not in (maker.kind.field(name).default, maker.by):
            guard(draft, name, maker)
    if draft.row.problems:
        return
    record = maker.kind.model(**maker.unknown | draft.values)
    refuse_empty(draft, record, [found for found in maker.required if found.is_relation], maker)
    if draft.row.problems:
        return
    draft.record = record
    if maker.kind.prefix:
        record.number = record.number or next(fresh)
    if hasattr(record, "begin"):
        record.created_by = record.created_by or maker.by
        record.begin(maker.by)
    maker.kind.settle(record, maker.by)
    refuse_empty(draft, record, maker.required, maker)
    record.clean()
    left = sorted(maker.assumed.keys() - draft.texts.keys())
    draft.assumed = [maker.taken(name, record) for name in left if getattr(record, name) == maker.assumed[name]]


def refuse_empty(draft: Draft, record, fields: list, maker: Maker) -> None:
    """Name what must not be empty; what belongs to which record comes first, because all rules rely on it."""
    spared = maker.kind.spared if maker.kind.is_past(record) else ()
    for found in fields:
        if found.name not in spared and getattr(record, found.attname) in (None, ""):
            maker.refuse(draft, found.name, found.error_messages["blank"])


def change(draft: Draft, maker: Maker) -> None:
    record = draft.record
    wanted = {name: value for name, value in draft.values.items() if getattr(record, name) != value}
    for name in maker.kind.once.intersection(wanted):
        del wanted[name]
        draft.left.append(str(maker.kind.field(name).verbose_name))
    for name in wanted:
        guard(draft, name, maker)
    if not wanted or draft.row.problems:
        return
    before = audit.snapshot(record)
    for name, value in wanted.items():
        setattr(record, name, value)
    if hasattr(record, "derive"):
        record.derive()
    maker.kind.settle(record, maker.by)
    record.clean()
    draft.changes = audit.differences(before, record)


def guard(draft: Draft, name: str, maker: Maker) -> None:
    """Refuse a value this person may not set, beside the right to change the record (A9)."""
    right = maker.kind.guards.get(name)
    if maker.by is not None and (name in maker.kind.system or (right and not maker.by.has_perm(right))):
        maker.refuse(draft, name, _("You may not set this."))
