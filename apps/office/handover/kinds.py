"""What can be handed over: each kind of record that is somebody's while it is open, and the step that gives it on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, QuerySet

from apps.auth.models import User
from apps.core.flow import Step
from apps.core.models import Record
from apps.customers.actions.customer import hand_over
from apps.customers.models import Customer
from apps.customers.rights import CHANGE_CUSTOMER
from apps.marketing.actions import reassign as reassign_chance
from apps.marketing.models import Chance, PlanStep
from apps.marketing.rights import DEVELOP_CHANCE
from apps.service.actions import reassign as reassign_request
from apps.service.models import ServiceRequest
from apps.service.rights import HANDLE_SERVICE


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of record: which field says whose it is, which are open, and what it takes to get one."""

    model: type[Record]
    holder: str
    step: Step
    needs: str
    open: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.model._meta.model_name

    @property
    def label(self):
        return self.model._meta.verbose_name_plural

    def rows(self, by: User) -> QuerySet:
        """The open records this person may hand over (C6, P4)."""
        if not by.has_perm(self.step.right):
            return self.model.objects.none()
        return self.step.who(self.model.objects.filter(**self.open), by)

    def seen(self, person: User, by: User) -> QuerySet:
        """Everything open of a person that `by` may read, also what is not theirs to hand over (P4)."""
        return self.model.objects.filter(**self.open, **{self.holder: person}).visible_to(by)


STATUS = ServiceRequest.Status
KINDS = (  # in the order in which they are locked: what refers to a customer before the customers
    Kind(Chance, "assignee", reassign_chance.step, DEVELOP_CHANCE, {"status": Chance.Status.DEVELOPING}),
    Kind(
        ServiceRequest,
        "assignee",
        reassign_request.step,
        HANDLE_SERVICE,
        {"status__in": [STATUS.ASSIGNED, STATUS.HANDLED]},
    ),
    Kind(Customer, "owner", hand_over.step, CHANGE_CUSTOMER),
)


@dataclass(frozen=True)
class Item:
    """One record to be handed over, with the customer it belongs with."""

    kind: Kind
    record: Record
    customer: Customer | None

    @property
    def mark(self) -> str:
        """What the form calls it."""
        return f"{self.kind.name}-{self.record.pk}"


def items(person: User, by: User, keys: dict[str, list[int]] | None = None) -> list[Item]:
    """Everything open of a person that `by` may hand over; with keys exactly the records they name (C6)."""
    found = []
    for kind in KINDS:
        rows = kind.rows(by).filter(**{kind.holder: person})
        if keys is not None:
            rows = kind.model.objects.visible_to(by).filter(pk__in=keys[kind.name])
        whole = () if kind.model is Customer else ("customer__region",)
        records = rows.select_related(kind.holder, *whole).order_by("pk")
        found += [Item(kind, one, one if kind.model is Customer else one.customer) for one in records]
    return found


def steps_along(chances: Iterable[int]) -> dict[int, int]:
    """How many open plan steps go along with each of these chances."""
    rows = PlanStep.objects.filter(chance__in=chances, done_at=None).order_by()
    return dict(rows.values_list("chance").annotate(Count("pk")))


def holders(by: User) -> QuerySet:
    """Everybody who has something open that `by` may hand over (C6)."""
    has = (Exists(kind.rows(by).filter(**{kind.holder: OuterRef("pk")})) for kind in KINDS)
    return User.objects.filter(reduce(or_, has))


def loads(people: Iterable[User], by: User) -> dict[int, dict[str, int]]:
    """How much of each kind each of these people has open that `by` may hand over (C6)."""
    found: dict[int, dict[str, int]] = {}
    for kind in KINDS:
        rows = kind.rows(by).filter(**{f"{kind.holder}__in": people}).order_by()
        for person, count in rows.values_list(kind.holder).annotate(Count("pk")):
            found.setdefault(person, {})[kind.name] = count
    return found
