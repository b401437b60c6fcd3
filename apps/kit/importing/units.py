"""Numbers with a unit in files: the unit that a title or the mapping states, and how a cell is read by it (B9)."""

import re

from django.db import models
from django.utils.translation import gettext as _

from apps.core.flow import Refused
from apps.foundation.units.reading import plain

SAID = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]*)[)\]）】]\s*$")


def without_unit(title: str) -> str:
    """A title without what stands in brackets at its end: “折扣（折）” is 折扣."""
    return SAID.sub("", title)


def said_by(title: str, field: models.Field) -> str:
    """The unit of a field that stands in brackets at the end of a title; empty where none does."""
    found = SAID.search(title)
    unit = plain(found[1]) if found else ""
    return unit if hasattr(field, "unit") and field.unit.knows(unit) else ""


def told(text: str, field: models.Field) -> str:
    """The unit that somebody says the bare numbers of a field have. Raises Refused where the field has no such unit."""
    unit = plain(text)
    if unit and not (hasattr(field, "unit") and field.unit.knows(unit)):
        raise Refused(_("“%(unit)s” is no unit of “%(field)s”.") % {"unit": text, "field": field.verbose_name})
    return unit
