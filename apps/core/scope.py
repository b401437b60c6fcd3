"""Who reaches which rows: own, department and below, all (P4), as one condition that every query starts from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.trash import Binned
from apps.foundation.sorting.fields import SortedQuerySet


class Scope(models.TextChoices):
    """How far a role reaches (P4)."""

    OWN = "own", _("Own records")
    DEPARTMENT = "department", _("Department and below")
    ALL = "all", _("All records")


@dataclass(frozen=True)
class Reach:
    """The paths from a record to the people it belongs to, and the scope of the role that limits reading it."""

    read: tuple[str, ...] = ("created_by",)
    write: tuple[str, ...] = ("created_by",)
    read_scope: str = "read_scope"
    shared: Callable[[object, bool], Q] | None = None  # (user, for writing) → what others opened to this person (C5)

    def condition(self, user, scope: str, paths: tuple[str, ...], *, writing: bool) -> Q:
        """The condition that a record belongs to the user as far as the scope goes, or was shared (P4, C5)."""
        found = belongs(user, scope, paths)
        return found | self.shared(user, writing) if found and self.shared else found


def belongs(user, scope: str, paths: tuple[str, ...]) -> Q:
    """The condition that a record belongs to the user, or to the user's department and below (P4).

    A record nobody owns is in every department's reach, so that somebody can take care of it.
    """
    return reduce(or_, ways(user, scope, paths), Q())


def ways(user, scope: str, paths: tuple[str, ...]) -> list[Q]:
    """The conditions any of which makes a record the user's; none where all records are (P4)."""
    if scope == Scope.ALL:
        return []
    if scope == Scope.DEPARTMENT and paths:
        ownerless = Q(**{f"{path}__isnull": True for path in paths})
        return [ownerless, *map(user.has_colleague, paths)]
    return [Q(**{path: user.pk}) for path in paths]


class ScopedQuerySet(Binned, SortedQuerySet):
    """The three questions about rows: who reads, who edits, who may take a step. Deny by default."""

    def visible_to(self, user):
        """Rows the user may read; nothing that is in the bin, itself or with what it belongs to (P4, Z9)."""
        return self.reached_by(user).filter(deleted_at=None)

    def editable_by(self, user):
        """Rows whose fields the user may change (P4)."""
        return self.workable_by(user)

    def workable_by(self, user):
        """Rows the user may take a step on; of what is in the bin that is to restore it (P4)."""
        reach = self.model.reach
        return self.reached_by(user).filter(reach.condition(user, user.scope("write_scope"), reach.write, writing=True))


Who = Callable[[models.QuerySet, object], models.QuerySet]


def anyone(rows, user):
    """Whoever may read the record."""
    return rows.visible_to(user)


def workers(rows, user):
    """Whoever the record belongs to, and those whose write scope covers them."""
    return rows.workable_by(user)


def editors(rows, user):
    """Whoever may change the record's fields."""
    return rows.editable_by(user)


def own(*paths: str) -> Who:
    """Only the person named on the record."""

    def rule(rows, user):
        return rows.visible_to(user).filter(belongs(user, Scope.OWN, paths))

    return rule


def within(*paths: str) -> Who:
    """The people named on the record, and those whose write scope covers one of them."""

    def rule(rows, user):
        return rows.visible_to(user).filter(belongs(user, user.scope("write_scope"), paths))

    return rule
