"""The operation log as an Excel file: what is filtered, row by row (P5)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.core.templatetags import show
from apps.foundation.wording import side_by_side


class LogTable:
    """Entries as rows of text, in the form an export takes."""

    def __init__(self, entries):
        self.entries = entries

    def as_values(self) -> Iterator[list]:
        yield [_("Time"), _("Who"), _("Action"), _("Kind"), _("Record"), _("Number"), _("Changes"), _("Note")]
        for entry in self.entries.iterator(chunk_size=2000):
            changes = side_by_side(f"{name}: {old} → {new}" for name, old, new in show.lines(entry))
            who, action = str(show.who(entry)), show.action_label(entry)
            yield [entry.at, who, action, entry.kind.name, entry.title, entry.object_id, changes, entry.note]
