"""Sales chances from files (M1)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.kit.importing.kinds import Kind, kind
from apps.kit.importing.states import Course
from apps.marketing import rights
from apps.marketing.actions.chance import CERTAIN
from apps.marketing.models import Chance

Status = Chance.Status
COURSE = Course(
    needed={
        Status.UNASSIGNED: (),
        Status.DEVELOPING: ("assignee",),
        Status.WON: ("assignee", "customer", "closed_at"),
        Status.LOST: ("assignee", "lost_reason", "closed_at"),
    },
    possible={
        Status.UNASSIGNED: ("customer", "moved_at"),
        Status.DEVELOPING: ("customer", "assigned_at", "moved_at"),
        Status.WON: ("assigned_at", "moved_at"),
        Status.LOST: ("customer", "assigned_at", "lost_note", "moved_at"),
    },
    moments=("created_at", "assigned_at", "closed_at"),
)
STEPS_ONLY = tuple(name for name in COURSE.fields if name != "customer")


@kind
class Chances(Kind):
    """A chance may come in any state that its steps reach, with what belongs to it; later only they change it."""

    code = "chances"
    model = Chance
    fields = (
        "number", "customer", "customer_name", "title", "source", "probability", "contact", "phone", "description",
        "expected_amount", "expected_close", *STEPS_ONLY, "created_by",
    )  # fmt: skip
    keys = (("number",), ("customer_name", "title"), ("customer", "title"))
    prefix = "XS"
    once = frozenset({*STEPS_ONLY, "created_by"})
    spared = frozenset({"description"})
    guards = dict.fromkeys(STEPS_ONLY, rights.ASSIGN_CHANCE)
    system = frozenset({"created_by"})

    def is_past(self, record):
        return record.status not in Chance.OPEN

    def settle(self, record, by):
        """Of a new chance: what moved last is the last thing the file knows of; what is closed is certain (M6, M7)."""
        record.probability = CERTAIN.get(record.status, record.probability)
        if record.pk is not None:
            return
        COURSE.check(record)
        if record.status == Status.DEVELOPING and not record.assignee.has_perm(rights.DEVELOP_CHANCE):
            reason = _("%(who)s may not develop sales chances.") % {"who": record.assignee}
            raise ValidationError({"assignee": reason})
        record.moved_at = record.moved_at or max(COURSE.times(record), default=None)
