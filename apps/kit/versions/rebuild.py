"""What a record held at an earlier moment, read out of the log backwards from today (Z9)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from apps.core import audit
from apps.core.models import Entry
from apps.core.pages import Pages


@dataclass(frozen=True)
class Line:
    """One field: what it held then and what it holds today, in words; whether editing can set it back."""

    name: str
    label: str
    then: str
    today: str
    editable: bool

    @property
    def differs(self) -> bool:
        return self.then != self.today


def moment(record, key: str) -> Entry | None:
    """The entry of this record's own history that an address names."""
    if not key.isdecimal() or len(key) > 18:
        return None
    kind = ContentType.objects.get_for_model(record)
    return Entry.objects.filter(kind=kind, object_id=record.pk, pk=key).select_related("by", "kind").first()


def since(record, entry: Entry) -> dict[str, list]:
    """The first change of each field after an entry: its old side is what the field held then."""
    found: dict[str, list] = {}
    known = {field.name for field in record._meta.concrete_fields}
    for later in audit.history(record).filter(pk__gt=entry.pk).order_by("pk"):
        for name, pair in later.changes.items():
            if name in known:
                found.setdefault(name, pair)
    return found


def lines(record, entry: Entry, pages: Pages, editable: list[str]) -> list[Line]:
    """Every field of a record's form and page, what differs first; `editable` are those this person may set (Z9)."""
    changed = since(record, entry)
    found = []
    for name in dict.fromkeys([*editable, *seen(pages), *changed]):
        field = record._meta.get_field(name)
        if field.concrete and name not in ("deleted_at", *record.counted):
            today = audit.in_words(record, name)
            then = audit.describe(field, changed[name], 0) if name in changed else today
            found.append(Line(name, field.verbose_name, then, today, name in editable))
    return sorted(found, key=lambda line: not line.differs)


def seen(pages: Pages) -> list[str]:
    """The fields of the record's page."""
    return [*pages.head, *(name for _title, names in pages.facts for name in names)]


def set_back(record, entry: Entry, names: Collection[str]) -> None:
    """Let a record, not to be saved as it is, hold what it held then: for the form that asks what is to be saved."""
    for name, pair in since(record, entry).items():
        if name in names:
            field = record._meta.get_field(name)
            setattr(record, field.attname, field.to_python(pair[0]))
