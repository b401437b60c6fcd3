"""Two people edit the same record: the second sees both values of a field and chooses which is to stay (D2, Z15)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.core import audit
from apps.core.flow import Conflict


@dataclass(frozen=True)
class Rival:
    """What stands against what was typed into a field: who wrote what and when, and what was typed, in words."""

    who: object
    at: object
    text: str
    mine: str


def show_both(form, conflict: Conflict) -> None:
    """Put what the colleague wrote beside what was typed; fields only they changed take the new value (D2)."""
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = conflict.record.version
    form.add_error(None, str(conflict))
    for name, change in conflict.theirs.items():
        unit = form.units.get(name)
        if unit is not None and name in conflict.clash:
            unit.rival = Rival(change.by, change.at, change.text, unit.in_words())
        elif unit is not None:
            unit.take_theirs()
        elif name in conflict.clash:
            sentence = _("%(who)s has changed this too. Choose which of both is to stay.")
            form.add_error(name, sentence % {"who": change.by or _("The system")})
            form[name].rival = Rival(change.by, change.at, change.text, audit.in_words(form.instance, name))
        elif name in form.fields:
            take_theirs(form, conflict.record, name)


def as_opened(form) -> None:
    """Let a form know what it showed when it was opened, where others have changed that since (D2)."""
    version = form["version"].data
    for name, change in audit.changed_since(form.instance, int(version)).items() if str(version).isdecimal() else ():
        if name in form.initial:
            form.initial[name] = form.instance._meta.get_field(name).to_python(change.old)


def take_chosen(form) -> None:
    """Where the person has chosen the colleague's value, take it: of a form not yet checked (D2)."""
    chosen = [name for name in form.changed_names() if form.data.get(f"stays-{form.add_prefix(name)}") == "theirs"]
    if chosen:
        form.data = form.data.copy()
    for name in chosen:
        take_theirs(form, form.instance, name)
    for unit in form.units.values():
        if form.data.get(f"stays-{unit.html_name}") == "theirs":
            unit.take_theirs()


def take_theirs(form, record, name: str) -> None:
    """Let a field of the form hold what the record holds."""
    value = record._meta.get_field(name).value_from_object(record)
    for key, text in as_sent(form.fields[name], form.add_prefix(name), value).items():
        form.data[key] = text


def as_sent(field, name: str, value) -> dict:
    """What a form sends where a field shows this value; of a picker more than one input."""
    return field.as_sent(name, value) if hasattr(field, "as_sent") else {name: field.prepare_value(value)}
