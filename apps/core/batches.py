"""Batches: one thing done to one record or many, by the same steps, reported one by one, undone as one (Z9)."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core import audit, flow
from apps.core.models import Batch

DAY = timedelta(days=1)


@contextmanager
def together(action: str, *, by, title: str, right: str, lasts: timedelta | None = DAY, undoes=None) -> Iterator[Batch]:
    """Make one batch of everything done inside, to be undone while it lasts; whom it concerns is told once (Z9, D3)."""
    with transaction.atomic():
        batch = Batch.objects.create(
            action=action,
            title=title,
            right=right,
            by=by,
            undo_until=lasts and timezone.now() + lasts,
            undoes=undoes,
        )
        with audit.under(batch):
            yield batch
        batch.save(update_fields=["done", "refused"])


def of_step(step: flow.Step, by):
    """A batch of one step."""
    lasts = step.lasts if step.undoable else None
    return together(step.code, by=by, title=str(step.label), right=step.right, lasts=lasts)


def take(step: flow.Step, record, by, given: dict) -> flow.Outcome:
    """Take a step on one record; where it can be undone, as a batch of one (Z9)."""
    if not step.undoable:
        return flow.take(step, record, by, given)
    with of_step(step, by) as batch:
        batch.done = 1
        return flow.take(step, record, by, given)


def of_deletion(model, by):
    """A batch of deletions."""
    return together(f"{model._meta.label_lower}.delete", by=by, title=_("Delete"), right=model.rights.delete)


def of_restoring(model, by):
    """A batch of records taken out of the recycle bin."""
    return together(f"{model._meta.label_lower}.restore", by=by, title=_("Restore"), right=model.rights.delete)


def with_said(text: str, batch: Batch) -> str:
    """What was done, and what is to be known of it beside."""
    return " ".join([text, *batch.said])


def each(batch: Batch, records: Iterable, run: Callable) -> None:
    """Do something to each record in turn; one that refuses stays as it is and is noted with the sentence why (Z9)."""
    for record in records:
        told, said = len(batch.waiting), len(batch.said)
        try:
            with transaction.atomic():
                run(record)
            batch.done += 1
        except (flow.Refused, PermissionDenied, IntegrityError) as refused:
            del batch.waiting[told:], batch.said[said:]
            reason = _("Another record has taken its place.") if isinstance(refused, IntegrityError) else str(refused)
            batch.refused.append([str(record), record.get_absolute_url(), reason])
