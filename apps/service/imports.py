"""Service requests from files (S1)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.core.importing.kinds import Kind, kind
from apps.service import rights
from apps.service.models import ServiceRequest

Status = ServiceRequest.Status
COURSE = (
    "status", "assignee", "assigned_at", "responded_at", "handled_at", "closed_at", "satisfaction", "created_at",
)  # fmt: skip
NEEDED = {
    Status.NEW: (),
    Status.ASSIGNED: ("assignee",),
    Status.HANDLED: ("assignee", "handled_at"),
    Status.ARCHIVED: ("assignee", "handled_at", "closed_at", "satisfaction"),
}


@kind
class Services(Kind):
    """A request may come in any state, with what belongs to that state; later only its steps change it."""

    code = "services"
    model = ServiceRequest
    fields = (
        "number", "customer", "contact", "product", "type", "priority", "title", "request", *COURSE, "created_by",
    )  # fmt: skip
    keys = (("number",), ("customer", "title"))
    prefix = "FW"
    once = frozenset({*COURSE, "created_by"})
    guards = dict.fromkeys(COURSE, rights.ASSIGN_SERVICE)
    system = frozenset({"created_by"})

    def settle(self, record, by):
        missing = [name for name in NEEDED[record.status] if getattr(record, name) is None]
        if missing:
            reason = _("A request that is “%(status)s” needs this.") % {"status": record.get_status_display()}
            raise ValidationError(dict.fromkeys(missing, reason))
        if record.status == Status.NEW and record.assignee is not None:
            raise ValidationError({"assignee": _("A request that is new has nobody yet.")})
        record.responded_at = record.responded_at or record.handled_at
        course = (record.created_at, record.responded_at, record.handled_at, record.closed_at)
        times = [at for at in course if at is not None]
        if times != sorted(times):
            raise ValidationError(_("The times do not follow each other: created, first handled, handled, archived."))
        if record.assignee is not None and record.assigned_at is None:
            record.assigned_by, record.assigned_at = by, record.created_at
