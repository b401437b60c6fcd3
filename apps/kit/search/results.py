"""What is found as it is shown: grouped by kind, each line with its address and with the match marked (Z7)."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.core.pages import REGISTRY, Pages
from apps.kit.search import highlighting
from apps.kit.search.lookup import SHOWN, Search, fit
from apps.kit.search.offers import Offer

RECENT, NEW = 8, 6

Pieces = list[tuple[str, bool]]  # a text in pieces, each with whether it is marked


@dataclass
class Line:
    """One thing found: where it leads, what it is called, what stands beside it."""

    url: str
    icon: str
    title: Pieces
    beside: list[Pieces] = field(default_factory=list)
    record: object = None
    dialog: bool = False


@dataclass
class Group:
    """The things found of one kind, and where all of them are listed."""

    label: Promise | str
    lines: list[Line]
    order: tuple = ()
    more_url: str = ""


def found(user, text: str, words: list[str], recent: list, offers: list[Offer]) -> list[Group]:
    """Everything found for the words, the kind with the best match first."""
    readable = [
        pages
        for pages in REGISTRY.values()
        if pages.model.found_by and pages.model.found_by.fields and user.has_perm(pages.model.rights.view)
    ]
    lately = {pages.model: [key for model, key in recent if model is pages.model] for pages in readable}
    best = Search(user, words, lately).best()
    kinds = (of_kind(pages, lines_of(pages, user, best[pages.model], words), words, lately, text) for pages in readable)
    groups = [offered(offers, words), *kinds]
    return sorted((group for group in groups if group.lines), key=lambda group: group.order)


def waiting(user, recent: list, offers: list[Offer]) -> list[Group]:
    """What is shown before anything is typed: what was worked with lately, and what can be begun."""
    lines = {}
    for pages in REGISTRY.values():
        keys = [key for model, key in recent if model is pages.model]
        if keys and user.has_perm(pages.model.rights.view):
            lines |= {(pages.model, line.record.pk): line for line in lines_of(pages, user, keys, [])}
    last = [lines[key] for key in recent if key in lines][:RECENT]
    begin = [line_of(offer, []) for offer in offers if offer.dialog][:NEW]
    return [group for group in (Group(_("Recent"), last), Group(_("Actions"), begin)) if group.lines]


def of_kind(pages: Pages, lines: list[Line], words: list[str], lately: dict, text: str) -> Group:
    """The best records of one entity."""
    order = ()
    if lines:
        first = lines[0].record
        edge = fit(words, [getattr(first, name) for name in pages.model.found_by.fields])
        order = (first.pk not in lately[pages.model], edge, 1)
    group = Group(pages.model._meta.verbose_name_plural, lines[:SHOWN], order)
    if len(lines) > SHOWN:
        group.more_url = f"{reverse(pages.url_name('list'))}?{urlencode({'q': text})}"
    return group


def lines_of(pages: Pages, user, keys: list[int], words: list[str]) -> list[Line]:
    """The records of these keys that the person may read, in their order."""
    joined = [
        one.name for one in pages.model._meta.fields if one.many_to_one and one.name == pages.model.found_by.beside
    ]
    records = pages.model.objects.visible_to(user).select_related(*joined).in_bulk(keys) if keys else {}
    return [line_about(pages, records[key], words) for key in keys if key in records]


def line_about(pages: Pages, record, words: list[str]) -> Line:
    """A record by its name, with its number, what belongs beside it and whatever else of it was found."""
    title, by = str(record), pages.model.found_by
    always = [name for name in (pages.model.code_field, by.beside) if name]
    others = [name for name in by.fields if any(highlighting.find(word, getattr(record, name) or "") for word in words)]
    texts = dict.fromkeys(str(getattr(record, name) or "") for name in (*always, *others))
    beside = [highlighting.split(text, words) for text in texts if text and text != title]
    return Line(record.get_absolute_url(), pages.icon, highlighting.split(title, words), beside, record)


def offered(offers: list[Offer], words: list[str]) -> Group:
    """What can be done or opened under one of these words."""
    fits = [(edge, place) for place, offer in enumerate(offers) if (edge := fit(words, offer.texts)) is not None]
    lines = [line_of(offers[place], words) for _edge, place in sorted(fits)[:SHOWN]]
    return Group(_("Actions"), lines, (True, min(fits)[0], 0) if fits else ())


def line_of(offer: Offer, words: list[str]) -> Line:
    return Line(offer.url, offer.icon, highlighting.split(offer.label, words), dialog=offer.dialog)
