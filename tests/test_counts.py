"""Every count on every page is the count of the list it opens; this walks them all.

A count is a link with `data-count`; the page it opens says how much it has in `data-total`, or is empty.
"""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core import audit
from apps.core.models import Record
from apps.customers.models import Customer
from tests import make
from tests.access import REPORTS
from tests.reports.company import found as company_of
from tests.samples import sample
from tests.test_every_page import registered

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LINK = re.compile(r"<a\b[^>]*\bdata-count=[^>]*>")
WALKED = ("list", "board")


@pytest.fixture
def company(cast):
    """Records of ann and bob in every state a step starts from, and what the reports are about."""
    company_of(cast)
    for one in registered():
        if one.step or one.page.role == "list":
            for person in (cast.ann, cast.bob):
                sample(one.pages.model, person, one.step)
    long_ago = timezone.now() - timedelta(days=200)
    idle = make.chance(by=cast.ann, title="无人跟进", created_at=long_ago)
    type(idle).objects.filter(pk=idle.pk).update(moved_at=long_ago)
    big = Customer.objects.order_by("pk").first()
    for number in range(10):
        make.activity(big, cast.ann, title=f"拜访{number}")
        make.contact(big, f"联系人{number}")
    audit.log(big, "customers.customer.edit", by=cast.bob, tell=[cast.ann, cast.boss])


def pages(person):
    """Every page that may show a count: home, lists, boards, reports, and two records of every entity."""
    yield from ("/", "/?whose=team", reverse("accounts:messages"), reverse("bins"))
    yield from (f"{reverse(f'reports:{key}')}?period=2025" for key in REPORTS)
    for one in registered():
        rows = one.pages.model.objects.visible_to(person)
        if one.page.role in WALKED:
            yield reverse(one.url_name)
        elif one.page.role in ("detail", "history") and issubclass(one.pages.model, Record):
            ends = rows.order_by("pk").first(), rows.order_by("pk").last()
            yield from (reverse(one.url_name, args=[record.pk]) for record in filter(None, ends))


def counts_on(client, address: str) -> dict[str, int]:
    """The lists a page opens and how many rows it promises of each."""
    answer = client.get(address)
    found = {}
    for link in LINK.findall(answer.content.decode()) if answer.status_code == 200 else ():
        given = dict(re.findall(r'(href|data-count)="([^"]*)"', link))
        found[urljoin(address, unescape(given["href"]))] = int(given["data-count"])
    return found


def total_of(client, address: str) -> int:
    """How much there is where a count leads."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    said = re.search(r'data-total="(\d+)"', answer.content.decode())
    return int(said[1]) if said else 0


@pytest.mark.parametrize("name", ["boss", "ann"])
def test_every_count_is_that_of_the_list_it_opens(cast, as_, company, name):
    client, walked = as_(cast[name]), {}
    for address in pages(cast[name]):
        for there, count in counts_on(client, address).items():
            walked.setdefault((there, count), address)
    wrong = [
        f"{address} says {count}, but {there} has {total}"
        for (there, count), address in walked.items()
        if (total := total_of(client, there)) != count
    ]
    assert wrong == []
    expected = ("todo=", "unread=1", "kind=", "?customer=", "status=", "idle=true", "date_after=2025")
    assert [part for part in expected if not any(part in there for there, _count in walked)] == []
