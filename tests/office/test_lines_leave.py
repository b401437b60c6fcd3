"""A line of my day offers the step that ends it: taken, the line leaves and the count goes down by one (Z1, S6)."""

import datetime

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from apps.auth.models import Right, Role, User
from apps.core.scope import Scope
from apps.customers.models import Activity, Loss
from apps.kit.agenda.sections import SECTIONS, TEAM
from apps.marketing.models import PlanStep
from apps.office.today.page import Agenda
from apps.service.models import ServiceRequest, Work
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOME = reverse("home")
EVERY = [(model, section) for model, sections in SECTIONS.items() for section in sections]
NAMES = [f"{model._meta.model_name}.{section.name}" for model, section in EVERY]


def given(cast) -> dict:
    """What each step offered on a line asks for; a new one is named here."""
    later = timezone.localdate() + datetime.timedelta(days=30)
    return {
        "marketing.chance.follow_up": {"title": "谈过了", "kind": make.item("activity_kind").pk},
        "marketing.chance.plan_next": {"todo": "寄样品", "date": later},
        "marketing.chance.assign": {"to": cast.ann.pk},
        "customers.customer.follow_up": {"title": "谈过了", "kind": make.item("activity_kind").pk},
        "customers.loss.delay": {"measure": "上门拜访"},
        "customers.loss.confirm_loss": {"reason": make.item("loss_reason").pk},
        "service.servicerequest.assign": {"to": cast.eng.pk},
        "service.servicerequest.record_work": {"solution": "换了电源", "at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"},
        "service.servicerequest.handle": {},
        "service.servicerequest.feed_back": {"satisfaction": 5, "result": "好了", "source": "phone"},
        "service.servicerequest.archive_unanswered": {},
        "service.servicerequest.urge": {"note": "客户等着"},
        "service.servicerequest.take": {},
    }


@pytest.fixture
def company(cast):
    """Of every section something for nearly everybody, among it what used to stay red."""
    for person in (cast.ann, cast.bob, cast.boss, cast.eng):
        fill(cast, person)
    everything = Role.objects.create(name="全部权限", **dict.fromkeys(SCOPES, Scope.ALL))
    everything.rights.set(Right.objects.all())
    cast.all = make.user("all")
    User.objects.filter(pk=cast.all.pk).update(role=everything)
    return cast


SCOPES = ("read_scope", "chance_scope", "report_scope", "write_scope")


def fill(cast, person):
    day = timezone.localdate() - datetime.timedelta(days=1)
    customer = make.customer(person, f"客户{person}", next_date=day, next_step="回访")
    ahead = timezone.now() + datetime.timedelta(days=3)
    make.stored(Activity(customer=customer, kind=make.item("activity_kind"), title="下周的会", at=ahead), by=person)
    make.stored(Loss(customer=customer, last_order_date=day))
    make.stored(PlanStep(chance=make.developing(person, person), date=day, todo="上门演示"), by=person)
    make.developing(person, person, title="没有下一步")
    make.chance(person)
    other = cast.bob if person != cast.bob else cast.ann
    for status, assignee in (
        ("new", None),
        ("assigned", person),
        ("assigned", other),
        ("handled", other),
        ("handled", person),
    ):
        for creator in (person, cast.boss):
            request = make.service(creator, customer, status=status, assignee=assignee)
            long_ago = timezone.now() - datetime.timedelta(days=20)
            done = {"responded_at": long_ago, "handled_at": long_ago} if status == "handled" else {}
            ServiceRequest.objects.filter(pk=request.pk).update(response_due=long_ago, resolution_due=long_ago, **done)
            if status == "handled":
                make.stored(Work(request=request, solution="检查"), by=assignee)


def lines_of(person, whose="") -> list:
    agenda = Agenda(User.objects.get(pk=person.pk), QueryDict(f"whose={whose}"))
    return [line for group in agenda.groups for line in group.lines]


def count_of(person, section) -> int:
    return Agenda(User.objects.get(pk=person.pk), QueryDict()).count(section)


PEOPLE = ("ann", "bob", "boss", "eng", "all")


@pytest.mark.parametrize("name", PEOPLE)
def test_the_steps_offered_end_the_line(as_, company, name):
    """Of every section that has something for this person."""
    person = company[name]
    for _model, section in EVERY:
        for line in [one for one in lines_of(person) if one.section is section][:1]:
            end(as_(person), company, person, line)


def end(client, company, person, line):
    """Take the steps in their order until the line has left: it has, and one less is counted."""
    before = count_of(person, line.section)
    assert line.steps, f"{line.mark} offers nothing"
    for step, url in line.steps:
        form = client.get(url).context["form"]
        shown = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
        answer = client.post(f"{url}{'&' if '?' in url else '?'}back=/", shown | given(company)[step.code])
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/"), step.code
        if line.key not in {one.key for one in lines_of(person) if one.section is line.section}:
            break
    assert count_of(person, line.section) == before - 1, line.mark


@pytest.mark.once
def test_every_section_has_a_line_here(company):
    found = {id(line.section) for name in PEOPLE for line in lines_of(company[name])}
    assert [title for title, (_model, one) in zip(NAMES, EVERY, strict=True) if id(one) not in found] == []


@pytest.mark.once
@pytest.mark.parametrize("name", ["admin", *PEOPLE, "chief"])
def test_a_line_offers_exactly_what_may_be_done_and_never_nothing(company, name):
    """Whatever the scopes of the role; the lines of the team too offer only what may be done with them."""
    for scope in Scope:
        Role.objects.filter(pk=company[name].role_id).update(write_scope=scope)
        person = User.objects.get(pk=company[name].pk)
        lines = {whose: lines_of(person, whose) for whose in ("", TEAM)}
        assert [line.mark for line in lines[""] if not line.steps] == []
        wrong = [line.mark for found in lines.values() for line in found if not agrees(person, line)]
        assert wrong == []


def agrees(person, line) -> bool:
    """Whether the steps on the line are those its record opens to this person."""
    models = {step.model for step in line.section.steps}
    keys = {model: line.key if model is line.section.model else line.whole for model in models}
    records = {model: model.objects.get(pk=key) for model, key in keys.items()}
    return [step for step, _url in line.steps] == [
        step for step in line.section.steps if step.open_to(person, records[step.model])
    ]


@pytest.mark.once
def test_without_one_right_nothing_waits_that_needs_it(company):
    role = Role.objects.get(name="全部权限")
    for right in sorted({step.right for _model, section in EVERY for step in section.steps}):
        role.rights.set(Right.objects.exclude(code=right))
        person = User.objects.get(pk=company.all.pk)
        assert [line.mark for line in lines_of(person) if not line.steps] == [], right


def test_a_section_is_of_who_may_take_its_first_step():
    assert [name for name, (_model, one) in zip(NAMES, EVERY, strict=True) if one.steps[0].right != one.right] == []
