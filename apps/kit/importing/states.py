"""Records that come from a file in the middle of their course: only states that the steps of the screens reach (B9)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.foundation.wording import listed

EMPTY = (None, "")


@dataclass(frozen=True)
class Course:
    """What belongs to each state: what it needs, what it may have beside that, and which moments follow each other."""

    needed: Mapping[str, tuple[str, ...]]
    possible: Mapping[str, tuple[str, ...]]
    moments: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that only steps change on the screens."""
        states = (*self.needed.values(), *self.possible.values())
        return tuple(dict.fromkeys(["status", *self.moments, *(name for names in states for name in names)]))

    def check(self, record) -> None:
        """Raise ValidationError, with the reason under each field, where no step leads to what a new record holds."""
        needed, possible = self.needed[record.status], self.possible[record.status]
        has = {name for name in self.fields if getattr(record, name) not in EMPTY}
        said = {"status": record.get_status_display()}
        missing = [name for name in needed if name not in has]
        surplus = has.difference(needed, possible, ("status", "created_at"))
        reasons = dict.fromkeys(missing, _("With the status “%(status)s” this is needed.") % said)
        reasons |= dict.fromkeys(sorted(surplus), _("With the status “%(status)s” this stays empty.") % said)
        ahead = [name for name in self.moments if name in has and getattr(record, name) > timezone.now()]
        reasons |= dict.fromkeys(ahead, _("This moment is still to come."))
        if reasons:
            raise ValidationError(reasons)
        if (times := self.times(record)) != sorted(times):
            names = listed(record._meta.get_field(name).verbose_name for name in self.moments)
            raise ValidationError(_("The times do not follow each other: %(names)s.") % {"names": names})

    def times(self, record) -> list[datetime.datetime]:
        """The moments that are known, in the order in which they have to follow each other."""
        return [at for name in self.moments if (at := getattr(record, name)) is not None]
