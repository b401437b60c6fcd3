"""People as they are offered: with their department and how much they have in hand (S2, M3, C6)."""

from collections import Counter
from functools import cached_property

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Count, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

WORK: list[tuple[QuerySet, str]] = []  # the open records of a kind, and the field that says whose they are


def work(rows: QuerySet, holder: str) -> None:
    """Declare records that are somebody's work as long as they are among these rows."""
    WORK.append((rows, holder))


def in_hand() -> Counter:
    """How many open records each person has, by key: one query for all."""
    first, *others = (
        rows.exclude(**{holder: None})
        .order_by()
        .values(holder)
        .annotate(count=Count("pk"))
        .values_list(holder, "count")
        for rows, holder in WORK
    )
    found = Counter()
    for person, count in first.union(*others, all=True):
        found[person] += count
    return found


class People(ModelChoiceIterator):
    """The choices of a field of people, each described."""

    def __init__(self, field):
        super().__init__(field)
        self.queryset = self.queryset.select_related("department")

    @cached_property
    def hands(self) -> Counter:
        return in_hand()

    def choice(self, obj):
        value, name = super().choice(obj)
        said = _("%(count)s open") % {"count": self.hands[obj.pk]}
        return value, " · ".join(map(str, filter(None, [name, obj.department, said])))


def describe(field: forms.Field) -> None:
    """Let a field that offers people say of each what to know before choosing."""
    if isinstance(field, forms.ModelChoiceField) and issubclass(field.queryset.model, get_user_model()):
        field.iterator = People
        field.widget.choices = field.choices
