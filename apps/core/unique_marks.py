"""What one record alone may have: a mark gives way to who has it now, a number does not, and either is said (C2, Z9).

Whatever brings a record back to what it was asks here: restoring from the bin, undoing, taking a merge back. A new
constraint is found by `_meta`; nothing is declared for it.
"""

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _

from apps.core.audit import BATCH
from apps.core.flow import Refused
from apps.foundation.wording import listed


def marks_of(constraint) -> list[str]:
    """The marks that one record at most may have, as a constraint says, such as that of the first contact."""
    pairs = [one for one in getattr(constraint.condition, "children", ()) if isinstance(one, tuple)]
    return [name for name, value in pairs if value is True and "__" not in name]


def alone(model: type[models.Model]) -> Iterator[models.UniqueConstraint]:
    """What of a model one record alone may have, its unique fields too."""
    yield from (one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint) and one.fields)
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield models.UniqueConstraint(fields=[field.name], name=f"only_{field.name}")


def rival(record, constraint: models.UniqueConstraint):
    """Another record that has what this one would have alone, or None."""
    wanted = {name: getattr(record, record._meta.get_field(name).attname) for name in constraint.fields}
    if None in wanted.values():
        return None
    rows = type(record)._base_manager.filter(**wanted).exclude(pk=record.pk)
    if constraint.condition:
        held = {one.name: models.Value(getattr(record, one.attname), one) for one in record._meta.concrete_fields}
        if not constraint.condition.check(held):
            return None
        rows = rows.filter(constraint.condition)
    return rows.first()


def settle(record) -> dict[str, str]:
    """Let a record that comes back give up each mark another has now: by name of the mark the sentence (C2, Z9).

    It is told in the answer to the batch under way. Raises Refused, with the way out, where it is no mark.
    """
    given_up = {}
    for constraint in alone(type(record)):
        other = rival(record, constraint)
        marks = marks_of(constraint) if other is not None else []
        for name in marks:
            setattr(record, name, False)
            told = {"record": record, "mark": record._meta.get_field(name).verbose_name, "other": other}
            sentence = _("“%(record)s” comes back without the mark “%(mark)s”: “%(other)s” has it now.")
            given_up[name] = sentence % told
        if other is not None and not marks:
            raise Refused(taken(record, other, constraint))
    if batch := BATCH.get():
        batch.said += given_up.values()
    return given_up


def labels(record, constraint: models.UniqueConstraint) -> str:
    """What the fields of a constraint are called."""
    return listed(str(record._meta.get_field(name).verbose_name) for name in constraint.fields)


def taken(record, other, constraint: models.UniqueConstraint) -> str:
    """Why a record cannot come back, and what has to be done first."""
    given = {"other": other, "fields": labels(record, constraint)}
    if getattr(other, "deleted_at", None):
        return _("“%(other)s” in the recycle bin has the same: %(fields)s. Restore and change that one first.") % given
    return _("“%(other)s” has the same now: %(fields)s. Change or delete that one first, then try again.") % given


def why_not_stored(record) -> str:
    """Why the database refuses what is typed: one in the recycle bin has it, which forms do not see, or somebody was
    faster; what is in the bin is not named, because not everybody may read it (Z9, D2).
    """
    for constraint in alone(type(record)):
        if getattr(rival(record, constraint), "deleted_at", None):
            sentence = _("One in the recycle bin has the same: %(fields)s. Take another, or have that one restored.")
            return sentence % {"fields": labels(record, constraint)}
    return _("Somebody saved one with the same number or name a moment ago. Nothing was changed.")
