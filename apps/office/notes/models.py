"""A person's own notes: off_note (V4).

No `Record` on purpose: rights, scope, log, search and bin all let somebody else read. A note has its author and no
other way in.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoteQuerySet(models.QuerySet):
    """Notes as a query."""

    def of(self, author):
        """What this person keeps, the newest day first (V4)."""
        return self.filter(author=author, deleted_at=None)

    def thrown_away_by(self, author):
        """What this person has deleted, to be taken back (V4)."""
        return self.filter(author=author, deleted_at__isnull=False)


class Note(models.Model):
    """What somebody writes down for a day, for themselves alone (V4)."""

    found_by: ClassVar[None] = None  # no search but that of one's own list

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes", editable=False)
    day = models.DateField(_("day"), default=timezone.localdate)
    text = models.TextField(_("private note"), max_length=5000)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        db_table = "off_note"
        verbose_name = _("private note")
        verbose_name_plural = _("my notes")
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["author", "-day", "-id"], name="note_of_author")]

    def __str__(self):
        return self.text[:40]
