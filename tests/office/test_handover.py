"""Everything open of one person goes to colleagues in one action: split, told once, undone as one (C6, O3)."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.core.models import Batch, Entry, Notification
from apps.customers.models import Customer
from apps.marketing.models import Chance, PlanStep
from apps.office.handover import views
from apps.service.models import ServiceRequest, Work
from tests import make

pytestmark = pytest.mark.django_db


class Company:
    """What ann has: two customers in two regions, a chance and a request of the first, a chance without a customer."""

    def __init__(self, cast):
        regions = [make.item("region", value) for value in ("华北", "华东")]
        self.cara = make.user("cara", "客户经理", cast.ann.department)
        self.dave = make.user("dave", "客户经理", cast.ann.department)
        self.north = make.customer(owner=cast.ann, name="北方钢铁", region=regions[0], order_total=9)
        self.east = make.customer(owner=cast.ann, name="东方纺织", region=regions[1], order_total=5)
        self.foreign = make.customer(owner=cast.bob, name="别人的客户", region=regions[0])
        self.chance = make.developing(by=cast.boss, to=cast.ann, title="扩建", customer=self.north)
        self.fresh = make.developing(by=cast.ann, to=cast.ann, title="新客户", customer_name="未来科技")
        self.won = make.chance(by=cast.ann, title="已成功", status="won", assignee=cast.ann, customer=self.east)
        self.request = make.service(by=cast.ann, customer=self.north, assignee=cast.ann, status="handled")
        make.stored(Work(request=self.request, solution="更换电源"), by=cast.ann)
        step = PlanStep(chance=self.chance, date=timezone.localdate(), todo="登门演示")
        self.step = make.stored(step, by=cast.ann)
        self.regions = regions


@pytest.fixture
def company(cast):
    return Company(cast)


@pytest.fixture
def hand(cast, as_):
    """Show the split a rule makes and hand over: `hand("one", to=[…])`; by hand `mark=person`."""

    def send(rule, to=(), places=None, by=None, **chosen):
        client = as_(by or cast.boss)
        address = f"/office/handover/{cast.ann.pk}/"
        asked = {"rule": rule, "to": [one.pk for one in to]} | {name: one.pk for name, one in (places or {}).items()}
        shown = client.get(address, asked)
        form = {"reason": "离职"} | shown.context["keys"] | {name: one and one.pk or "" for name, one in chosen.items()}
        return client.post(f"{address}?{shown.wsgi_request.GET.urlencode()}", form, follow=True)

    return send


def holders() -> dict:
    """Who holds each open record now, by its name."""
    rows = [*Customer.objects.all(), *Chance.objects.all(), *ServiceRequest.objects.all()]
    return {str(one): (one.owner if isinstance(one, Customer) else one.assignee).name for one in rows}


def test_the_preview_counts_exactly_what_is_open(cast, as_, company):
    page = as_(cast.boss).get(f"/office/handover/{cast.ann.pk}/")
    assert [count for _label, count, _others in page.context["counts"]] == [2, 2, 1, 1]
    [(person, counts)] = as_(cast.boss).get("/office/handover/").context["lines"]
    assert (person, [count for _label, count in counts]) == (cast.ann, [2, 2, 1])


def test_many_people_come_in_pages_and_one_is_found_by_name(cast, as_, company):
    for place in range(views.PER_PAGE):
        make.customer(
            owner=make.user(f"many-{place}", "客户经理", cast.ann.department, name=f"同事{place:02d}"),
            name=f"客户{place}",
        )
    boss = as_(cast.boss)
    pages = [boss.get("/office/handover/", {"page": number}).context["lines"] for number in (1, 2)]
    found = [person for lines in pages for person, _counts in lines]
    assert [len(lines) for lines in pages] == [views.PER_PAGE, 1]
    assert len(found) == len(set(found))
    assert cast.ann in found
    [(person, counts)] = boss.get("/office/handover/", {"q": "事07"}).context["lines"]
    assert (person.name, [count for _label, count in counts]) == ("同事07", [1, 0, 0])
    assert "没有名叫“无此人”" in boss.get("/office/handover/", {"q": "无此人"}).content.decode()


def test_all_goes_to_one_and_stages_and_authors_stay(cast, company, hand):
    hand("one", [company.cara])
    now = holders()
    assert {now[name] for name in ("北方钢铁", "东方纺织", "扩建", "新客户", str(company.request))} == {"Cara"}
    assert (now["已成功"], now["别人的客户"]) == ("Ann", "Bob")
    company.chance.refresh_from_db()
    company.request.refresh_from_db()
    company.step.refresh_from_db()
    assert (company.chance.status, company.chance.created_by) == ("developing", cast.boss)
    assert (company.request.status, company.request.created_by) == ("handled", cast.ann)
    assert company.step.created_by == cast.ann
    assert (
        Entry.objects.get(action="marketing.chance.reassign", object_id=company.chance.pk).note == "Ann → Cara · 离职"
    )


def test_each_receiver_is_told_once_and_finds_the_sheet(cast, as_, company, hand):
    hand("evenly", [company.cara, company.dave])
    counts = dict(Notification.objects.values_list("to__name", "count"))
    assert set(counts) == {"Ann", "Cara", "Dave"}
    assert counts["Ann"] == counts["Cara"] + counts["Dave"] == 5
    message = Notification.objects.get(to=company.cara)
    sheet = as_(company.cara).post(f"/account/messages/{message.pk}/", follow=True)
    [share] = [one for one in sheet.context["shares"] if one.person == company.cara]
    assert share.count == counts["Cara"]


def test_evenly_gives_each_as_many_and_keeps_together_what_belongs_together(cast, company, hand):
    hand("evenly", [company.cara, company.dave])
    now = holders()
    assert now["扩建"] == now[str(company.request)] == now["北方钢铁"]
    mine = Customer.objects.exclude(owner=cast.bob)
    assert Counter(mine.values_list("owner__name", flat=True)) == {"Cara": 1, "Dave": 1}


def test_by_region_each_goes_where_its_customer_is(company, hand):
    north = f"region_{company.regions[0].pk}"
    hand("region", places={north: company.cara, "rest": company.dave})
    now = holders()
    assert [now[name] for name in ("北方钢铁", "扩建", "东方纺织", "新客户")] == ["Cara", "Cara", "Dave", "Dave"]


def test_by_hand_what_is_not_chosen_stays(company, hand):
    hand("hand", **{f"customer-{company.north.pk}": company.cara})
    now = holders()
    assert [now[name] for name in ("北方钢铁", "东方纺织", "扩建")] == ["Cara", "Ann", "Ann"]


def test_a_choice_by_hand_overrides_the_rule(company, hand):
    hand("one", [company.cara], **{f"chance-{company.chance.pk}": company.dave, f"customer-{company.east.pk}": None})
    now = holders()
    assert [now[name] for name in ("北方钢铁", "东方纺织", "扩建")] == ["Cara", "Ann", "Dave"]


def test_what_has_ended_or_moved_meanwhile_stays_with_the_reason(cast, as_, company):
    client, address = as_(cast.boss), f"/office/handover/{cast.ann.pk}/?rule=one&to={company.cara.pk}"
    form = client.get(address).context["keys"]
    Chance.objects.filter(pk=company.chance.pk).update(status="lost")
    Customer.objects.filter(pk=company.east.pk).update(owner=company.dave)
    refused = client.post(address, form, follow=True).context["refused"]
    assert {name for name, _address, _reason in refused} == {"扩建", "东方纺织"}
    assert "Dave" in next(reason for name, _address, reason in refused if name == "东方纺织")
    assert holders()["东方纺织"] == "Dave"


def test_for_a_week_it_is_undone_in_one_click(cast, as_, company, hand):
    before = holders()
    hand("evenly", [company.cara, company.dave])
    batch = Batch.objects.get()
    assert timedelta(days=6) < batch.undo_until - timezone.now() <= timedelta(days=7)
    as_(cast.boss).post(batch.undo_url())
    assert holders() == before


def test_one_who_may_not_have_it_does_not_get_it(cast, company, hand):
    answer = hand("one", [cast.eng])
    assert holders()["北方钢铁"] == "Ann"
    assert holders()[str(company.request)] == "Eng"
    assert len(answer.context["refused"]) == 4


def test_only_what_one_may_change_is_handed_over(cast, as_, company):
    far = make.user("far", "销售主管", cast.bob.department)
    assert as_(far).get(f"/office/handover/{cast.ann.pk}/").context["total"] == 0
    form = {"customer": str(company.north.pk), "chance": "", "servicerequest": ""}
    as_(far).post(f"/office/handover/{cast.ann.pk}/?rule=one&to={cast.bob.pk}", form)
    assert holders()["北方钢铁"] == "Ann"


@pytest.mark.parametrize("name", ["ann", "eng", "chief", "admin", "stranger"])
def test_only_supervisors_hand_over(cast, as_, company, name):
    client = as_(cast[name])
    assert client.get("/office/handover/").status_code == 403
    assert client.post(f"/office/handover/{cast.ann.pk}/?rule=one&to={company.cara.pk}").status_code == 403


@pytest.mark.parametrize("query", ["rule=one", "rule=evenly", "rule=region", "rule=x", "rule=one&to=x"])
def test_a_rule_without_people_says_what_is_missing(cast, as_, company, query):
    client, address = as_(cast.boss), f"/office/handover/{cast.ann.pk}/?{query}"
    assert client.get(address).context["form"].errors
    assert client.post(address, {"customer": str(company.north.pk)}).status_code == 422
    assert holders()["北方钢铁"] == "Ann"


def test_too_many_at_once_is_said(cast, as_, company, monkeypatch):
    monkeypatch.setattr(views, "LIMIT", 4)
    page = as_(cast.boss).get(f"/office/handover/{cast.ann.pk}/?rule=one&to={company.cara.pk}")
    assert (page.context["limit"], page.context["parts"]) == (4, None)
