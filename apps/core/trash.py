"""The bin as part of the scope: what belongs to a record goes there too, and only who may restore reads it (P4, Z9).

An entity says of each of its references which of the two it is: `goes_with` names the records it goes to the bin and
comes back with, `outlives` those it stays without. A reference of which nothing is said is an error at start.
"""

from functools import cache

from django.db.models import Q

from apps.core.read_count import Counted


@cache
def wholes(model) -> tuple[tuple[str, type], ...]:
    """The records a row goes to the bin with, the nearest first: the path to each and its entity (Z9)."""
    found = []
    for name in model.goes_with:
        whole = model._meta.get_field(name).related_model
        found += [(name, whole), *((f"{name}__{path}", further) for path, further in wholes(whole))]
    return tuple(found)


class Binned(Counted):
    """What querysets of records know about the bin: the base of `ScopedQuerySet`."""

    def near(self, user):
        """Rows as far as the user's right and scope reach, whether they are in the bin or not (P4)."""
        reach = self.model.reach
        if not user.has_perm(self.model.rights.view):
            return self.none()
        rows = self.filter(reach.condition(user, user.scope(reach.read_scope), reach.read, writing=False))
        rows.told = True
        return rows

    def in_bin(self):
        """The keys of what is in the recycle bin, few of many, for a subquery."""
        return self.filter(deleted_at__isnull=False).values("pk")

    def reached_by(self, user):
        """Rows near the user that belong to nothing in the bin; whether they are there themselves is not asked (Z9)."""
        rows = self.near(user)
        for path, whole in wholes(self.model):
            rows = rows.exclude(**{f"{path}__in": whole.everything.in_bin()})
        return rows

    def restorable_by(self, user):
        """What is in the bin, for who may read the bin: whoever may put it back (Z9, P4)."""
        right = self.model.rights.delete
        rows = self.filter(deleted_at__isnull=False)
        return rows.editable_by(user) if right and user.has_perm(right) else rows.none()

    def known_to(self, user):
        """Rows whose past the user may read: what they may read, and what they may restore, with its parts (P5, Z9)."""
        rows, bin_of_user = self.near(user), self.model.everything.restorable_by(user)
        rows = rows.filter(Q(deleted_at=None) | Q(pk__in=bin_of_user.values("pk")))
        for path, whole in wholes(self.model):
            theirs = whole.everything.restorable_by(user).values("pk")
            rows = rows.exclude(**{f"{path}__in": whole.everything.in_bin().exclude(pk__in=theirs)})
        return rows
