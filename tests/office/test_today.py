"""今日工作台: what waits, for whom, how urgently; every count is that of the list it opens (Z1)."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.auth.models import User
from apps.core import audit
from apps.core.models import Notification
from apps.customers.models import Customer, Loss
from apps.kit.agenda.sections import DEPARTMENT, SECTIONS, TEAM
from apps.marketing.models import Chance, PlanStep
from apps.service.models import ServiceRequest
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOME = reverse("home")
DAYS = (-3, 0, 2, 30)


def in_days(count: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=count)


@pytest.fixture
def company(cast):
    """For ann and for bob something of every section and every urgency."""
    for person, boss in ((cast.ann, cast.boss), (cast.bob, None)):
        for day in DAYS:
            customer = make.customer(person, f"客户{person}{day}", next_date=in_days(day), next_step="签约")
            chance = make.developing(boss or person, person)
            make.stored(PlanStep(chance=chance, date=in_days(day), todo="上门演示"), by=person)
            for status, assignee in (
                ("new", None),
                ("assigned", person),
                ("assigned", cast.eng),
                ("handled", cast.eng),
            ):
                due = timezone.now() + datetime.timedelta(days=day, minutes=-1 if day <= 0 else 1)
                given = {"status": status, "assignee": assignee, "handled_at": None if status != "handled" else due}
                made = make.service(person, customer, **given)
                ServiceRequest.objects.filter(pk=made.pk).update(response_due=due, resolution_due=due)
        make.stored(Loss(customer=customer, last_order_date=in_days(-200)))
        make.developing(boss or person, person, title="没有下一步")
        make.chance(person)
    return cast


def agenda(client, whose=""):
    return client.get(HOME, {"whose": whose} if whose else {}).context["agenda"]


def counted(client, whose=""):
    """The counts by section, in the order of urgency."""
    page = agenda(client, whose)
    return {
        f"{one.model._meta.model_name}.{one.name}": [page.count(one, soon) for soon in page.urgencies]
        for one in page.sections
    }


def test_what_waits_is_counted_by_section_and_urgency(as_, company):
    assert counted(as_(company.ann)) == {
        "planstep.step": [1, 1, 1, 0],
        "chance.adrift": [0, 0, 0, 1],
        "customer.contact": [1, 1, 1, 0],
        "loss.act": [0, 0, 0, 1],
        "servicerequest.handle": [2, 0, 1, 1],
        "servicerequest.ask": [2, 0, 1, 1],
        "servicerequest.promise": [4, 0, 0, 0],
    }


@pytest.mark.parametrize(
    ("name", "whose"),
    [("ann", ""), ("boss", ""), ("boss", TEAM), ("boss", "ann"), ("boss", "department"), ("eng", ""), ("chief", "")],
)
def test_every_count_is_that_of_the_list_it_opens(as_, company, name, whose):
    audit.log(make.customer(company.ann), "customers.customer.edit", by=company.bob, tell=[company.ann, company.boss])
    client = as_(company[name])
    names = {"ann": str(company.ann.pk), "department": f"{DEPARTMENT}{company.ann.department_id}"}
    whose = names.get(whose, whose)
    page = client.get(HOME, {"whose": whose} if whose else {}).content.decode()
    links = set(re.findall(r'href="([^"]+)" data-count="(\d+)"', page))
    assert len(links) >= (5 if name != "eng" else 2)
    wrong = []
    for url, count in links:
        shown = client.get(url.replace("&amp;", "&")).context
        if "agenda" in shown:
            total = shown["agenda"].total
        else:
            total = (shown["table"].page if "table" in shown else shown["page"]).paginator.count
        if total != int(count):
            wrong.append(f"{url}: {count}, but the list has {total}")
    assert wrong == []


def test_a_supervisor_sees_who_has_how_much_to_do(as_, company):
    page = agenda(as_(company.boss), TEAM)
    heads = {head.who: head.counts for head in page.heads}
    assert heads["Ann"][:2] == [6, 2]
    assert "Bob" not in heads
    assert page.total == sum(map(sum, heads.values()))
    one = agenda(as_(company.boss), str(company.ann.pk))
    assert one.total == sum(heads["Ann"])
    assert {line.who for group in one.groups for line in group.lines} == {"Ann"}


class TestLargeTeam:
    """Where a team is too large to be read as one, a department of it is chosen first."""

    @pytest.fixture(autouse=True)
    def large(self, company, monkeypatch):
        monkeypatch.setattr("apps.office.today.team.FEW_PEOPLE", 1)
        self.below = make.department("东区一部", company.boss.department)
        User.objects.filter(pk=company.ann.pk).update(department=self.below)

    def test_its_departments_and_who_is_in_none_are_offered(self, as_, company):
        page = agenda(as_(company.boss), TEAM)
        assert [(part.name, part.people) for part in page.parts][0] == ("东区一部", 1)
        assert company.boss.name in {part.name for part in page.parts}
        assert (page.total, page.figures, page.heads) == (0, [], [])
        assert "团队人数较多" in as_(company.boss).get(HOME, {"whose": TEAM}).content.decode()
        assert "团队人数较多" not in as_(company.ann).get(HOME, {"whose": TEAM}).content.decode()

    def test_a_department_has_what_its_people_have(self, as_, company):
        client, whose = as_(company.boss), f"{DEPARTMENT}{self.below.pk}"
        page = agenda(client, whose)
        assert page.total == agenda(client, str(company.ann.pk)).total > 0
        assert {head.who for head in page.heads} == {"Ann"}
        assert "东区一部 ·" in client.get(HOME, {"whose": whose}).content.decode()

    def test_a_department_out_of_reach_has_nothing(self, as_, company):
        assert agenda(as_(company.boss), f"{DEPARTMENT}{company.bob.department_id}").total == 0
        assert agenda(as_(company.boss), f"{DEPARTMENT}999999").total == 0


@pytest.mark.parametrize("whose", ["boss", f"{DEPARTMENT}1", f"{DEPARTMENT}x", "x" * 30, "9" * 30])
def test_who_leads_nobody_is_told_so_where_an_address_names_somebody_else(as_, company, whose):
    client = as_(company.ann)
    whose = str(company.boss.pk) if whose == "boss" else whose
    assert counted(client, whose) == {}
    assert agenda(client, whose).unclear


def test_the_team_of_who_leads_nobody_is_that_person_alone(as_, company):
    client = as_(company.ann)
    assert counted(client, TEAM) == counted(client)
    assert "whose=team" not in client.get(HOME).content.decode()


@pytest.mark.parametrize(("name", "whose"), [("ann", ""), ("boss", ""), ("boss", TEAM), ("eng", "")])
def test_every_line_and_button_leads_somewhere(as_, company, name, whose):
    client = as_(company[name])
    lines = [line for group in agenda(client, whose).groups for line in group.lines]
    assert lines
    urls = {line.url for line in lines} | {line.hand_on_url for line in lines} | {line.postpone_url for line in lines}
    urls |= {url for line in lines for _step, url in line.steps}
    assert {url: client.get(url).status_code for url in urls if url and client.get(url).status_code != 200} == {}


def test_a_line_leaves_when_it_is_done_here(as_, company):
    client = as_(company.ann)
    before = agenda(client)
    line = next(line for group in before.groups for line in group.lines if line.section.name == "contact")
    url = line.steps[0][1]
    answer = client.post(f"{url}?back=/", {"title": "签约了", "kind": make.item("activity_kind").pk})
    assert (answer.status_code, answer.url) == (302, "/")
    assert agenda(client).total == before.total - 1
    step = next(line for group in before.groups for line in group.lines if line.section.name == "step")
    answer = client.post(f"{step.postpone_url}?back=/", {"to": in_days(30)}, headers={"HX-Request": "true"})
    assert (answer.status_code, '"path": "/"' in answer.headers["HX-Location"]) == (204, True)
    assert agenda(client).total == before.total - 2


def test_a_step_is_taken_from_the_line_it_is_about(as_, company):
    client = as_(company.ann)
    lines = [line for group in agenda(client).groups for line in group.lines if line.section.name == "step"]
    for line in lines:
        form = client.get(line.steps[0][1]).context["form"]
        assert form["closes"].value() == line.key


def test_what_is_new_is_shown_until_it_is_read(as_, cast):
    audit.log(make.customer(cast.ann), "customers.customer.edit", by=cast.boss, tell=[cast.ann])
    assert len(as_(cast.ann).get(HOME).context["news"]) == 1
    Notification.objects.update(read_at=timezone.now())
    assert as_(cast.ann).get(HOME).context["news"] == []


def test_an_empty_installation_says_what_to_do_first(as_, cast):
    labels = {
        name: [one.url_name for one in as_(cast[name]).get(HOME).context["beginnings"]] for name in ("ann", "admin")
    }
    assert labels["ann"][:2] == ["customers:customer-create", "marketing:chance-create"]
    assert labels["admin"][0] == "admin:accounts_user_add"
    for name in labels:
        for one in as_(cast[name]).get(HOME).context["beginnings"]:
            assert as_(cast[name]).get(one.url).status_code == 200
    make.customer(cast.bob)
    assert as_(cast.ann).get(HOME).context["beginnings"] == []


def test_each_role_gets_the_page_it_needs(as_, company):
    page = as_(company.chief).get(HOME)
    assert [look.count for look in page.context["looks"]] == [0, 8, 10, 16, 2]
    reports = [reverse(f"reports:{key}") for key in ("orders", "composition", "forecast", "service", "loss")]
    assert [f"{report}?period=this-month" in page.content.decode() for report in reports] == [True] * 5
    for look in page.context["looks"]:
        assert as_(company.chief).get(look.url).context["table"].paginator.count == look.count
    admin = as_(company.admin).get(HOME).content.decode()
    assert reverse("admin:index") in admin.split('class="today-links"')[1]
    assert as_(company.stranger).get(HOME).templates[0].name == "empty.html"


@pytest.mark.once
@pytest.mark.parametrize(("name", "whose"), [("ann", ""), ("boss", TEAM), ("chief", ""), ("admin", "")])
def test_it_asks_at_most_12_times_however_much_there_is(as_, company, name, whose):
    client, asked = as_(company[name]), []
    for _round in range(2):
        agenda(client, whose)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HOME, {"whose": whose}).status_code == 200
        asked.append(len(queries))
        chance = Chance.objects.filter(assignee=company.ann).first()
        PlanStep.objects.bulk_create(PlanStep(chance=chance, date=in_days(-1), todo="催款") for _one in range(500))
        Customer.objects.update(next_date=in_days(0))
    assert asked[0] == asked[1] <= 12


def test_every_section_names_what_there_is(cast):
    for model, sections in SECTIONS.items():
        assert len({one.name for one in sections}) == len(sections)
        for one in sections:
            assert {step.model for step in one.steps} <= {
                model,
                *([model._meta.get_field(one.whole).related_model] if one.whole else []),
            }
            assert one.of(cast.boss, TEAM).model is model
