"""Service requests from files (S1)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.kit.importing.kinds import Kind, kind
from apps.kit.importing.states import Course
from apps.service import rights
from apps.service.actions import SATISFIED
from apps.service.models import ServiceRequest

Status = ServiceRequest.Status
COURSE = Course(
    needed={
        Status.NEW: (),
        Status.ASSIGNED: ("assignee",),
        Status.HANDLED: ("assignee", "handled_at"),
        Status.ARCHIVED: ("assignee", "handled_at", "closed_at"),
    },
    possible={
        Status.NEW: (),
        Status.ASSIGNED: ("assigned_at", "responded_at", "handled_at", "satisfaction"),
        Status.HANDLED: ("assigned_at", "responded_at", "satisfaction"),
        Status.ARCHIVED: ("assigned_at", "responded_at", "satisfaction"),
    },
    moments=("created_at", "assigned_at", "responded_at", "handled_at", "closed_at"),
)


@kind
class Services(Kind):
    """A request may come in any state that its steps reach, with what belongs to it; later only they change it."""

    code = "services"
    model = ServiceRequest
    fields = (
        "number", "customer", "contact", "product", "type", "priority", "title", "request", *COURSE.fields,
        "created_by",
    )  # fmt: skip
    keys = (("number",), ("customer", "title"))
    prefix = "FW"
    once = frozenset({*COURSE.fields, "created_by"})
    spared = frozenset({"request"})
    guards = dict.fromkeys(COURSE.fields, rights.ASSIGN_SERVICE)
    system = frozenset({"created_by"})

    def is_past(self, record):
        return record.status not in ServiceRequest.OPEN

    def settle(self, record, by):
        """Of a new request: what a customer was not content with is not archived, but back in work (S4)."""
        if record.pk is not None:
            return
        COURSE.check(record)
        stars, archived = record.satisfaction, record.status == Status.ARCHIVED
        if stars is not None and archived is not (stars >= SATISFIED):
            said = {"most": SATISFIED - 1, "least": SATISFIED}
            reason = _("%(least)s stars or more archive a request, %(most)s or fewer send it back to work.") % said
            raise ValidationError({"satisfaction": reason})
        if record.status == Status.ASSIGNED and (stars is None) is not (record.handled_at is None):
            reason = _("A request that is back in work was handled, and the customer gave it few stars.")
            raise ValidationError({"satisfaction" if stars is None else "handled_at": reason})
        if record.status == Status.ASSIGNED and not record.assignee.has_perm(rights.HANDLE_SERVICE):
            reason = _("%(who)s may not handle service requests.") % {"who": record.assignee}
            raise ValidationError({"assignee": reason})
        record.round += stars is not None and not archived
