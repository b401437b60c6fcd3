"""What is filtered by, as a person reads it: on the removable chips of a list, below a report."""

from django.forms import ModelChoiceField
from django.utils.translation import gettext_lazy as _

from apps.foundation.filtering.retired import marked
from apps.foundation.wording import listed


def in_words(field, value) -> str:
    """A chosen filter value as a person reads it."""
    records = isinstance(field, ModelChoiceField)
    choices = {} if records else {str(key): text for key, text in getattr(field, "choices", ())}
    if isinstance(value, slice):
        return " – ".join(str(end) if end is not None else "…" for end in (day(value.start), day(value.stop)))
    if isinstance(value, list | tuple) or hasattr(value, "iterator"):
        return listed(choices.get(str(one), one) for one in value)
    if records and not hasattr(value, "iterator"):
        return marked(value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(choices.get(str(value), value))


def day(moment):
    return moment.date() if hasattr(moment, "date") else moment
