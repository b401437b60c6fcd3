"""Service requests: cst_service (S1–S5, V1)."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.basedata.fields import DictField
from apps.basedata.models import Parameter, Product
from apps.basedata.workdays import workdays_after, workdays_before
from apps.core.fields import StarsField
from apps.core.models import AliveManager, running_number
from apps.core.scope import Reach, ScopedQuerySet
from apps.customers.models import Contact, Customer
from apps.customers.models.sharing import shared
from apps.foundation.listing.indexes import of_bin, of_list
from apps.foundation.sorting.fields import SortKey
from apps.kit.agenda.sections import DAY, midnight
from apps.kit.importing.aged import Aged
from apps.kit.search.fields import FoundBy
from apps.service import rights
from apps.service.models.target import Priority, ServiceTarget

UNANSWERED = _("unanswered")


def unanswered_since() -> datetime:
    """Before which moment a request was handled that has been unanswered for as many working days as is set (S4)."""
    return midnight(workdays_before(timezone.localdate(), patience()) + DAY)


def patience() -> int:
    """For how many working days the customer's answer is waited for; a setting (S4)."""
    return Parameter.objects.get(code=Parameter.UNANSWERED_DAYS).value


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

    def unanswered(self):
        """Handled requests whose customer has not answered for as many working days as is set (S4)."""
        return self.filter(status=ServiceRequest.Status.HANDLED, handled_at__lt=unanswered_since())


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
    urged_at = models.DateTimeField(_("last urged at"), null=True, editable=False)

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

    def get_satisfaction_display(self) -> str:
        """The stars; of a request archived without any that its customer has not answered (S4)."""
        return dict(StarsField.STARS).get(self.satisfaction, str(UNANSWERED) if self.is_archived_unrated else "")

    @property
    def is_archived_unrated(self) -> bool:
        """Whether it was archived without an answer of the customer (S4)."""
        return self.status == self.Status.ARCHIVED and self.satisfaction is None

    @property
    def unanswered_from(self) -> date:
        """The day from which on it may be archived as unanswered (S4)."""
        return workdays_after(timezone.localdate(self.handled_at), patience())

    @property
    def is_unanswered(self) -> bool:
        """Whether its customer has had the time to answer and has not (S4)."""
        return self.handled_at is not None and self.handled_at < unanswered_since()
