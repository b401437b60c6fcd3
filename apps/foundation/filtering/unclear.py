"""What of an address no filter understands: it finds nothing and is said in a sentence; it never finds everything."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from apps.foundation.entering.texts import in_one_line
from apps.foundation.wording import listed

SHOWN = 60  # characters of what was asked for
PLAIN = ("invalid_choice", "unclear", "pick")  # what is wrong needs no words beside what was asked for


class Unclear(BadRequest):
    """What was asked for is not understood; carries the sentence a person reads."""


@dataclass(frozen=True)
class Misread:
    """A filter that is not understood: the parameters to take out of the address, and what is said."""

    names: tuple[str, ...]
    sentence: str

    def __str__(self):
        return self.sentence


def one_of(query: QueryDict, name: str, known: Callable[[str], bool], label) -> tuple[str, list[Misread]]:
    """What an address chooses of the few ways to see a page; where it means none of them, nothing and the sentence."""
    text = in_one_line(query.get(name, "")).strip()
    if not text or known(text):
        return text, []
    return "", [Misread((name,), not_understood(label, [text]))]


def asked(query: QueryDict) -> QueryDict:
    """The parameters of an address, without the empty ones beside others of the same name."""
    found = QueryDict(mutable=True)
    for name, values in query.lists() if query else ():
        found.setlist(name, [value for value in values if in_one_line(value).strip()] or [""])
    return found


def misread(filters) -> list[Misread]:
    """The filters an address names whose value means nothing; parameters that name no filter are somebody else's."""
    found, form = [], filters.form
    for name, field in form.fields.items():
        names, texts = parameters(name, field), sent(filters, name)
        if not texts:
            form.errors.pop(name, None)  # an empty parameter asks for nothing
            continue
        several = getattr(field.widget, "allow_multiple_selected", False)
        if not several and any(len(set(filters.data.getlist(one))) > 1 for one in names):
            form.add_error(name, _("Only one of these can be meant."))
        elif name not in form.errors and form.cleaned_data.get(name) in (None, "", []):
            form.add_error(name, ValidationError(_("This is not understood."), "unclear"))
        if name in form.errors:
            found.append(Misread(names, sentence(filters, name, texts)))
    return found


def sent(filters, name: str) -> list[str]:
    """What an address asks of a filter; of a range also where no end is named."""
    arrived = filters.form[name].data
    values = arrived if isinstance(arrived, list) else [arrived]
    if hasattr(filters.form.fields[name].widget, "widgets"):
        values = [*values, *filters.data.getlist(name)]
    texts = [str(one) or key_of(one) for one in values if one is not None]
    return [text for text in texts if text.strip()]


def key_of(value) -> str:
    """The key an address names in place of a text, for a picker."""
    key = getattr(value, "key", None)
    return "" if key is None else f"#{key}"


def parameters(name: str, field) -> tuple[str, ...]:
    """What a filter is called in an address; one of ranges also by its ends."""
    return (name, *(f"{name}_{suffix}" for suffix in getattr(field.widget, "suffixes", ())))


def sentence(filters, name: str, texts: list[str]) -> str:
    """Which filter is not understood, what stands there, and why where that does not show."""
    label = filters.form.fields[name].label or filters.filters[name].label
    text = not_understood(label, texts)
    reasons = [one.messages[0] for one in filters.form.errors[name].as_data() if one.code not in PLAIN]
    return " ".join([text, *reasons[:1], *near(filters.form.fields[name].widget)])


def not_understood(label, texts: list[str]) -> str:
    words = {"label": capfirst(str(label)), "text": Truncator(listed(texts)).chars(SHOWN)}
    return _("%(label)s: “%(text)s” is not understood.") % words


def near(widget) -> list[str]:
    """What a picker has that is near, by name: the sentence stands where its suggestions do not."""
    names = [one.pick_text() for one in getattr(widget, "offers", ())]
    return [_("Near to it: %(names)s.") % {"names": listed(names)}] if names else []
