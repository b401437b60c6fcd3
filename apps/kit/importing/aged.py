"""Records that may be older than the installation they stand in (B9)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.models import Record


class Aged(Record):
    """A record of which nobody may know when it was made, because it came from a file that does not say so."""

    created_at = models.DateTimeField(_("created at"), null=True, default=timezone.now, editable=False, db_index=True)

    class Meta:
        abstract = True
