"""What was done for a request, and what its customer said: cst_service_work, cst_service_feedback (S3, S4, V2)."""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from apps.core.fields import StarsField
from apps.core.models import Record
from apps.core.scope import Reach
from apps.customers.models.sharing import shared
from apps.foundation.listing.indexes import of_bin, of_list
from apps.kit.search.fields import FoundBy
from apps.service import rights
from apps.service.models.request import ServiceRequest


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
        PHONE = "phone", _("by phone")
        VISIT = "visit", _("on a visit")
        MESSAGE = "message", _("by WeChat or text message")
        MAIL = "mail", _("by e-mail")
        STAFF = "staff", _("entered by staff")
        CUSTOMER = "customer", _("from the customer")

    ASKED = (From.PHONE, From.VISIT, From.MESSAGE, From.MAIL)

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
        return f"{self.get_satisfaction_display()} {self.result} ({self.get_source_display()})"


@dataclass(frozen=True)
class Round:
    """One attempt to satisfy the customer: the works, and the feedback that ended it, or that none came (S4)."""

    number: int
    works: list[Work]
    feedback: Feedback | None
    is_unanswered: bool


def rounds(request: ServiceRequest) -> list[Round]:
    """Every round with its works and what the customer said of it, the newest first (S4, V2)."""
    works = list(request.works.select_related("created_by").order_by("at", "id"))
    feedback = {one.round: one for one in request.feedbacks.select_related("by")}
    silent = request.round if request.is_archived_unrated else None
    return [
        Round(number, [work for work in works if work.round == number], feedback.get(number), number == silent)
        for number in range(request.round, 0, -1)
    ]
