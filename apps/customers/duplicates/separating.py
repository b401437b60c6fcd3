"""Taking a merge back: what followed goes back, fields nobody touched are set back, what is newer stays (Z6)."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from apps.core import audit, flow, unique_marks
from apps.core.models import Batch, Entry, Record
from apps.customers.actions.order import recount
from apps.customers.duplicates.merging import merge
from apps.customers.duplicates.references import lock_both, moves, name_after, named, references
from apps.customers.duplicates.settling import MADE
from apps.customers.models import Customer, Duplicate, Merge
from apps.kit.bulk import undoing


def separate(batch: Batch, back: Batch, by) -> None:
    """Make two customers of one again, as they were merged; what stays is told in the report (Z6).

    Raises Refused where the customer that was kept is in the bin itself, for instance since it was merged in its turn.
    """
    done = Merge.objects.select_related("pair").get(batch=batch)
    pair = flow.lock(done.pair)
    if by != batch.by:
        flow.admit(merge.step.right, merge.step.who, pair, by)
    both = lock_both([done.kept_id, done.gone_id])
    kept, gone = both[done.kept_id], both[done.gone_id]
    if kept.deleted_at or gone.merged_into_id != kept.pk:
        raise flow.Refused(_("“%(record)s” is in the recycle bin: bring it back first.") % {"record": kept})
    gone.deleted_at, gone.merged_into, gone.version = None, None, gone.version + 1
    Customer.everything.filter(pk=gone.pk).update(deleted_at=None, merged_into=None, version=gone.version)
    stays = [*go_back(done.moved, kept, gone), *set_back(done.changed, kept, by), *newer(done, kept)]
    recount([kept.pk, gone.pk])
    name_after(kept, gone)
    for one in (gone, kept):
        audit.log(one, "customers.customer.undo", by=by, note=str(merge.step.label), tell=[one.owner])
    before = audit.snapshot(pair)
    pair.status = Duplicate.Status.OPEN
    audit.log(pair, "customers.duplicate.undo", by=by, changes=flow.keep(pair, before), note=str(merge.step.label))
    back.done += 1
    back.refused += [[str(kept), kept.get_absolute_url(), sentence] for sentence in stays]


def go_back(moved: dict[str, list[int]], kept: Customer, gone: Customer) -> list[str]:
    """Let what followed refer to its own customer again, with what was logged of it since; sentences on what stays."""
    stays = []
    for name, keys in moved.items():
        model, field = named(name)
        returned = [key for some in moves(model, field, keys, kept, gone) for key in some]
        if model is not Customer and issubclass(model, Record):
            kind = ContentType.objects.get_for_model(model)
            Entry.objects.filter(customer=kept, kind=kind, object_id__in=returned).update(customer=gone)
            if left := len(keys) - len(returned):
                given = {"kind": model._meta.verbose_name_plural, "count": left}
                stays.append(_("%(kind)s: %(count)s stay where they are, moved or removed since.") % given)
    return stays


def set_back(changed: list, kept: Customer, by) -> list[str]:
    """Set back each field that still holds what the merge wrote, and take away what it made; sentences on the rest."""
    stays = []
    for label, key, pairs in changed:
        model = named(f"{label}.")[0]
        record = kept if (model, key) == (Customer, kept.pk) else model._base_manager.filter(pk=key).first()
        if record is not None and pairs == MADE and record.version == 1:
            record.delete()
        if record is None or pairs == MADE:
            continue
        before, now = audit.snapshot(record), {}
        for name, (old, new) in pairs.items():
            field = model._meta.get_field(name)
            if before[name] == new:
                now[field.attname] = field.to_python(old)
            else:
                stays.append(_("“%(field)s” has changed since and stays.") % {"field": field.verbose_name})
        try:
            put_back(record, before, now, by)
        except flow.Refused as refused:
            stays.append(str(refused))
    return stays


def put_back(record, before: dict, values: dict, by) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    if isinstance(record, Record):
        unique_marks.settle(record)
    if not isinstance(record, Record):
        type(record)._base_manager.filter(pk=record.pk).update(**values)
    elif changes := flow.keep(record, before):
        audit.log(record, f"{record._meta.label_lower}.undo", by=by, changes=changes, note=str(merge.step.label))


def newer(done: Merge, kept: Customer) -> list[str]:
    """Sentences on what came to the kept customer after the merge: it stays there."""
    stays = []
    for field in references():
        if issubclass(field.model, Record) and field.model is not Customer:
            rows = field.model._base_manager.filter(**{field.name: kept}, created_at__gt=done.batch.at)
            if count := rows.count():
                given = {"kind": field.model._meta.verbose_name_plural, "count": count}
                stays.append(_("%(kind)s: %(count)s came after the merge and stay here.") % given)
    return stays


undoing.OWN_WAY[merge.step.code] = separate
