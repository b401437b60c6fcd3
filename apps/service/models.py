"""Service requests, work records and feedback: cst_service, cst_service_work, cst_service_feedback (S1–S5, V1, V2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from apps.basedata.fields import DictField
from apps.basedata.models import Product
from apps.core.fields import StarsField
from apps.core.importing.aged import Aged
from apps.core.listing.indexes import of_bin, of_list
from apps.core.models import AliveManager, Record, running_number
from apps.core.scope import Reach, ScopedQuerySet
from apps.core.search.declaring import FoundBy
from apps.core.sorting.fields import SortKey
from apps.core.units.fields import HoursField
from apps.customers.models import Contact, Customer
from apps.customers.models.sharing import shared
from apps.service import rights


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    MEDIUM = 2, _("Medium")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


class ServiceQuerySet(ScopedQuerySet):
    """Service requests as a query."""

    def editable_by(self, user):
        """Requests not yet handled, of their creator, assignee or those whose write scope covers one of them (V1)."""
        return super().editable_by(user).filter(status__in=ServiceRequest.OPEN)

    def with_next_due(self):
        """Each request with the moment its next promise ends, as `ServiceRequest.due` says it (S1)."""
        answer = When(closed_at=None, responded_at=None, then=F("response_due"))
        solution = When(closed_at=None, then=F("resolution_due"))
        return self.annotate(next_due=Case(answer, solution))

    def overdue(self):
        """Requests whose answer or solution is later than promised and still missing (S1)."""
        return self.with_next_due().filter(next_due__lt=timezone.now())


class ServiceRequest(Aged):
    """A consultation, complaint or suggestion of a customer, from word to archive (S1)."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        ASSIGNED = "assigned", _("Assigned")
        HANDLED = "handled", _("Handled")
        ARCHIVED = "archived", _("Archived")

    OPEN = (Status.NEW, Status.ASSIGNED)

    rights = rights.REQUESTS
    reach = Reach(
        read=("customer__owner", "created_by", "assignee"),
        write=("created_by", "assignee"),
        shared=shared("customer", writing=False),
    )
    tones = {
        Status.NEW: "orange",
        Status.ASSIGNED: "blue",
        Status.HANDLED: "purple",
        Status.ARCHIVED: "green",
    }
    found_by = FoundBy(names=("title",), numbers=("number",), texts=("request",), beside="customer", also=("customer",))
    code_field = "number"
    name_field = "title"
    goes_with = ("customer",)
    outlives = ("contact", "product")  # who asked and about what is part of the request

    number = models.CharField(_("request number"), max_length=40, unique=True, editable=False)
    type = DictField("service_type", verbose_name=_("type"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.MEDIUM)
    title = models.CharField(_("summary"), max_length=500)
    title_key = SortKey(of="title")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="services", verbose_name=_("customer"))
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("contact")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("product")
    )
    request = models.TextField(_("request"), max_length=3000)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.NEW, editable=False, db_index=True
    )
    assignee = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="services",
        verbose_name=_("assigned to"),
    )
    assigned_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("assigned by"),
    )
    assigned_at = models.DateTimeField(_("assigned at"), null=True, editable=False)
    responded_at = models.DateTimeField(_("first handled at"), null=True, editable=False)
    handled_at = models.DateTimeField(_("handled at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("archived at"), null=True, editable=False)
    response_due = models.DateTimeField(_("response due"), null=True, editable=False)
    resolution_due = models.DateTimeField(_("resolution due"), null=True, editable=False)
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    satisfaction = StarsField(_("satisfaction"), null=True, editable=False)

    objects = AliveManager.from_queryset(ServiceQuerySet)()
    everything = models.Manager.from_queryset(ServiceQuerySet)()

    class Meta:
        db_table = "cst_service"
        verbose_name = _("service request")
        verbose_name_plural = _("service requests")
        ordering = ["-id"]
        indexes = [of_list("request_in_status", "status", "-id"), of_bin("request_in_bin")]

    def __str__(self):
        return self.title

    def begin(self, by) -> None:
        self.number = self.number or running_number("FW")
        self.derive()

    def derive(self) -> None:
        """The due times follow from type and priority; nothing was promised of what came handled, or of no day (S1)."""
        target = ServiceTarget.objects.for_request(self) if self.created_at and self.status in self.OPEN else None
        if target is not None:
            self.response_due = self.created_at + timedelta(hours=target.response_hours)
            self.resolution_due = self.created_at + timedelta(hours=target.resolution_hours)

    def keeps_because(self) -> str:
        new = self.status == self.Status.NEW
        return "" if new else str(_("Only a request nobody works on yet can be deleted."))

    @property
    def due(self) -> datetime | None:
        """When the next promise ends: the answer until the first work record, then the solution until archived (S6)."""
        if self.closed_at is not None:
            return None
        return self.response_due if self.responded_at is None else self.resolution_due

    @property
    def is_overdue(self) -> bool:
        """Whether the next promise is broken (S1)."""
        return self.due is not None and self.due < timezone.now()

    def rounds(self) -> list["Round"]:
        """Every round with its works and what the customer said of it, the newest first (S4, V2)."""
        works = list(self.works.select_related("created_by").order_by("at", "id"))
        feedback = {one.round: one for one in self.feedbacks.select_related("by")}
        return [
            Round(number, [work for work in works if work.round == number], feedback.get(number))
            for number in range(self.round, 0, -1)
        ]


@dataclass(frozen=True)
class Round:
    """One attempt to satisfy the customer: the works, and the feedback that ended it (S4)."""

    number: int
    works: list["Work"]
    feedback: "Feedback | None"


class TargetQuerySet(models.QuerySet):
    def for_request(self, request):
        """The target of the request's type and priority, else that of the priority alone (S6)."""
        rows = self.filter(priority=request.priority)
        return rows.filter(type=request.type).first() or rows.filter(type=None).first()


class ServiceTarget(models.Model):
    """Within how many hours a request is answered and solved (S1, S6)."""

    type = DictField("service_type", null=True, blank=True, verbose_name=_("type"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices)
    response_hours = HoursField(_("hours to the first answer"))
    resolution_hours = HoursField(_("hours to the solution"))

    objects = TargetQuerySet.as_manager()

    class Meta:
        db_table = "cst_service_target"
        verbose_name = _("service target")
        verbose_name_plural = _("service targets")
        ordering = ["-priority", "id"]
        constraints = [
            models.UniqueConstraint(fields=["type", "priority"], name="one_target_per_type"),
            models.UniqueConstraint(
                fields=["priority"],
                condition=models.Q(type__isnull=True),
                name="one_target_for_any_type",
                violation_error_message=_("There already is a target for this type and priority: change that one."),
            ),
        ]

    def __str__(self):
        return f"{self.type or _('any')} · {self.get_priority_display()}"


class Work(Record):
    """One work record on a request; they pile up (S3, V2)."""

    rights = rights.WORKS
    reach = Reach(
        read=("request__customer__owner", "request__created_by", "request__assignee"),
        shared=shared("request__customer", writing=False),
    )
    found_by = FoundBy(texts=("solution", "place", "open_points"), also=("request", "request__customer"))
    happens = "at"
    name_field = "solution"
    goes_with = ("request",)

    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="works", verbose_name=_("service request"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    solution = models.TextField(_("way of solution"), max_length=3000)
    place = models.CharField(_("place"), max_length=200, blank=True)
    open_points = models.CharField(_("open points"), max_length=500, blank=True)

    class Meta:
        db_table = "cst_service_work"
        verbose_name = _("work record")
        verbose_name_plural = _("work records")
        ordering = ["-at", "-id"]
        indexes = [of_list("work_in_list", "-at", "-id"), of_bin("work_in_bin")]

    def __str__(self):
        return Truncator(self.solution).chars(50)

    def get_absolute_url(self) -> str:
        """A work record is read where it belongs: among the others of its request (V2)."""
        return f"{ServiceRequest(pk=self.request_id).get_absolute_url()}#work-{self.pk}"

    def customer_concerned(self):
        return self.request.customer


class Feedback(models.Model):
    """What the customer said of one round (S4)."""

    class From(models.TextChoices):
        STAFF = "staff", _("entered by staff")
        CUSTOMER = "customer", _("from the customer")

    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="feedbacks", verbose_name=_("service request")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    result = models.CharField(_("result"), max_length=500)
    satisfaction = StarsField(_("satisfaction"))
    source = models.CharField(_("from"), max_length=10, choices=From.choices, default=From.STAFF)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        db_table = "cst_service_feedback"
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["request", "round"], name="one_feedback_per_round")]

    def __str__(self):
        return f"{self.get_satisfaction_display()} {self.result}"
