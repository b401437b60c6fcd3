"""The entities of this module."""

from django.utils.translation import gettext_lazy as _

from apps.core import pages
from apps.service import agenda, filters, forms, tables  # noqa: F401 agenda: its sections, with all steps
from apps.service.models import ServiceRequest, Work


def rounds(request: ServiceRequest, _user) -> dict:
    """The record page shows the works and the feedback round by round (S4, V2)."""
    return {"rounds": request.rounds()}


pages.add(
    ServiceRequest,
    table=tables.ServiceRequestTable,
    filter=filters.ServiceRequestFilter,
    form=forms.ServiceRequestForm,
    slug="requests",
    icon="headset",
    panel_on=("customer", "product"),
    bulk=("assign", "reassign"),
    views=(
        (_("To assign"), "status=new"),
        (_("Assigned to me"), "status=assigned&assignee={me}"),
        (_("Overdue"), "overdue=true"),
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
        "reassign": forms.ReassignForm,
    },
    context=rounds,
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
