"""What can be typed, field by field, as the forms take it: the tables of docs/fields.md."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import translation
from django.utils.text import capfirst

from apps.core import flow
from apps.core.forms import StepForm
from apps.core.pages import REGISTRY
from apps.core.rights import DECLARED
from apps.foundation.units.forms import UnitField
from tests.samples import sample

MANY = 8  # choices that are not spelled out
ENDS = {2**15 - 1, 2**31 - 1, 2**63 - 1}  # of a database's own numbers


def described(wide, narrow) -> str:
    """Every entity with its rights, its fields and its steps; a field `narrow` is not asked for is said to be so."""
    with translation.override("en"):
        found = sorted(REGISTRY.values(), key=lambda pages: pages.model._meta.label)
        return "\n\n".join(entity(pages, wide, narrow) for pages in found) + "\n"


def entity(pages, wide, narrow) -> str:
    model, record = pages.model, sample(pages.model, wide)
    crud = {"Read": "view", "made": "add", "changed": "change", "deleted": "delete"}
    rights = [f"{verb}: {called(getattr(model.rights, kind))}" for verb, kind in crud.items()]
    lines = [
        f"### {capfirst(model._meta.verbose_name)} {chinese(model._meta.verbose_name)}",
        "",
        "; ".join(rights) + ".",
    ]
    if pages.form:
        form, other = (pages.form(user=one, instance=record) for one in (wide, narrow))
        lines += ["", "| field | takes | |", "| --- | --- | --- |"]
        lines += [row(one, "" if name in other.fields else "not asked of everybody") for name, one in shown(form)]
        for unit in getattr(form, "units", {}).values():
            lines += [row(one, f"of each line, {unit.max_num} at most") for _name, one in shown(unit.empty_form)]
    if steps := flow.STEPS.get(model):
        lines += ["", "| step | right | asks for |", "| --- | --- | --- |"]
        lines += [
            step_row(one, pages.step_forms.get(one.name, StepForm), record, wide)
            for _name, one in sorted(steps.items())
        ]
    return "\n".join(lines)


def shown(form) -> list:
    """The fields of a form that people see, each with what its model asks for too."""
    model = getattr(getattr(form, "_meta", None), "model", None)
    own = {field.name: field.validators for field in model._meta.fields} if model else {}
    found = [(name, field) for name, field in form.fields.items() if not field.widget.is_hidden]
    for name, field in found:
        field.validators = [*field.validators, *own.get(name, ())]
    return found


def row(field, rest: str) -> str:
    return (
        f"| {field.label} {chinese(field.label)} | {takes(field)} | {', '.join(filter(None, [needed(field), rest]))} |"
    )


def step_row(step, form, record, person) -> str:
    fields = shown(form(user=person, record=record))
    asked = "; ".join(f"{one.label} ({', '.join(filter(None, [takes(one), needed(one)]))})" for _name, one in fields)
    return f"| {step.label} {chinese(step.label)} | {called(step.right)} | {asked or '–'} |"


def chinese(text) -> str:
    with translation.override("zh-hans"):
        return str(text)


def called(right: str | None) -> str:
    return f"*{DECLARED[right]}*" if right else "by the product alone"


def needed(field) -> str:
    return "needed" if field.required else ""


def takes(field) -> str:
    """What a field takes, in words."""
    if isinstance(field, UnitField):
        return f"number with its unit, such as {field.unit.examples}"
    if isinstance(field, forms.ModelChoiceField):
        return f"one of those offered: {field.queryset.model._meta.verbose_name_plural}"
    if isinstance(field, forms.ChoiceField):
        words = [str(label) for value, label in field.choices if value not in ("", None)]
        return f"one of: {', '.join(words)}" if 0 < len(words) <= MANY else "one of those offered"
    if isinstance(field, forms.DecimalField):
        places = f"with {field.decimal_places} decimals at most, {field.max_digits} digits in all"
        return ", ".join(filter(None, ["number", places, within(field)]))
    if isinstance(field, forms.IntegerField):
        return ", ".join(filter(None, ["whole number", within(field)]))
    kinds = {
        forms.DateTimeField: "day and time",
        forms.DateField: "day",
        forms.BooleanField: "yes or no",
        forms.ImageField: "picture: jpg, png or webp, 5 MB and 25 million pixels at most",
        forms.EmailField: f"e-mail address of {getattr(field, 'max_length', 0)} characters at most",
    }
    found = next((words for kind, words in kinds.items() if isinstance(field, kind)), "")
    return found or f"text of {field.max_length} characters at most"


def within(field) -> str:
    """The bounds of a number."""
    kinds = {MinValueValidator: "from", MaxValueValidator: "to"}
    bounds = {
        kinds[type(one)]: one.limit_value
        for one in field.validators
        if type(one) in kinds and abs(one.limit_value) not in ENDS
    }
    return " ".join(f"{word} {bounds[word]}" for word in kinds.values() if word in bounds)
