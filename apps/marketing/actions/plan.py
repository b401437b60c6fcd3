"""The development plan of a sales chance: its steps, their order and their results (M4, M5)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.core import actions
from apps.core.flow import Outcome, Refused, lock, step, too_late
from apps.core.scope import editors
from apps.marketing import rights
from apps.marketing.models import Chance, PlanStep

Status = PlanStep.Status


@transaction.atomic
def add_step(planned: PlanStep, *, by: User) -> PlanStep:
    """Append a step to the plan of a chance in development (M4). Raises Refused when the chance is closed by now."""
    chance = lock(planned.chance)
    if chance.status != Chance.Status.DEVELOPING:
        raise Refused(too_late(chance))
    planned.order = 1 + (chance.steps.aggregate(last=Max("order"))["last"] or 0)
    return actions.create(planned, by=by)


@step(
    PlanStep,
    gettext_lazy("Complete"),
    sources=[Status.OPEN, Status.OVERDUE],
    right=rights.DEVELOP_CHANCE,
    who=editors,
    icon="circle-check",
    undoable=True,
)
def complete(planned: PlanStep, *, by: User, result: str, done_at: datetime | None = None):
    """The step is done: what came of it and when (M5). Raises Refused for a time that has not come."""
    planned.result, planned.done_at = result, done_at or timezone.now()
    if planned.done_at > timezone.now():
        raise Refused(_("A step cannot have been done in the future."))
    return Outcome(note=result)


@step(
    PlanStep,
    gettext_lazy("Postpone"),
    sources=[Status.OPEN, Status.OVERDUE],
    right=rights.DEVELOP_CHANCE,
    who=editors,
    icon="calendar-event",
    undoable=True,
)
def postpone(planned: PlanStep, *, by: User, to: date):
    """The step is put off, or brought forward, to another day (M4, Z1)."""
    planned.date = to


@step(PlanStep, gettext_lazy("Move up"), right=rights.DEVELOP_CHANCE, who=editors, icon="chevron-up")
def move_up(planned: PlanStep, *, by: User):
    """The step comes before the one above it (M4). Raises Refused when it is the first."""
    _move(planned, -1)


@step(PlanStep, gettext_lazy("Move down"), right=rights.DEVELOP_CHANCE, who=editors, icon="chevron-down")
def move_down(planned: PlanStep, *, by: User):
    """The step comes after the one below it (M4). Raises Refused when it is the last."""
    _move(planned, 1)


def _move(planned: PlanStep, places: int) -> None:
    plan = list(planned.chance.steps.all())
    here = plan.index(planned)
    there = here + places
    if not 0 <= there < len(plan):
        raise Refused(_("“%(step)s” is already at this end of the plan.") % {"step": planned})
    plan.insert(there, plan.pop(here))
    for order, one in enumerate(plan, start=1):
        one.order = order
    PlanStep.objects.bulk_update([one for one in plan if one != planned], ["order"])
    planned.order = there + 1
