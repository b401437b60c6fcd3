"""What is not used any more stays choosable where old records have it, and is marked (B1)."""

from django.utils.translation import gettext as _


def marked(record) -> str:
    """What a record is called among others to choose from; `gone` of a model says how it is marked that is not used."""
    word = getattr(record, "gone", "")
    return _("%(name)s (%(gone)s)") % {"name": record, "gone": word} if word else str(record)
