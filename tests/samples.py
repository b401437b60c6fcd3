"""One record of ann and one of bob for every registered entity, in the state a page or step needs."""

import itertools

from django.utils import timezone

from apps.basedata.models import Category, Product, Stock, Warehouse
from apps.customers.models import Activity, Contact, Customer, DeliveryAddress, Duplicate, Loss, Order, Share
from apps.marketing.models import Chance, PlanStep
from apps.service.models import ServiceRequest, Work
from tests import make

RUNNING = itertools.count(1)


def customer(person):
    return make.customer(owner=person, name=f"{person.name}的客户")


def plan_step(person):
    chance = make.developing(by=person, to=person)
    return make.stored(PlanStep(chance=chance, date=timezone.localdate(), todo="登门演示"), by=person)


def activity(person):
    given = {"customer": customer(person), "kind": make.item("activity_kind"), "title": "电话回访"}
    return make.stored(Activity(**given), by=person)


def order(person):
    return make.stored(Order(customer=customer(person)), by=person)


def loss(person):
    return make.stored(Loss(customer=customer(person), last_order_date=timezone.localdate()))


def stock(person):
    return make.stock(make.product(number=f"S-{next(RUNNING)}"), 5, warehouse=f"仓库{next(RUNNING)}")


def service(person):
    return make.service(by=person, customer=customer(person))


def share(person):
    return make.stored(Share(customer=customer(person), to=make.user(f"colleague{next(RUNNING)}")), by=person)


def duplicate(person):
    return make.stored(Duplicate(first=customer(person), second=customer(person), kinds="n"), by=person)


SAMPLES = {
    Category: lambda person: make.stored(Category(name=f"类别{next(RUNNING)}")),
    Product: lambda person: make.product(number=f"S-{next(RUNNING)}"),
    Warehouse: lambda person: make.stored(Warehouse(name=f"仓库{next(RUNNING)}")),
    Stock: stock,
    Customer: customer,
    Contact: lambda person: make.contact(customer(person)),
    DeliveryAddress: lambda person: make.stored(DeliveryAddress(customer=customer(person), address="北门 3 号库")),
    Activity: activity,
    Order: order,
    Loss: loss,
    Share: share,
    Duplicate: duplicate,
    Chance: lambda person: make.chance(by=person),
    PlanStep: plan_step,
    ServiceRequest: service,
    Work: lambda person: make.stored(Work(request=service(person), solution="更换电源"), by=person),
}


def sample(model, person, step=None):
    """A record of this person; for a step, in a state the step starts from and assigned to the person."""
    record = SAMPLES[model](person)
    stored = {field.name for field in model._meta.fields}
    if step is not None and step.sources and "status" in stored:
        record.status = step.sources[0]
        if hasattr(record, "assignee") and record.status not in ("new", "unassigned"):
            record.assignee = person
        record.save()
    return record
