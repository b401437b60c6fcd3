"""What happens to a note: kept, changed, deleted, taken back; nothing of it is logged, for others read the log (V4)."""

import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.flow import Refused
from apps.office.notes.models import Note


def keep(*, by, day: datetime.date, text: str) -> Note:
    """Keep a note of a day (V4)."""
    return Note.objects.create(author=by, day=day, text=text)


def change(note: Note, *, day: datetime.date, text: str, version: int) -> None:
    """Write a note anew. Raises Refused where it was written elsewhere since, such as on the phone (V4, D2)."""
    same = Note.objects.of(note.author).filter(pk=note.pk, version=version)
    if not same.update(day=day, text=text, version=F("version") + 1):
        note.refresh_from_db()
        sentence = _("You have changed this note elsewhere in the meantime: “%(text)s”. Save again to replace it.")
        raise Refused(sentence % {"text": note.text})


def delete(note: Note) -> None:
    """Throw a note away; it can be taken back (V4)."""
    Note.objects.filter(pk=note.pk).update(deleted_at=timezone.now())


def restore(note: Note) -> None:
    """Take a note back (V4)."""
    Note.objects.filter(pk=note.pk).update(deleted_at=None)
