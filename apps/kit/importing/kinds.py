"""What can be imported: each app declares its kinds in `imports.py`, one class each."""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.module_loading import autodiscover_modules

from apps.core.rights import Crud
from apps.foundation.wording import listed

KINDS: dict[str, "Kind"] = {}


def kind(declared: type["Kind"]) -> type["Kind"]:
    """Register a kind of rows that files may hold."""
    KINDS[declared.code] = declared()
    return declared


def kinds() -> dict[str, "Kind"]:
    """Every kind of every app, by its code."""
    autodiscover_modules("imports")
    return KINDS


class Kind:
    """Rows of one model: which fields a column may fill, what tells one record from another, who may set what."""

    code: ClassVar[str]
    model: ClassVar[type[models.Model]]
    fields: ClassVar[tuple[str, ...]]
    keys: ClassVar[tuple[tuple[str, ...], ...]]  # the first whose fields are all given says which record a row means
    prefix: ClassVar[str] = ""  # of the numbers the system gives to rows that bring none
    once: ClassVar[frozenset[str]] = frozenset()  # given to new records only; steps change it later
    guards: ClassVar[dict[str, str]] = {}  # the right a field takes beside that to change the record
    system: ClassVar[frozenset[str]] = frozenset()  # given by nobody but the command line acting for the system
    spared: ClassVar[frozenset[str]] = frozenset()  # asked for of new records, but not of old ones
    parts: ClassVar[type["Kind"] | None] = None  # what the rows of a flat file hold beside the repeated record
    whole: ClassVar[str] = ""  # the field of a part that names the record it belongs to

    @property
    def rights(self) -> Crud:
        """The rights that importing takes beside the right to import."""
        return self.model.rights

    def field(self, name: str) -> models.Field:
        return self.model._meta.get_field(name)

    def rows(self) -> models.QuerySet:
        """All records, those in the recycle bin too."""
        return getattr(self.model, "everything", self.model._default_manager).all()

    def choices(self, name: str, by) -> models.QuerySet:
        """The records a reference may name: those this person may see."""
        field = self.field(name)
        rows = field.related_model._default_manager.complex_filter(field.get_limit_choices_to())
        return rows.visible_to(by) if by is not None and hasattr(rows, "visible_to") else rows

    def visible(self, records: list, by) -> set[int]:
        """The keys of those stored records that this person may see (P4)."""
        return set(self.rows().filter(pk__in=[one.pk for one in records]).visible_to(by).values_list("pk", flat=True))

    def changeable(self, records: list, by) -> set[int]:
        """The keys of those stored records whose fields this person may change (P4)."""
        return set(self.rows().filter(pk__in=[one.pk for one in records]).editable_by(by).values_list("pk", flat=True))

    def reachable(self, records: list, by) -> set[int]:
        """The keys of those new records that are within this person's reach (P4)."""
        return set(self.rows().filter(pk__in=[one.pk for one in records]).workable_by(by).values_list("pk", flat=True))

    def is_past(self, record) -> bool:
        """Whether a new record is an old one by what it says of itself, such as being closed."""
        return False

    def settle(self, record, by) -> None:
        """Work out what follows from the given values. Raises ValidationError where they do not fit together."""

    def added_up(self, record) -> int | None:
        """The key of the record whose total this one counts for, where there is one."""
        return None

    def totals(self, keys: list[int]) -> dict[int, tuple[str, Decimal]]:
        """Of those records that have parts what each is called and what it comes to."""
        return {}

    def worth(self, texts: dict[str, str], maker) -> Decimal | None:
        """What a row that is refused says of money, read as its maker reads; None where nothing can be read."""
        return None

    def prepare(self, drafts: list) -> None:
        """What concerns several rows before they are stored."""

    def stored(self, drafts: list, run) -> None:
        """What follows from some rows being stored, in the same transaction."""

    def finish(self, run) -> None:
        """What follows from all rows being stored, in the same transaction."""


def labels(kind: Kind, names: Iterable[str]) -> str:
    """Fields as a person reads them: customer number, customer name."""
    return listed(kind.field(name).verbose_name for name in names)
