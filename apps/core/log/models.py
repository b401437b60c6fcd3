"""What says from when on the log is kept."""

from django.db import models
from django.utils import timezone


class Cut(models.Model):
    """That everything in the log before a moment may go; the database itself refuses one of the last six months."""

    before = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "core_log_cut"

    def __str__(self):
        return f"{timezone.localtime(self.before):%Y-%m-%d}"
