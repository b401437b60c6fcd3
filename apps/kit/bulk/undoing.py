"""Undoing a batch: each record nothing has happened to since is set back; of the others it says why they stay (Z9)."""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core import actions, audit, batches, flow, unique_marks
from apps.core.models import Batch
from apps.core.scope import editors

NAMED = 5  # records named where all stay
OWN_WAY: dict[str, Callable[[Batch, Batch, object], None]] = {}  # by action: (batch, what comes of its undo, by whom)


def stays_because(batch: Batch, by) -> str:
    """Why this person may not undo a batch now, as a sentence; empty where they may (Z9)."""
    if batch.by != by and not by.has_perm(batch.right):
        return _("Only %(who)s may undo this.") % {"who": batch.by}
    if undone := Batch.objects.filter(undoes=batch).select_related("by").first():
        at = f"{timezone.localtime(undone.at):%Y-%m-%d %H:%M}"
        return _("%(who)s undid this at %(at)s already.") % {"who": undone.by, "at": at}
    if batch.undo_until is None or batch.undo_until < timezone.now():
        return _("This cannot be undone any more.")
    return ""


@transaction.atomic
def undo(batch: Batch, by) -> Batch:
    """Set back each record nothing has happened to since; a report of what was, and what stays and why (Z9).

    Raises Refused when the batch was undone already, its time is over, it is somebody else's, or all of it stays.
    """
    batch = Batch.objects.select_for_update(of=("self",)).select_related("by").get(pk=batch.pk)
    if reason := stays_because(batch, by):
        raise flow.Refused(reason)
    title = _("Undo: %(what)s") % {"what": batch.title}
    with batches.together("undo", by=by, title=title, right=batch.right, lasts=None, undoes=batch) as back:
        OWN_WAY.get(batch.action, _record_by_record)(batch, back, by)
        if not back.done:
            raise flow.Refused("\n".join(f"{name}: {reason}" for name, _address, reason in back.refused[:NAMED]))
    return back


def _record_by_record(batch: Batch, back: Batch, by) -> None:
    stories: dict = {}
    for entry in batch.entries.order_by("id").select_related("kind").prefetch_related("object"):
        stories.setdefault(entry.object, []).append(entry)
    batches.each(back, stories, lambda record: _take_back(record, stories[record], batch, by))


def _take_back(record, entries: list, batch: Batch, by) -> None:
    """Undo what the entries of a batch say of one record, if it is still as they left it."""
    locked, last = flow.lock(record, deleted=True), entries[-1]
    newest = audit.history(locked).first()
    if newest != last:
        then = {"who": newest.by or _("The system"), "action": flow.action_label(newest.action)}
        raise flow.Refused(_("%(who)s has done “%(action)s” with it since.") % then)
    verb = last.action.rpartition(".")[2]
    if verb == "delete":
        actions.restore(locked, by=by)
    elif verb == "restore":
        actions.delete(locked, by=by)
    else:
        right, who = _guards(last, locked)
        flow.admit(right, everybody if by == batch.by else who, locked, by)
        _set_back(locked, entries, by)


def everybody(rows, _user):
    """Whoever holds the right: what somebody did they may take back, also where it left their reach."""
    return rows


def _guards(entry, record):
    """The right and the rule that guard undoing an entry. Raises Refused where it did more than change fields."""
    step = flow.find_step(entry.action)
    if getattr(step, "undoable", False):
        return step.right, step.who
    if step is None and entry.action.endswith(".edit") and not entry.note:
        return record.rights.change, editors
    raise flow.Refused(_("“%(action)s” cannot be undone.") % {"action": flow.action_label(entry.action)})


def _set_back(locked, entries: list, by) -> None:
    before, model = audit.snapshot(locked), type(locked)
    written = {name: pair[1] for entry in entries for name, pair in entry.changes.items()}
    if any(before[name] != value for name, value in written.items()):
        raise flow.Refused(_("It has changed since."))
    for name, pair in ((name, pair) for entry in reversed(entries) for name, pair in entry.changes.items()):
        field = model._meta.get_field(name)
        setattr(locked, field.attname, field.to_python(pair[0]))
    unique_marks.settle(locked)
    changes = flow.keep(locked, before)
    people = {key for name in {*model.reach.write} & {*changes} for key in changes[name][:2]}
    tell = get_user_model().objects.filter(pk__in=people)
    what = flow.action_label(entries[-1].action)
    audit.log(locked, f"{model._meta.label_lower}.undo", by=by, changes=changes, note=what, tell=tell)
