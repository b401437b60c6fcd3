"""Which pages are measured: of every entity list, picker, bin, record and history; the menu's pages; the search."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from apps.auth.models import User
from apps.basedata.models import Category, DictItem, Warehouse
from apps.core.pages import LINKS, REGISTRY, Pages, panels_of
from crm import urls  # noqa: F401 registers the entities

FAR = 1000  # a list without so many pages shows its last one
BOSS, CHIEF, ADMIN, MANAGER, LEAD = "bench-boss", "bench-chief", "bench-admin", "bench-1", "bench-lead"
SORTED_BY_ALL = ("customers:customer", "customers:order", "marketing:chance")


@dataclass(frozen=True)
class Case:
    """One address as one person."""

    page: str
    kind: str
    address: str
    by: str
    floor: str = ""  # the bare view of the same rows
    kept: bool = False  # looked at once more, so that what is kept for a while is used

    @property
    def name(self) -> str:
        return f"{self.page}: {self.kind}"


def cases() -> Iterator[Case]:
    for pages in REGISTRY.values():
        yield from list_cases(pages)
        yield from record_cases(pages)
    for link in LINKS:
        page = link.url_name.split(":")[-1]
        for kind, by in (("all", reader(link.right)), ("own", MANAGER)):
            if may(by, link.right):
                yield Case(page, kind, reverse(link.url_name), by)
        if link.url_name.startswith("reports:"):
            yield Case(page, "all, again", reverse(link.url_name), reader(link.right), kept=True)
    yield from own_cases()
    log = {"filtered": {"kind": "customers.order"}, "searched": {"q": "777"}}
    yield from parted("log", reverse("accounts:log"), ADMIN, **log)
    yield from parted("messages", reverse("accounts:messages"), BOSS)
    yield Case("board", "all", reverse("marketing:chance-board"), BOSS)
    yield Case("my day", "own", reverse("home"), MANAGER)
    for kind, by in (("team of twenty", LEAD), ("the whole company", BOSS)):
        yield Case("my day", kind, f"{reverse('home')}?whose=team", by)
    yield from sorted_cases()
    for text in ("医药", "77777", "xinglan", "绝无此名"):  # common, rare, pinyin, nothing
        yield Case("search", text, f"{reverse('search')}?{urlencode({'q': text})}", BOSS)


def sorted_cases() -> Iterator[Case]:
    """The three largest lists by every column they can be sorted by, the largest values first."""
    for name in SORTED_BY_ALL:
        pages = next(one for one in REGISTRY.values() if one.url_name("list") == f"{name}-list")
        for column, bound in pages.table.base_columns.items():
            if bound.orderable is not False:
                yield Case(pages.name, f"by {column}", f"{reverse(f'{name}-list')}?sort=-{column}", BOSS)


def own_cases() -> Iterator[Case]:
    """What an account manager sees, who looks after 250 customers."""
    for name in ("customers:customer", "customers:order", "marketing:chance"):
        floor = reverse("floor-list", args=name.split(":"))
        yield Case(name.split(":")[1], "first, own", reverse(f"{name}-list"), MANAGER, floor)
        yield Case(name.split(":")[1], "searched, own", f"{reverse(f'{name}-list')}?q=医药", MANAGER, floor)


def parted(page: str, address: str, by: str, floor: str = "", **asked: dict) -> Iterator[Case]:
    """The same list in its parts: the first page, a far one, and what else is asked of it."""
    for kind, query in {"first": {}, "far": {"page": FAR}, **asked}.items():
        yield Case(page, kind, f"{address}?{urlencode(query)}" if query else address, by, floor)


def list_cases(pages: Pages) -> Iterator[Case]:
    """An entity's list in its parts, its suggestions and its bin."""
    filtered, text, column = asked_of(pages.name)
    by, rights = reader(pages.model.rights.view), pages.model.rights
    asked = {"filtered": filtered} if filtered else {}
    asked |= {"searched": {"q": text}, "sorted": {"sort": column}, "sorted, far": {"sort": column, "page": FAR}}
    floor = reverse("floor-list", args=[pages.app, pages.name])
    yield from parted(pages.name, reverse(pages.url_name("list")), by, floor, **asked)
    yield Case(pages.name, "picker", f"{reverse(pages.url_name('pick'))}?{urlencode({'q': text})}", by)
    if rights.delete and may(by, rights.delete):
        yield Case(pages.name, "bin", reverse(pages.url_name("bin")), by)


def record_cases(pages: Pages) -> Iterator[Case]:
    """The page and the history of one record."""
    if key := heaviest(pages):
        for role in ("detail", "history"):
            floor = reverse("floor-record", args=[pages.app, pages.name, key])
            yield Case(
                pages.name, role, reverse(pages.url_name(role), args=[key]), reader(pages.model.rights.view), floor
            )


@cache
def may(username: str, right: str) -> bool:
    return not right or User.objects.get(username=username).has_perm(right)


def reader(right: str) -> str:
    """Who of those who see the most holds a right."""
    return next(username for username in (BOSS, CHIEF, ADMIN, MANAGER) if may(username, right))


def heaviest(pages: Pages) -> int | None:
    """The record with the fullest panel; where none has any, the newest."""
    full = [
        one.model.objects.exclude(**{name: None}).values_list(name).annotate(rows=Count("pk")).order_by("-rows", name)
        for one, name in panels_of(pages.model)
    ]
    if tops := [top for rows in full if (top := rows.first())]:
        return max(tops, key=lambda top: top[1])[0]
    return pages.model.objects.order_by("-pk").values_list("pk", flat=True).first()


def asked_of(name: str) -> tuple[dict, str, str]:
    """What people typically filter an entity by, search for and sort by."""
    owner = User.objects.get(username=MANAGER).pk
    kind = DictItem.objects.filter(type="activity_kind").first().pk
    quarter = timezone.localdate() - timedelta(days=90)
    typical = {
        "customer": ({"level": 3, "owner": owner}, "医药", "-order_total"),
        "contact": ({"owner": owner}, "王芳", "customer"),
        "activity": ({"kind": kind, "at_after": quarter}, "第77", "customer"),
        "order": ({"status": "completed", "date_after": quarter}, "医药", "-total"),
        "loss": ({"status": "warned"}, "医药", "last_order_date"),
        "chance": ({"status": "developing", "assignee": owner}, "医药", "-expected_amount"),
        "planstep": ({"open": "true"}, "医药", "date"),
        "servicerequest": ({"status": "assigned", "priority": 4}, "医药", "due"),
        "work": ({"open_points": "true"}, "医药", "customer"),
        "product": ({"category": Category.objects.first().pk}, "P0012", "-price"),
        "stock": ({"warehouse": Warehouse.objects.first().pk}, "P0012", "quantity"),
    }
    return typical.get(name, ({}, "1", "name"))
