"""What says from when on the log is kept, and that it is whole."""

from django.db import models
from django.utils import timezone


class Cut(models.Model):
    """That everything in the log before a moment may go; the database itself refuses one of the last six months."""

    before = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "core"
        db_table = "core_log_cut"

    def __str__(self):
        return f"{timezone.localtime(self.before):%Y-%m-%d}"


class Seal(models.Model):
    """What a stretch of the log holds, in one digest that also covers the seal before (C11)."""

    first = models.BigIntegerField()  # the keys from … to …, whether an entry has them or not
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, unique=True)  # so that two made at once are one
    chained = models.CharField(max_length=64)
    latest = models.DateTimeField()  # of all entries up to here: before the cut, the seal may go
    reached = models.BigIntegerField()  # the highest key when it was made: as far as the next one goes
    at = models.DateTimeField()

    class Meta:
        app_label = "core"
        db_table = "core_log_seal"

    def __str__(self):
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"
