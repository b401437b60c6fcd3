"""What somebody wants on paper when they go to see a customer, cut to one page; all of it what they may read."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, Sum
from django.utils import timezone

from apps.customers.models import Activity, Contact, Customer, Order
from apps.marketing.models import Chance, PlanStep
from apps.service.models import ServiceRequest, Work

CONTACTS, CHANCES, PROMISES, REQUESTS, DEALINGS, ORDERS = 4, 4, 6, 4, 4, 4  # what fits on one page of A4


@dataclass(frozen=True)
class Promise:
    """Something the customer was told would happen."""

    text: str
    day: datetime.date | None
    about: str


@dataclass(frozen=True)
class Part:
    """The first rows of something and how many there are."""

    rows: list
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


class Sheet:
    """A visit sheet (拜访单): who and where, what is open, what was promised, what happened last (C3, O2)."""

    def __init__(self, customer: Customer, user):
        self.customer, self.user = customer, user

    def of(self, model):
        """The rows of an entity that belong to the customer, as far as this person may read them (P4)."""
        return model.objects.filter(customer=self.customer).visible_to(self.user)

    @cached_property
    def contacts(self) -> Part:
        return first(self.of(Contact), CONTACTS)

    @cached_property
    def open_chances(self):
        return self.of(Chance).open()

    @cached_property
    def chances(self) -> Part:
        rows = self.open_chances.select_related("assignee")
        return first(rows.order_by("expected_close", "pk"), CHANCES)

    @cached_property
    def open_requests(self):
        return self.of(ServiceRequest).exclude(status=ServiceRequest.Status.ARCHIVED)

    @cached_property
    def requests(self) -> Part:
        return first(self.open_requests.select_related("assignee", "type"), REQUESTS)

    @cached_property
    def promises(self) -> Part:
        """What is planned with the customer, to do in its chances and left open by its services, the next first."""
        steps = PlanStep.objects.open().visible_to(self.user).filter(chance__in=self.open_chances)
        works = Work.objects.visible_to(self.user).filter(request__in=self.open_requests).exclude(open_points="")
        customer = self.customer
        found = [Promise(customer.next_step, customer.next_date, "")] if customer.next_step else []
        found += [Promise(step.todo, step.due, str(step.chance)) for step in steps.select_related("chance")]
        found += [Promise(work.open_points, None, str(work.request)) for work in works.select_related("request")]
        found.sort(key=lambda promise: (promise.day is None, promise.day))
        return Part(found[:PROMISES], len(found))

    @cached_property
    def dealings(self) -> Part:
        return first(self.of(Activity).select_related("kind", "contact", "created_by"), DEALINGS)

    @cached_property
    def orders(self) -> Part:
        return first(self.of(Order), ORDERS)

    @cached_property
    def sums(self) -> dict:
        """How many orders count and what they come to, ever and in the last twelve months."""
        lately = Q(date__gt=timezone.localdate() - datetime.timedelta(days=365))
        sold = self.of(Order).sold().order_by()
        return sold.aggregate(count=Count("pk"), amount=Sum("total"), lately=Sum("total", filter=lately))


def first(rows, most: int) -> Part:
    """The first rows, and how many there are of them."""
    return Part(list(rows[:most]), rows.count())
