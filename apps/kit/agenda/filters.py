"""The filters a list shares with 今日工作台, so that it shows exactly what was counted there (Z1)."""

from functools import reduce
from operator import or_

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.kit.agenda.sections import DEPARTMENT, SECTIONS, TEAM, Urgency, people, urgency


class TodoFilter(django_filters.ChoiceFilter):
    """What waits for this person, or for whom `whose` names: the records of one section (Z1)."""

    def __init__(self, model):
        super().__init__(choices=lambda: [(one.name, one.label) for one in SECTIONS[model]], label=_("to do"))
        self.model = model

    def filter(self, rows, value):
        found = {one.name: one for one in SECTIONS[self.model]}.get(value)
        whose = self.parent.form.cleaned_data.get("whose") or ""
        return rows.filter(pk__in=found.of(self.parent.user, people(whose)).values("pk")) if found else rows


class WhoseFilter(django_filters.ChoiceFilter):
    """For whom it waits: the team, a department or person of it; without `todo` the records of any section (Z1)."""

    def __init__(self, model):
        super().__init__(choices=self.names, label=_("waits for"))
        self.model = model

    def names(self) -> list[tuple[str, object]]:
        users = get_user_model()
        departments = users._meta.get_field("department").related_model.objects.values_list("pk", "name")
        parts = [(f"{DEPARTMENT}{key}", name) for key, name in departments]
        return [(TEAM, _("my team")), *parts, *users.objects.values_list("pk", "name")]

    def filter(self, rows, value):
        if not value or self.parent.form.cleaned_data.get("todo"):
            return rows
        whom = people(value)
        sections = (one.of(self.parent.user, whom).values("pk") for one in SECTIONS[self.model])
        return rows.filter(reduce(or_, (Q(pk__in=keys) for keys in sections)))


class DueFilter(django_filters.ChoiceFilter):
    """How soon a record is due by a day or moment; `rows` is the queryset method that brings it (Z1)."""

    def __init__(self, path: str, *, moment: bool = False, rows: str = "all"):
        super().__init__(choices=Urgency.choices, label=_("due"))
        self.path, self.moment, self.rows = path, moment, rows

    def filter(self, rows, value):
        return getattr(rows, self.rows)().filter(urgency(self.path, self.moment)[value]) if value else rows
