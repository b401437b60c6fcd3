"""Uploads pass a scanner for viruses where the administrator names one; what is not known to be clean is refused."""

import logging
import subprocess

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SECONDS = 20
CLEAN, HARMFUL = 0, 1  # what clamdscan and clamscan end with; anything else is no answer
logger = logging.getLogger("crm.scanning")


def scan(file) -> None:
    """Let the scanner read an uploaded file. Raises ValidationError for what it does not call clean."""
    if not settings.SCAN_COMMAND or (found := verdict(b"".join(file.chunks()))) == CLEAN:
        return
    logger.warning("An upload was refused: the scanner said %s", found)
    if found == HARMFUL:
        raise ValidationError(_("The virus scanner found something harmful in this file, so it is not kept."))
    raise ValidationError(_("The virus scanner does not answer, so the file is not kept. Tell your administrator."))


def verdict(content: bytes) -> int | str:
    """What the scanner ends with after reading this, or why it does not."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        return subprocess.run(settings.SCAN_COMMAND, input=content, timeout=SECONDS, **quiet).returncode  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as silence:
        return type(silence).__name__
