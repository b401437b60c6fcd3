"""Sales chances from files (M1)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.core.importing.kinds import Kind, kind
from apps.marketing import rights
from apps.marketing.models import Chance

Status = Chance.Status
COURSE = ("status", "assignee", "assigned_at", "lost_reason", "lost_note", "closed_at", "created_at")
NEEDED = {
    Status.UNASSIGNED: (),
    Status.DEVELOPING: ("assignee",),
    Status.WON: ("assignee", "customer", "closed_at"),
    Status.LOST: ("assignee", "lost_reason", "closed_at"),
}


@kind
class Chances(Kind):
    """A chance may come in any state, with what belongs to that state; later only its steps change it."""

    code = "chances"
    model = Chance
    fields = (
        "number", "customer", "customer_name", "title", "source", "probability", "contact", "phone", "description",
        "expected_amount", "expected_close", *COURSE, "created_by",
    )  # fmt: skip
    keys = (("number",), ("customer_name", "title"), ("customer", "title"))
    prefix = "XS"
    once = frozenset({*COURSE, "created_by"})
    guards = dict.fromkeys(COURSE, rights.ASSIGN_CHANCE)
    system = frozenset({"created_by"})

    def settle(self, record, by):
        missing = [name for name in NEEDED[record.status] if getattr(record, name) is None]
        if missing:
            reason = _("A chance that is “%(status)s” needs this.") % {"status": record.get_status_display()}
            raise ValidationError(dict.fromkeys(missing, reason))
        if record.status == Status.UNASSIGNED and record.assignee is not None:
            raise ValidationError({"assignee": _("A chance that is unassigned has nobody.")})
        if record.assignee is not None and record.assigned_at is None:
            record.assigned_by, record.assigned_at = by, record.created_at
