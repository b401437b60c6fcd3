"""Which column of a file feeds which field: as told, else the one whose title is its name in any language."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Field
from django.utils import translation
from django.utils.translation import gettext as _

from apps.core.flow import Refused
from apps.foundation.wording import listed
from apps.kit.importing.kinds import Kind, labels
from apps.kit.importing.mapping import Mapping
from apps.kit.importing.units import said_by, told, without_unit


@dataclass
class Feed:
    """Where the text of one field comes from: some columns joined, or a constant."""

    name: str
    title: str
    places: list[int]
    joiner: str = " "
    constant: str = ""
    meanings: dict[str, str] = field(default_factory=dict)
    unit: str = ""  # of its bare numbers

    def text(self, cells: list[str]) -> str:
        """The text a row gives this field, stripped, with what it stands for put in its place."""
        parts = [cells[place].strip() for place in self.places]
        text = parts[0] if len(parts) == 1 else self.joiner.join(filter(None, parts))
        return (self.meanings.get(text, text) if self.meanings else text) or self.constant


@dataclass
class Plan:
    """How the rows of one file become records of a kind, and what they hold of its parts."""

    header: list[str]
    feeds: list[Feed]
    key: tuple[str, ...]
    part: Kind | None
    part_feeds: list[Feed]
    aside: set[int] = field(default_factory=set)  # columns that only control what the others come to

    def used(self) -> dict[int, str]:
        """The titles of the columns that something takes, by their places."""
        return {place: self.header[place] for feed in (*self.feeds, *self.part_feeds) for place in feed.places}

    def unused(self) -> list[str]:
        """The titles of the columns that nothing takes."""
        return [title for place, title in enumerate(self.header) if title and place not in {*self.used(), *self.aside}]


def plan(kind: Kind, header: list[str], mapping: Mapping, meanings: dict[str, dict[str, str]]) -> Plan:
    """Fit a mapping to the header of a file. Raises Refused naming a column or a field that does not exist."""
    titles = [plain(title) for title in header]
    part = kind.parts() if kind.parts else None
    known = dict.fromkeys(kind.fields, kind) | dict.fromkeys(part.fields if part else (), part)
    if part:
        known.pop(part.whole)
    for name in [
        *(name for _title, name in mapping.columns),
        *mapping.constants,
        *meanings,
        *mapping.join,
        *mapping.units,
    ]:
        if name not in known:
            raise Refused(no_field(name, known))
    mapped = [(place_of(title, titles), name) for title, name in mapping.columns]
    found = [*mapped, *matched(titles, mapped, known, mapping.constants)]
    if not found:
        raise Refused(_("No column of the file is known. Say what they mean: --map “Company=name”."))
    places: dict[str, list[int]] = {}
    for place, name in found:
        places.setdefault(name, []).append(place)
    feeds = [
        Feed(
            name,
            listed(titles[place] for place in places.get(name, ())) or str(known[name].field(name).verbose_name),
            places.get(name, []),
            mapping.join.get(name, " "),
            mapping.constants.get(name, ""),
            meanings.get(name, {}),
            unit_of(known[name].field(name), [titles[place] for place in places.get(name, ())], mapping),
        )
        for name in dict.fromkeys([*places, *mapping.constants])
    ]
    own, parts = ([feed for feed in feeds if known[feed.name] is one] for one in (kind, part))
    return Plan(titles, own, key_of(kind, {feed.name for feed in own}), part, parts)


def unit_of(field: Field, titles: list[str], mapping: Mapping) -> str:
    """The unit of a field's bare numbers: as the mapping says, else as its title does."""
    return told(mapping.units.get(field.name, ""), field) or next(
        filter(None, (said_by(one, field) for one in titles)), ""
    )


def plain(title: str) -> str:
    """A title without the line breaks and wide spaces that spreadsheets have."""
    return " ".join(title.split())


def place_of(title: str, titles: list[str]) -> int:
    """The place of a column. Raises Refused where no or more than one column has that title."""
    places = [place for place, one in enumerate(titles) if one.casefold() == plain(title).casefold()]
    if not places:
        names = {"title": title, "titles": listed(filter(None, titles))}
        raise Refused(_("There is no column “%(title)s”. The columns are: %(titles)s.") % names)
    if len(places) > 1:
        raise Refused(_("There is more than one column “%(title)s”.") % {"title": title})
    return places[0]


def matched(titles: list[str], told: list, known: dict[str, Kind], constants: Iterable) -> Iterator[tuple[int, str]]:
    """Columns that nobody mentioned but whose title is the name of a field that nothing else fills."""
    taken, filled = {place for place, _name in told}, {name for _place, name in told} | {*constants}
    count = Counter(title.casefold() for title in titles)
    names = {title: name for title, name in names_of_fields(known) if name not in filled}
    for place, title in enumerate(titles):
        if place not in taken and count[title.casefold()] == 1:
            name = names.get(title.casefold()) or with_unit(title, names, known)
            if name and name not in filled:
                filled.add(name)
                yield place, name


def with_unit(title: str, names: dict[str, str], known: dict[str, Kind]) -> str:
    """The field whose name a title is, but for the unit behind it; empty where there is none."""
    called = {without_unit(one): name for one, name in names.items()}
    name = called.get(without_unit(title).casefold(), "")
    return name if name and said_by(title, known[name].field(name)) else ""


def names_of_fields(known: dict[str, Kind]) -> Iterator[tuple[str, str]]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield from [(str(kind.field(name).verbose_name).casefold(), name) for name, kind in known.items()]
    yield from ((name, name) for name in known)


def no_field(name: str, known: dict[str, Kind]) -> str:
    names = listed(f"{one} ({kind.field(one).verbose_name})" for one, kind in known.items())
    return _("There is no field “%(name)s”. The fields are: %(names)s.") % {"name": name, "names": names}


def key_of(kind: Kind, given: set[str]) -> tuple[str, ...]:
    """The fields that tell one record from another. Raises Refused where no column or constant gives them."""
    for key in kind.keys:
        if given.issuperset(key):
            return key
    ways = _(" or ").join(labels(kind, key) for key in kind.keys)
    raise Refused(_("Rows without %(ways)s would be doubled when imported again.") % {"ways": ways})
