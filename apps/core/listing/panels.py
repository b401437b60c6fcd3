"""What belongs to a record, on its page: the first rows of a list, how many there are, the way to all of them."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from apps.core.forms import PickField
from apps.core.pages import Pages

PANEL_ROWS = 8


@dataclass
class Panel:
    """The records of one entity that belong to the record on the screen."""

    pages: Pages
    name: str
    record: object
    user: object

    @cached_property
    def rows(self):
        return self.pages.model.objects.filter(**{self.name: self.record}).visible_to(self.user)

    @cached_property
    def table(self):
        table = self.pages.table(self.rows, exclude=(self.name, *self.pages.table.list_only), orderable=False)
        table.data.data = table.joined(self.rows)[:PANEL_ROWS]
        return table

    @cached_property
    def count(self) -> int:
        return self.rows.count()

    @property
    def has_more(self) -> bool:
        return self.count > PANEL_ROWS

    @property
    def label(self):
        return self.pages.model._meta.verbose_name_plural

    @property
    def more_url(self) -> str:
        kind = self.pages.filter.base_filters[self.name].field_class
        return f"{reverse(self.pages.url_name('list'))}?{self.name}={self.key_for(kind)}"

    def key_for(self, kind: type) -> str:
        """The record as a field of this kind reads it in an address."""
        return f"%23{self.record.pk}" if issubclass(kind, PickField) else str(self.record.pk)

    @cached_property
    def add_url(self) -> str:
        """Where one more is added, or empty where this person may not add one here."""
        rights, form = self.pages.model.rights, self.pages.form
        if not (form and rights.add and self.user.has_perm(rights.add)):
            return ""
        field = form.base_fields.get(self.name)
        rows = type(self.record).objects.filter(pk=self.record.pk)
        if field is None or not getattr(rows, getattr(field, "rows", "workable_by"))(self.user).exists():
            return ""
        return f"{reverse(self.pages.url_name('create'))}?{self.name}={self.key_for(type(field))}"
