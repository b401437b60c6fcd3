"""What people save: each form is opened, taken as it is filled in, changed and sent; only sending is timed."""

import sys
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from statistics import median, quantiles

from django.core.cache import cache
from django.urls import reverse

from apps.basedata.models import DictItem
from apps.customers.models import Customer
from apps.marketing.models import Chance

TIMES = 12
HEAD = "| saved by its form | median | p95 |\n| --- | ---: | ---: |"


@dataclass(frozen=True)
class Saving:
    """A form and what is typed into it; `{n}` is another number each time."""

    name: str
    address: str
    typed: dict[str, str]


def savings() -> list[Saving]:
    customer, chance = Customer.objects.order_by("pk")[77], Chance.objects.order_by("pk").filter(status="unassigned")[7]
    region, kind, source = (
        DictItem.objects.filter(type=type).first().pk for type in ("region", "activity_kind", "source")
    )
    known = {"customer": customer.number}
    return [
        Saving("a new customer", reverse("customers:customer-create"), {"name": "新客户{n}公司", "region": region}),
        Saving("a customer changed", customer.page("edit"), {"phone": "021-5550{n}"}),
        Saving("a new dealing", reverse("customers:activity-create"), known | {"title": "回访{n}", "kind": kind}),
        Saving(
            "a new chance",
            reverse("marketing:chance-create"),
            {"title": "采购{n}", "customer_name": "新公司{n}", "source": source, "description": "询价"},
        ),
        Saving("a chance changed", chance.page("edit"), {"title": "采购手持终端{n}"}),
    ]


class Filled(HTMLParser):
    """What the main form of a page would send as it is."""

    def __init__(self, page: str):
        super().__init__()
        self.given, self.select, self.area = {}, "", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        name, value = held.get("name") or "", held.get("value") or ""
        if tag == "input" and name and (held.get("type") not in ("checkbox", "radio", "submit") or "checked" in held):
            self.given[name] = value
        elif tag in ("select", "textarea"):
            self.select, self.area = (name, "") if tag == "select" else ("", name)
            self.given[name] = ""
        elif tag == "option" and self.select and "selected" in held:
            self.given[self.select] = value

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self.select = self.area = ""

    def handle_data(self, data):
        if self.area:
            self.given[self.area] += data.strip()


def table(client) -> str:
    """Median and 95th percentile of sending each form, in milliseconds."""
    lines, first = [HEAD], time.time_ns() % 10**7
    for one in savings():
        took = sorted(saved(client, one, n) for n in range(first, first + TIMES))
        lines.append(f"| {one.name} | {median(took):.0f} | {quantiles(took, n=20, method='inclusive')[-1]:.0f} |")
    return "\n".join(lines)


def saved(client, one: Saving, n: int) -> float:
    given = Filled(client.get(one.address, secure=True).content.decode()).given
    typed = {name: str(text).format(n=n) for name, text in one.typed.items()}
    cache.clear()
    began = time.perf_counter()
    answer = client.post(one.address, given | typed, secure=True)
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != 302:
        sys.exit(f"{answer.status_code} for {one.name}")
    return took
