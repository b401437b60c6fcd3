"""Dealings with a customer and what comes next: at most one next contact is planned at a time (C3, Z2)."""

import datetime
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.auth.models import User
from apps.basedata.models import DictItem
from apps.core import actions, audit
from apps.core.flow import Outcome, event, keep, lock, step
from apps.core.scope import anyone
from apps.customers import rights
from apps.customers.models import Activity, Customer

FOLLOWED_UP = event(Activity, "follow_up", _("Followed up"), told=_("%(who)s followed up: “%(what)s”. %(note)s"))


@step(Customer, _("Follow up"), right=rights.ADD_ACTIVITY, who=anyone, icon="message-circle")
def follow_up(
    customer: Customer,
    *,
    by: User,
    kind: DictItem,
    title: str,
    detail: str = "",
    next_step: str = "",
    next_date: datetime.date | None = None,
):
    """Record what happened with the customer and plan the next contact; the one planned until now is done (Z2)."""
    given = {"title": title, "detail": detail, "next_step": next_step, "next_date": next_date}
    activity = Activity(customer=customer, kind=kind, **given)
    plan(activity, customer, by)
    return Outcome(entry=write(activity, by=by))


@step(Customer, _("Plan next contact"), right=rights.ADD_ACTIVITY, icon="calendar-event", undoable=True)
def plan_contact(customer: Customer, *, by: User, to: datetime.date, next_step: str = ""):
    """Say anew when the customer is contacted next, and about what, without a dealing (Z1, Z2)."""
    customer.next_date, customer.next_step = to, next_step


@transaction.atomic
def add(activity: Activity, *, by: User) -> Activity:
    """Store a dealing, also a late one; the newest says when the customer is contacted next (C3, Z2)."""
    customer = lock(activity.customer)
    before = audit.snapshot(customer)
    actions.create(activity, by=by)
    plan_from(activity, customer, by)
    keep(customer, before)
    return activity


@transaction.atomic
def edit(activity: Activity, *, by: User, fields: Collection[str], version: int | None = None) -> Activity:
    """Change a dealing; a next contact that came from it moves along (C3, Z2)."""
    planned = Activity.objects.values_list("next_date", "next_step").get(pk=activity.pk)
    edited = actions.edit(activity, by=by, fields=fields, version=version)
    customer = lock(edited.customer)
    if (customer.next_date, customer.next_step) == planned:
        before = audit.snapshot(customer)
        customer.next_date, customer.next_step = edited.next_date, edited.next_step
        keep(customer, before)
    return edited


def write(activity: Activity, *, by: User):
    """Store a dealing as part of a step that has checked who may take it; the entry that tells of it (C3, Z2)."""
    activity.created_by = by
    activity.save(force_insert=True)
    return audit.log(activity, FOLLOWED_UP, by=by, note=activity.outcome(), tell=[activity.customer.owner])


def plan_from(activity: Activity, customer: Customer, by: User) -> None:
    """The newest dealing says what comes next (Z2)."""
    if not customer.activities.filter(at__gt=activity.at).exists():
        plan(activity, customer, by)


def plan(activity: Activity, customer: Customer, by: User) -> None:
    """What a dealing says comes next; who does not look after the customer undoes nobody's plan (Z2)."""
    looks_after = Customer.objects.filter(pk=customer.pk).workable_by(by).exists()
    if looks_after or customer.next_date is None:
        customer.next_date, customer.next_step = activity.next_date, activity.next_step


def plan_from_import(activities: Iterable[Activity]) -> None:
    """Of dealings from a file only a next contact that is still ahead is planned, of the newest of a customer (Z2)."""
    ahead = {one.customer_id: one for one in activities if one.next_date and one.next_date >= timezone.localdate()}
    rows = Activity.objects.filter(customer__in=ahead).order_by()
    newest = dict(rows.values_list("customer").annotate(last=Max("at")))
    customers = [one for one in Customer.objects.filter(pk__in=ahead) if newest[one.pk] == ahead[one.pk].at]
    for customer in customers:
        planned = ahead[customer.pk]
        customer.next_date, customer.next_step = planned.next_date, planned.next_step
    Customer.objects.bulk_update(customers, ["next_date", "next_step"], batch_size=200)
