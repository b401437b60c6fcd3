"""What this module puts on 今日工作台: plan steps, chances without a next step, chances to assign (Z1)."""

from django.utils.translation import gettext_lazy as _

from apps.core.scope import workers
from apps.foundation.picking.people import work
from apps.kit.agenda.sections import mine, soon, waits
from apps.marketing import actions, rights
from apps.marketing.models import Chance, PlanStep


def steps(user, team: bool):
    """Plan steps of chances in development that end before the next seven days are over (M5)."""
    rows = PlanStep.objects.open().with_last_day().filter(soon("last_day"), chance__status=Chance.Status.DEVELOPING)
    return mine(rows, user, team, "chance__assignee")


def adrift(user, team: bool):
    """Chances in development of which nobody has said what comes next (Z2)."""
    return mine(Chance.objects.without_next_step(), user, team, "assignee")


def unassigned(user, _team: bool):
    """Chances that wait for somebody to develop them (M3)."""
    return workers(Chance.objects.filter(status=Chance.Status.UNASSIGNED), user)


work(Chance.objects.filter(status=Chance.Status.DEVELOPING), "assignee")

waits(
    PlanStep,
    "step",
    _("Plan steps"),
    right=rights.DEVELOP_CHANCE,
    rows=steps,
    icon="list-details",
    text="todo",
    about="chance__customer_name",
    person="chance__assignee",
    phone="chance__phone",
    due="last_day",
    whole="chance",
    steps=(actions.follow_up.step,),
    postpone=actions.postpone.step,
    hand_on=actions.reassign.step,
)
waits(
    Chance,
    "adrift",
    _("Chances without a next step"),
    right=rights.DEVELOP_CHANCE,
    rows=adrift,
    icon="target-arrow",
    text="title",
    about="customer_name",
    person="assignee",
    phone="phone",
    steps=(actions.plan_next.step, actions.follow_up.step),
    hand_on=actions.reassign.step,
)
waits(
    Chance,
    "assign",
    _("Chances to assign"),
    right=rights.ASSIGN_CHANCE,
    rows=unassigned,
    icon="user-plus",
    text="title",
    about="customer_name",
    steps=(actions.assign.step,),
)
