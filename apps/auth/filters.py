"""The filters of the operation log (P5)."""

from functools import reduce
from operator import and_

import django_filters
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.functional import SimpleLazyObject
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.auth.models import User
from apps.core import flow, pages
from apps.core.filters import DayRangeFilter, RecordFilter
from apps.core.models import Entry


def actions() -> list[tuple[str, str]]:
    """Everything that can happen, in words: the plain changes by their verb, steps and events by their code."""
    steps = [
        (one.code, format_lazy("{}: {}", one.model._meta.verbose_name, one.label))
        for steps in flow.STEPS.values()
        for one in steps.values()
    ]
    events = [(code, event.label) for code, event in flow.EVENTS.items()]
    return [*flow.PLAIN.items(), *steps, *events]


def kinds() -> list[tuple[str, str]]:
    """Everything something can happen to: what has pages, and what is administered."""
    models = dict.fromkeys([*pages.REGISTRY, *admin.site._registry])
    return [(model._meta.label_lower, model._meta.verbose_name) for model in models]


class LogFilter(RecordFilter):
    """Who did what to which kind of thing and when, and any word of it (P5).

    The choices are asked for late, when every module has declared its own.
    """

    by = django_filters.ModelChoiceFilter(queryset=User.objects.named(), label=_("who"))
    action = django_filters.ChoiceFilter(choices=SimpleLazyObject(actions), method="happened", label=_("action"))
    kind = django_filters.ChoiceFilter(choices=SimpleLazyObject(kinds), method="about", label=_("kind"))
    at = DayRangeFilter(label=_("date"))

    class Meta:
        model = Entry
        fields = ("by", "action", "kind", "at")

    def happened(self, rows, _name, code):
        return rows.filter(action=code) if "." in code else rows.filter(action__endswith=f".{code}")

    def about(self, rows, _name, label):
        return rows.filter(kind=ContentType.objects.get_for_model(apps.get_model(label)))

    def search(self, rows, _name, text):
        """Entries that contain every word in the record's name or the note.

        All are counted: of a rare word every entry is read anyway, and without a limit by several processes at once.
        """
        self.enough = None
        each = (Q(title__icontains=word) | Q(note__icontains=word) for word in text.split()[:5])
        return rows.filter(reduce(and_, each, Q()))
