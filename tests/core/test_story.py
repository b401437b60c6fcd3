"""The timeline of a customer: everything one may read of what happened with it, by kind, further back (C3)."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from apps.core import actions, audit
from apps.core.models import Entry
from apps.customers.models import Contact
from apps.kit.timeline.story import PORTION
from apps.service.models import Work
from tests import make
from tests.test_queries import queries

pytestmark = pytest.mark.django_db
FRAGMENT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def customer(cast):
    """A customer of ann with whom something of every kind has happened, a chance that bob works on among it."""
    found = make.customer(owner=cast.ann)
    audit.log(found, "customers.customer.create", by=cast.ann)
    make.activity(found, cast.ann, title="登门拜访")
    actions.enter(Contact(customer=found, name="王芳"), by=cast.ann)
    audit.log(make.service(by=cast.ann, customer=found), "service.servicerequest.create", by=cast.ann)
    audit.log(
        make.developing(by=cast.bob, to=cast.bob, customer=found, title="保密"), "marketing.chance.create", by=None
    )
    return found


def kinds(answer) -> dict[str, int]:
    return {kind.name: kind.count for kind in answer.context["story"].kinds}


def test_it_tells_everything_one_may_read_and_counts_it_by_kind(cast, as_, customer):
    everything = {"chance": 1, "customer": 1, "contact": 1, "activity": 1, "servicerequest": 1}
    assert kinds(as_(cast.chief).get(customer.page("detail"))) == everything
    page = as_(cast.ann).get(customer.page("detail"))
    assert kinds(page) == {name: count for name, count in everything.items() if name != "chance"}
    assert "保密" not in page.content.decode()
    assert kinds(as_(cast.eng).get(customer.page("detail"))) == kinds(page)


def test_one_kind_is_asked_for_in_the_address_and_an_odd_place_is_the_beginning(cast, as_, customer):
    ann = as_(cast.ann)
    for page in (
        ann.get(f"{customer.page('detail')}?kind=activity"),
        ann.get(f"{customer.page('history')}?kind=activity"),
    ):
        story = page.context["story"]
        assert [entry.title for entry in story.entries] == ["登门拜访"]
        assert story.total == len(story.entries)
    for query in ("kind=%00", "before=x", "before=-1", "before=999999999999999999999"):
        assert len(ann.get(f"{customer.page('detail')}?{query}").context["story"].entries) == 4, query


def test_the_earlier_comes_in_portions_without_gap_or_double_under_its_days(cast, as_, customer):
    for number in range(2 * PORTION):
        audit.log(customer, "customers.customer.edit", by=cast.ann, note=f"Nr. {number}")
    with make.rewriting():
        Entry.objects.filter(note="Nr. 3").update(at=timezone.now() - timezone.timedelta(days=3))
    ann = as_(cast.ann)
    page = ann.get(customer.page("detail"))
    seen, days = [entry.pk for entry in page.context["story"].entries], page.content.decode().count('"story-day"')
    while earlier := page.context["story"].earlier:
        address = f"{customer.page('detail')}?before={earlier}"
        page = ann.get(address, **FRAGMENT, HTTP_HX_TARGET="story-earlier")
        assert "<html" not in page.content.decode()
        seen += [entry.pk for entry in page.context["story"].entries]
        days += page.content.decode().count('"story-day"')
    all_told = Entry.objects.filter(customer=customer).exclude(title="保密").order_by("-at", "-pk")
    assert seen == list(all_told.values_list("pk", flat=True))
    assert days == 2, "today, three days ago"
    whole = ann.get(f"{customer.page('detail')}?kind=customer", **FRAGMENT, HTTP_HX_TARGET="story").content.decode()
    assert re.findall(r'data-count="(\d+)"', whole) == ["25", "1", "1", "1"]


def test_a_dealing_stands_at_its_own_day_however_late_it_is_entered_or_put_right(cast, as_, customer):
    audit.log(customer, "customers.customer.edit", by=cast.ann)
    now = timezone.localtime()
    late = make.activity(customer, cast.ann, title="上周的拜访", at=now - timezone.timedelta(days=5))

    def told() -> list[tuple]:
        page = as_(cast.ann).get(customer.page("detail"))
        assert page.content.decode().count("补记于") == sum(1 for one in page.context["story"].entries if one.happened)
        days = page.context["story"].days
        return [((now.date() - day.date).days, entry.title) for day in days for entry in day.entries][-2:]

    assert told() == [(0, "华信贸易有限公司"), (5, "上周的拜访")]
    late.at = now - timezone.timedelta(days=7)
    actions.edit(late, by=cast.ann, fields=["at"])
    assert told() == [(0, "华信贸易有限公司"), (7, "上周的拜访")]
    late.at = timezone.now()
    actions.edit(late, by=cast.ann, fields=["at"])
    assert {days for days, _title in told()} == {0}


def test_a_long_story_asks_as_often_as_a_short_one(cast, as_, customer):
    client = as_(cast.chief)
    request = make.service(by=cast.ann, customer=customer)
    work = make.stored(Work(request=request, solution="更换电源"), by=cast.ann)
    audit.log(work, "service.work.create", by=cast.ann)
    address = customer.page("detail")
    queries(client, address)
    few = queries(client, address)
    kind = ContentType.objects.get_for_model(work)
    Entry.objects.bulk_create(
        Entry(kind=kind, object_id=work.pk, customer=customer, action="service.work.create", title=str(number), by=by)
        for number in range(40)
        for by in (cast.ann, cast.eng)
    )
    assert queries(client, address) <= few
