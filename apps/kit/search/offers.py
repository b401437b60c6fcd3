"""What a person can do or open from the search box: make a new record, open a page of the menu (Z7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.core.pages import REGISTRY

NEW = _("New %(kind)s")
ALSO_CALLED = (_("Add %(kind)s"), _("Create %(kind)s"))
PLAIN = "%(kind)s"


@dataclass(frozen=True)
class Offer:
    """A page by its name; found by its name in every language, and by other words for it."""

    label: str
    url: str
    icon: str
    texts: tuple[str, ...]
    dialog: bool = False


def offers(user, menu: Iterable) -> list[Offer]:
    """Everything this person may begin, then every page of their menu (P1)."""
    places = [Offer(capfirst(str(one.label)), one.url, one.icon, spoken(one.label, PLAIN)) for one in menu]
    return [*beginnings(user), *places]


def beginnings(user) -> list[Offer]:
    """A new record of every entity of the menu that this person may add to."""
    found = []
    for pages in REGISTRY.values():
        right, kind = pages.model.rights.add, pages.model._meta.verbose_name
        if pages.menu and pages.form and right and user.has_perm(right):
            url = reverse(pages.url_name("create"))
            found.append(Offer(str(NEW % {"kind": kind}), url, "plus", spoken(kind, NEW, *ALSO_CALLED), dialog=True))
    return found


def spoken(kind: Promise | str, *sentences: Promise | str) -> tuple[str, ...]:
    """What these sentences are in every language of the product."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found += [str(sentence) % {"kind": kind} for sentence in sentences]
    return tuple(dict.fromkeys(found))
