"""What belongs to a record, on its page: the first rows of a list, how many there are, the way to all of them."""

from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from apps.core.pages import Pages

PANEL_ROWS = 8


@dataclass
class Standing:
    """How far a person reaches a record; each question is asked once for all panels of its page (P1, P4)."""

    record: object
    user: object
    answers: dict[str, bool] = field(default_factory=dict)

    def is_among(self, rule: str) -> bool:
        """Whether the record is among the rows a question of its queryset leaves, such as `editable_by`."""
        if rule not in self.answers:
            rows = type(self.record).objects.filter(pk=self.record.pk)
            self.answers[rule] = getattr(rows, rule)(self.user).exists()
        return self.answers[rule]


@dataclass
class Panel:
    """The records of one entity that belong to the record on the screen."""

    pages: Pages
    name: str
    standing: Standing

    @property
    def record(self):
        return self.standing.record

    @property
    def user(self):
        return self.standing.user

    @cached_property
    def rows(self):
        return self.pages.model.objects.filter(**{self.name: self.record}).visible_to(self.user)

    @cached_property
    def table(self):
        table = self.pages.table(self.rows, exclude=(self.name, *self.pages.table.list_only), orderable=False)
        found = list(table.joined(self.rows)[: PANEL_ROWS + 1])
        table.data.data, table.has_more = found[:PANEL_ROWS], len(found) > PANEL_ROWS
        return table

    @property
    def has_more(self) -> bool:
        return self.table.has_more

    @cached_property
    def count(self) -> int:
        """How many there are; asked for only where they are not all on the screen."""
        return self.rows.count() if self.has_more else len(self.table.data.data)

    @property
    def label(self):
        return self.pages.model._meta.verbose_name_plural

    @property
    def more_url(self) -> str:
        return f"{reverse(self.pages.url_name('list'))}?{self.name}={self.record.pk}"

    @cached_property
    def add_url(self) -> str:
        """Where one more is added, or empty where this person may not add one here."""
        rights, form = self.pages.model.rights, self.pages.form
        if not (form and rights.add and self.user.has_perm(rights.add)):
            return ""
        reference = form.base_fields.get(self.name)
        if reference is None or not self.standing.is_among(getattr(reference, "rows", "workable_by")):
            return ""
        return f"{reverse(self.pages.url_name('create'))}?{self.name}={self.record.pk}"
