"""How files name the records they refer to: by number, by name, a contact by its name within the customer."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from apps.core import actions, audit
from apps.core.models import Record
from apps.kit.importing.values import without_zeros

MOST_KNOWN = 20_000
NAMINGS: dict[type[models.Model], "Naming"] = {}


@dataclass(frozen=True)
class Naming:
    """The fields that name a record, the first that finds one counts; the right it takes to make a missing one."""

    by: tuple[str, ...]
    right: str = ""
    within: str = ""  # the reference that the row and the record named share
    usable: dict = field(default_factory=dict)  # what a record must be to be chosen anew


def named(model: type[models.Model], *by: str, **rest) -> None:
    """Declare how files name the records of a model; without it by number and name."""
    NAMINGS[model] = Naming(by, **rest)


def naming_of(model: type[models.Model]) -> Naming:
    return NAMINGS.get(model) or Naming(tuple(filter(None, (model.code_field, model.name_field))))


class Finder:
    """Finds the records that the texts of one reference name, many texts with one query."""

    def __init__(self, field: models.ForeignKey, rows: models.QuerySet, by, note: str, make_missing: bool):
        self.field, self.by, self.note = field, by, note
        self.naming = naming_of(field.related_model)
        self.rows = rows.filter(**self.naming.usable)
        right = self.naming.right
        self.makes = bool(make_missing and right and (by is None or by.has_perm(right)))
        self.known: dict[tuple, list] = {}

    def learn(self, names: Iterable[tuple]) -> None:
        """Look up those names, each (record it is within, text), that are not known yet."""
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        new = {name: [] for name in names if name not in self.known}
        for attribute in self.naming.by:
            missing = [name for name, found in new.items() if not found]
            for record in self.asked(attribute, missing) if missing else ():
                new.get((self.inside(record), getattr(record, attribute)), []).append(record)
        self.without_zeros(new)
        model = self.rows.model
        missing = [text for (_within, text), found in new.items() if not found]
        if missing and getattr(model, "heir_field", ""):
            for record in model.replaced(self.rows, **{f"{model.code_field}__in": missing}):
                new[None, getattr(record, model.code_field)].append(record.heir())
        self.known |= new

    def without_zeros(self, new: dict[tuple, list]) -> None:
        """What is found under no name, and is a number with .0 behind it, is looked up without."""
        bare = {name: (name[0], without_zeros(name[1])) for name, found in new.items() if not found}
        if bare := {name: one for name, one in bare.items() if name != one}:
            self.learn(bare.values())
            new |= {name: [*(self.known.get(one) or new.get(one, ()))] for name, one in bare.items()}

    def asked(self, attribute: str, names: list[tuple]) -> models.QuerySet:
        conditions = {f"{attribute}__in": {text for _within, text in names}}
        if self.naming.within:
            conditions[f"{self.naming.within}__in"] = {within for within, _text in names}
        return self.rows.filter(**conditions)

    def inside(self, record) -> int | None:
        return getattr(record, f"{self.naming.within}_id") if self.naming.within else None

    def find(self, within: int | None, text: str):
        """The one record of this name. Raises ValidationError where there is none or more than one."""
        found = self.known[within, text]
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(_("“%(text)s” names more than one record. Give the number.") % {"text": text})
        if not self.makes:
            raise ValidationError(_("Nothing is called “%(text)s” here, or you may not choose it.") % {"text": text})
        found.append(self.made(text))
        return found[0]

    def means(self, record, text: str) -> bool:
        """Whether a record is already the one a text names, though it may not be chosen any more."""
        return record is not None and text in (getattr(record, name) for name in self.naming.by)

    def made(self, text: str):
        """A new record of this name, as the limits of the reference want it."""
        given = self.field.get_limit_choices_to() | self.naming.usable | dict.fromkeys(self.naming.by, text)
        record = self.field.related_model(**given)
        record.full_clean()
        if isinstance(record, Record):
            return actions.enter(record, by=self.by, note=self.note)
        record.save(force_insert=True)
        audit.log(record, f"{record._meta.label_lower}.create", by=self.by, note=self.note)
        return record
