"""The entities of this module."""

from django.utils.translation import gettext_lazy as _

from apps.core import pages
from apps.service import agenda, filters, forms, tables  # noqa: F401 agenda: its sections, with all steps
from apps.service.asking import say_who_asks
from apps.service.models import ServiceRequest, Work, rounds


def course(request: ServiceRequest, _user) -> dict:
    """The record page shows the works and the feedback round by round, and who asks the customer (S4, V2)."""
    asked = say_who_asks(request) if request.status == request.Status.HANDLED else ""
    return {"rounds": rounds(request), "asked": asked}


pages.add(
    ServiceRequest,
    table=tables.ServiceRequestTable,
    filter=filters.ServiceRequestFilter,
    form=forms.ServiceRequestForm,
    slug="requests",
    icon="headset",
    panel_on=("customer", "product"),
    bulk=("assign", "reassign", "archive_unanswered"),
    views=(
        (_("To assign"), "status=new"),
        (_("Assigned to me"), "status=assigned&assignee={me}"),
        (_("Overdue"), "overdue=true"),
        (_("Unanswered for long"), "unanswered=true"),
        (_("Archive"), "status=archived"),
    ),
    head=("customer", "assignee", "priority", "type"),
    facts=(
        (_("Service request"), ("number", "contact", "product", "created_by", "created_at")),
        (
            _("Course"),
            (
                "assigned_by",
                "assigned_at",
                "response_due",
                "responded_at",
                "resolution_due",
                "handled_at",
                "closed_at",
                "satisfaction",
            ),
        ),
    ),
    step_forms={
        "assign": forms.AssignForm,
        "record_work": forms.WorkForm,
        "feed_back": forms.FeedbackForm,
        "urge": forms.UrgeForm,
        "reassign": forms.ReassignForm,
    },
    context=course,
)
pages.add(
    Work,
    table=tables.WorkTable,
    filter=filters.WorkFilter,
    slug="works",
    icon="tool",
    head=("request", "at", "created_by", "round"),
    facts=((_("Work record"), ("solution", "place", "open_points")),),
)
