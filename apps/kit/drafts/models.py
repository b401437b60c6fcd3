"""The tables of what was typed and not sent yet, and of what was sent (Z15, D3)."""

from django.db import models
from django.utils import timezone
from django.utils.formats import time_format


class Draft(models.Model):
    """A form as one person has filled it in so far; nobody else ever reads it (Z15)."""

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=20)  # of the form on the screen: two tabs do not overwrite each other
    address = models.CharField(max_length=500)
    fields = models.JSONField(default=dict)  # what was typed, by the name of the input
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "core"
        db_table = "core_draft"
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_draft_per_form")]
        indexes = [
            models.Index(fields=["person", "address"], name="draft_of_address"),
            models.Index(fields=["saved_at"], name="draft_by_time"),
        ]

    def __str__(self):
        return f"{self.address} {self.saved_at:%Y-%m-%d %H:%M}"

    @property
    def when(self) -> str:
        """When it was kept: the time, of other days with the day."""
        at = timezone.localtime(self.saved_at)
        return time_format(at) if at.date() == timezone.localdate() else f"{at:%m-%d %H:%M}"


class Sent(models.Model):
    """A form that has done its work, with what was in it: sent again just like that, it does nothing more (D3)."""

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)  # of the form on the screen
    content = models.CharField(max_length=64)  # of its fields, as a hash: what was changed since is another thing
    led_to = models.TextField(default="")  # where its person was shown what it did
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        app_label = "core"
        db_table = "core_sent"
        constraints = [models.UniqueConstraint(fields=["person", "key", "content"], name="each_form_once")]

    def __str__(self):
        return f"{self.key} {self.at:%Y-%m-%d %H:%M}"
