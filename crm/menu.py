"""The menu: order and icons of its groups; its items are what is registered and the person may use (P1)."""

from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from apps.core import pages
from apps.core.models import Notification
from apps.kit.trash.contents import kinds_for

GROUPS = ("marketing", "customers", "service", "office", "reports", "basedata")


@dataclass
class Item:
    url: str
    label: Promise | str
    icon: str
    active: bool


@dataclass
class Group:
    label: Promise | str
    items: list[Item] = field(default_factory=list)

    @property
    def active(self) -> bool:
        return any(item.active for item in self.items)


def menu(user, address: str) -> list[Group]:
    """The groups and items this person may use; the one the address belongs to is marked."""
    found = [Group(apps.get_app_config(app).verbose_name, items_of(app, user, address)) for app in GROUPS]
    system = Group(_("System"), items_of("accounts", user, address))
    if user.is_staff:
        url = reverse("admin:index")
        system.items.insert(0, Item(url, _("Administration"), "settings", address.startswith(url)))
    found.append(system)
    return [group for group in found if group.items]


def items_of(app: str, user, address: str) -> list[Item]:
    lists = [
        (one.url_name("list"), one.model._meta.verbose_name_plural, one.icon)
        for one in pages.REGISTRY.values()
        if one.app == app and one.menu and user.has_perm(one.model.rights.view)
    ]
    links = [
        (link.url_name, link.label, link.icon)
        for link in pages.LINKS
        if link.app == app and (not link.right or user.has_perm(link.right))
    ]
    urls = [(reverse(name), label, icon) for name, label, icon in lists + links]
    return [Item(url, label, icon, address.startswith(url)) for url, label, icon in urls]


def places(user) -> list[Item]:
    """Every page this person may open from the search box: those of the menu, and their own (Z7)."""
    own = [("accounts:messages", _("Messages"), "bell"), ("accounts:profile", _("My profile"), "user")]
    own.append(("accounts:security", _("Sign-in and security"), "lock"))
    own.append(("accounts:password", _("Change password"), "key"))
    if kinds_for(user):
        own.append(("bins", _("Recycle bin"), "trash"))
    listed = [item for group in menu(user, "") for item in group.items]
    return listed + [Item(reverse(name), label, icon, active=False) for name, label, icon in own]


def frame(request) -> dict:
    """What every page's frame needs: the theme, the menu and the number in the bell."""
    user = getattr(request, "user", None)
    theme = getattr(user, "theme", "") or request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto")
    if user is None or not user.is_authenticated:
        return {"theme": theme}
    unread = SimpleLazyObject(lambda: Notification.objects.filter(to=user, read_at=None).count())
    return {"theme": theme, "menu": menu(user, request.path), "unread": unread, "has_bins": bool(kinds_for(user))}
