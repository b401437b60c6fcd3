"""What a declaration forgets is a sentence at start, not a blank icon, a count above another list or an error 500."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, register
from django.urls import URLResolver, get_resolver

from apps.core import flow
from apps.core.pages import LINKS, REGISTRY
from apps.kit.agenda.filters import DueFilter, TodoFilter, WhoseFilter
from apps.kit.agenda.sections import SECTIONS, Section

SPRITE = re.compile(r'id="tabler-([\w-]+)"')
DEEPEST = 3
ASKED = {"todo": TodoFilter, "whose": WhoseFilter, "due": DueFilter}


@register
def every_declaration_is_whole(app_configs=None, **kwargs) -> list[Error]:
    """Refuse to start with a declaration of which something is missing, and say what to do."""
    import_module(settings.ROOT_URLCONF)  # where the apps register what they have
    found = {"kit.E001": icons(), "kit.E002": agenda(), "kit.E003": search(), "kit.E004": steps(), "kit.E005": views()}
    return [Error(sentence, id=id) for id, sentences in found.items() for sentence in sentences]


def icons() -> Iterator[str]:
    """An icon that is not in the sprite would be a blank."""
    named = {model._meta.label: pages.icon for model, pages in REGISTRY.items()}
    named |= {link.url_name: link.icon for link in LINKS}
    named |= {step.code: step.icon for some in flow.STEPS.values() for step in some.values()}
    named |= {f"agenda section {one.name}": one.icon for some in SECTIONS.values() for one in some}
    there = sprite()
    for what, icon in named.items():
        if icon not in there:
            yield f"{what}: there is no icon “{icon}”; add it to static/vendor/icons.txt and run bin/vendor."


def sprite() -> set[str]:
    """The names of all icons there are."""
    return set(SPRITE.findall(Path(settings.BASE_DIR, "static/vendor/icons.svg").read_text(encoding="utf-8")))


def agenda() -> Iterator[str]:
    """A count of my day opens a list: that list has to know the same rows (Z1)."""
    for model, sections in SECTIONS.items():
        known = REGISTRY[model].filter.base_filters if model in REGISTRY else {}
        for section in sections:
            counted = f"{model._meta.label}: my day counts “{section.name}”"
            missing = [name for name in sorted(asked_by(section)) if not isinstance(known.get(name), ASKED[name])]
            for name in missing:
                yield f"{counted}; give its filter the field `{name}`, a {ASKED[name].__name__}."
            due = known.get("due")
            if section.due and not missing and (due.path, due.moment) != (section.due, section.moment):
                yield f"{counted} by `{section.due}`; let the field `due` of its filter ask for the same."


def asked_by(section: Section) -> set[str]:
    """The filters by which my day opens the list of a section."""
    return {"todo", "whose"} | ({"due"} if section.due else set())


def search() -> Iterator[str]:
    """A list with a search box that finds nothing is worse than none (Z7)."""
    for model in REGISTRY:
        if model.found_by is None or not (model.found_by.filed or model.found_by.also):
            yield f"{model._meta.label}: its list has a search box; say in `found_by` what it finds."
            continue
        fields = {field.name for field in model._meta.get_fields()}
        for name in (*model.found_by.filed, *model.found_by.also):
            if name.partition("__")[0] not in fields:
                yield f"{model._meta.label}: `found_by` names “{name}”, which is no field of it; name one it has."


def steps() -> Iterator[str]:
    """In the log a step is known by its name: it would speak for what the kernel or the system does under it."""
    for some in flow.STEPS.values():
        for step in some.values():
            if step.name in flow.PLAIN or step.code in flow.EVENTS:
                yield f"{step.code}: in the log “{step.name}” is something else already; call the step otherwise."


def views() -> Iterator[str]:
    """Whoever reads a page should not have to read more than three classes one above the other."""
    for view in sorted(view_classes(get_resolver()), key=str):
        if (deep := depth(view)) > DEEPEST:
            yield (
                f"{view.__module__}.{view.__name__}: {deep} classes of ours deep, {DEEPEST} at most; mix in what pages "
                "share, as `Drafted` is."
            )


def view_classes(resolver: URLResolver) -> set[type]:
    """The classes behind all addresses."""
    found = set()
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            found |= view_classes(one)
        elif hasattr(one.callback, "view_class"):
            found.add(one.callback.view_class)
    return found


def depth(view: type) -> int:
    """How many classes of ours stand above one another, from this one up; 0 for one that is not ours."""
    if view.__module__.partition(".")[0] not in ("apps", "crm"):
        return 0
    return 1 + max(map(depth, view.__bases__))
