"""The development plan as the page of its chance shows it (M4, M5)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.core import flow
from apps.marketing import rights
from apps.marketing.models import Chance, PlanStep

NEXT_STEP = gettext_lazy(
    "The next step is the one of the plan still to do that ends first. It stands there with its day, or its first and "
    "last; from its second day on it is under way, after its last one overdue. A chance won or lost has none."
)


@dataclass(frozen=True)
class Line:
    """One step of the plan and what this person may do with it now."""

    planned: PlanStep
    complete: bool
    up: bool
    down: bool
    edit: bool
    delete: bool


def plan(chance: Chance, user: User) -> dict:
    """The steps in their order with the buttons open to this person; asks as often for one step as for many."""
    steps = list(chance.steps.all())
    open_steps = flow.open_steps_of(steps, user)
    editable = set(chance.steps.editable_by(user).values_list("pk", flat=True))
    may_change = user.has_perm(rights.PLANS.change)
    return {
        "plan": [
            Line(
                planned=one,
                complete="complete" in (names := {step.name for step in open_steps[one.pk]}),
                up="move_up" in names and one != steps[0],
                down="move_down" in names and one != steps[-1],
                edit=may_change and one.pk in editable,
                delete=may_change and one.pk in editable and not one.keeps_because(),
            )
            for one in steps
        ],
        "can_plan": may_change and Chance.objects.filter(pk=chance.pk).plannable_by(user).exists(),
        "next": chance if chance.status in Chance.OPEN else None,
        "next_means": NEXT_STEP,
        "is_developing": chance.status == Chance.Status.DEVELOPING,
    }
