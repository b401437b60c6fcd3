"""What somebody says about a file: which column fills which field, what never changes, how its texts are to be read."""

import datetime
import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from apps.core.flow import Refused
from apps.foundation.wording import listed
from apps.kit.importing.source import Source


@dataclass
class Lookup:
    """A second file of the same folder that says what a text stands for: the number of an employee for a name."""

    file: str
    column: str
    gives: list[str]


@dataclass
class Mapping:
    """All of it, by field; titles are those of the file's header."""

    columns: list[tuple[str, str]] = field(default_factory=list)  # title, field; several titles are joined
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    lookups: dict[str, Lookup] = field(default_factory=dict)
    join: dict[str, str] = field(default_factory=dict)
    dates: list[str] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    currency: str = ""  # USD and the like: amounts in it are taken as yuan, as they stand
    control: dict = field(default_factory=dict)  # what the file says of its totals: total (a column), rows, sum

    def dictionaries(self, folder: Path) -> dict[str, dict[str, str]]:
        """What the texts of each field stand for, from the lists of values and the second files."""
        looked = {name: looked_up(folder, lookup, self.join.get(name, " ")) for name, lookup in self.lookups.items()}
        return {name: looked.get(name, {}) | self.values.get(name, {}) for name in looked.keys() | self.values.keys()}


def usable(form: str) -> str:
    """A way to write dates. Raises Refused where days written so cannot be told apart."""
    day = datetime.datetime(2026, 11, 23)  # noqa: DTZ001 only its form matters
    try:
        if datetime.datetime.strptime(day.strftime(form), form).date() == day.date():  # noqa: DTZ007
            return form
    except (ValueError, re.error):
        pass
    raise Refused(_("“%(form)s” is no way to write a day. Write it like %%d/%%m/%%Y.") % {"form": form})


def looked_up(folder: Path, lookup: Lookup, joiner: str) -> dict[str, str]:
    """The pairs of a lookup file."""
    if Path(lookup.file).name != lookup.file:
        raise Refused(_("“%(file)s” must be in the same folder as the file to import.") % {"file": lookup.file})
    rows = Source(folder / lookup.file).rows()
    _line, header, _bad = next(rows)
    if missing := [title for title in (lookup.column, *lookup.gives) if title not in header]:
        names = {"file": lookup.file, "columns": listed(missing)}
        raise Refused(_("%(file)s has no column %(columns)s.") % names)
    key, gives = header.index(lookup.column), [header.index(title) for title in lookup.gives]
    padded = (cells + [""] * (len(header) - len(cells)) for _line, cells, _bad in rows)
    return {cells[key]: joiner.join(filter(None, (cells[place] for place in gives))) for cells in padded}


def read_mapping(path: Path) -> Mapping:
    """A mapping from a TOML or JSON file. Raises Refused where it is not one."""
    try:
        content = path.read_text(encoding="utf-8-sig")
        given = json.loads(content) if path.suffix == ".json" else tomllib.loads(content)
        return understood(given)
    except OSError:
        raise Refused(_("There is no file %(path)s.") % {"path": path}) from None
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused(_("%(path)s is no mapping: %(error)s") % {"path": path, "error": error}) from error


def understood(given: dict) -> Mapping:
    columns = [
        (title, name)
        for title, names in given.pop("columns", {}).items()
        for name in ([names] if isinstance(names, str) else names)
    ]
    lookups = {name: Lookup(**lookup) for name, lookup in given.pop("lookups", {}).items()}
    return Mapping(columns=columns, lookups=lookups, **given)
