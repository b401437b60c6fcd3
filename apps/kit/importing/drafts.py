"""From texts to values: what the cells of some hundred rows mean, found with as many queries as for one row."""

from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from apps.core import audit
from apps.kit.importing.columns import Feed
from apps.kit.importing.kinds import Kind
from apps.kit.importing.references import Finder
from apps.kit.importing.report import Problem, Row
from apps.kit.importing.values import reading


@dataclass
class Draft:
    """What one row wants one record to be."""

    row: Row
    texts: dict[str, str]
    values: dict = field(default_factory=dict)
    unknown: dict[str, ValidationError] = field(default_factory=dict)  # references that nothing is found for
    record: models.Model | None = None
    new: bool = False
    changes: dict = field(default_factory=dict)
    left: list[str] = field(default_factory=list)  # fields of a stored record that a file may not change
    assumed: list[tuple[str, str]] = field(default_factory=list)  # fields the file leaves out, and what they hold now
    remarks: list[Problem] = field(default_factory=list)  # what to look at, though the row is taken

    def remark(self, text: str) -> None:
        """Say something about a row that is taken."""
        self.remarks.append(Problem(self.row.line, "", text))


def left_out(kind: Kind, *, history: bool) -> tuple[dict[str, None], dict]:
    """What fields hold that a file says nothing of: nothing, where that may be; else their default, which is told.

    A day or a moment is never today: where it may not be unknown, the file has to give it. What new records begin
    with, such as three stars, was never said of old ones (B9).
    """
    ours = [field for field in map(kind.field, kind.fields) if field.has_default()]
    unknown = {one.name: None for one in ours if callable(one.default) or (history and one.null)}
    return unknown, {one.name: one.default for one in ours if one.name not in unknown and one.default}


class Maker:
    """Makes drafts of one kind; remembers what references mean and which keys the file has had."""

    def __init__(self, kind: Kind, feeds: list[Feed], key: tuple[str, ...], run):
        self.kind, self.key, self.run, self.by = kind, key, run, run.by
        self.titles = {feed.name: feed.title for feed in feeds}
        self.readings, self.finders = {}, {}
        for name, unit in ((feed.name, feed.unit) for feed in feeds):
            found = kind.field(name)
            if found.is_relation:
                rows = kind.choices(name, self.by)
                self.finders[name] = Finder(found, rows, self.by, run.note, run.make_missing)
            else:
                self.readings[name] = reading(found, run.dates, unit, run.currency)
        self.seen: dict[int, int] = {}
        fields = kind.model._meta.concrete_fields
        asked = [one for one in fields if not (one.blank or one.primary_key)]
        spared = kind.spared if run.wish.history else ()
        self.required = [one for one in asked if one.name not in spared and (one.name in kind.spared or not one.null)]
        self.guarded = {*kind.guards, *kind.system}
        self.unknown, self.assumed = left_out(kind, history=run.wish.history)
        self.words: dict[str, tuple[str, str]] = {}  # of what is assumed

    def taken(self, name: str, record) -> tuple[str, str]:
        """The field that the file leaves out and what new records hold in it, in words; the same for all of them."""
        if name not in self.words:
            self.words[name] = (str(self.kind.field(name).verbose_name), audit.in_words(record, name))
        return self.words[name]

    def refuse(self, draft: Draft, name: str, reason: object) -> None:
        """Note what is wrong with a row, under the column the field comes from."""
        draft.row.refuse(self.title(name) if name else "", str(reason))

    def title(self, name: str) -> str:
        """The column that a field comes from, else what the field is called."""
        return self.titles.get(name) or str(self.kind.field(name).verbose_name)

    def refuse_all(self, draft: Draft, error: ValidationError) -> None:
        told = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, reasons in told.items():
            self.refuse(draft, "" if name == NON_FIELD_ERRORS else name, " ".join(reasons))

    def same(self, name: str, one: str | None, other: str) -> bool:
        """Whether two texts mean the same to a field, such as two times of one day to the day of an order."""
        if one == other or one is None or name not in self.readings:
            return one == other
        try:
            return self.readings[name](one) == self.readings[name](other)
        except ValidationError:
            return False

    def read(self, drafts: list[Draft]) -> None:
        """Turn the texts into values and find the records they refer to."""
        for draft in drafts:
            for name, text in draft.texts.items():
                if name in self.readings:
                    try:
                        draft.values[name], otherwise = self.readings[name].told(text)
                        if otherwise:
                            draft.row.readings[self.title(name)] = (text, draft.values[name])
                    except ValidationError as error:
                        self.refuse(draft, name, " ".join(error.messages))
        for name in sorted(self.finders, key=lambda name: bool(self.finders[name].naming.within)):
            self.refer(name, [draft for draft in drafts if name in draft.texts])

    def refer(self, name: str, drafts: list[Draft]) -> None:
        finder = self.finders[name]
        within = finder.naming.within

        def place(draft: Draft) -> tuple:
            whole = draft.values.get(within)
            return (whole.pk if whole else None, draft.texts[name])

        finder.learn({place(draft) for draft in drafts})
        for draft in drafts:
            try:
                draft.values[name] = finder.find(*place(draft))
            except ValidationError as error:
                draft.unknown[name] = error

    def forget(self) -> None:
        """What was found or made is undone."""
        for finder in self.finders.values():
            finder.known.clear()
