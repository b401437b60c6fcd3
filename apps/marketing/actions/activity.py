"""Following a sales chance up: its plan step is done, the next one planned, the dealing written (Z2)."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.basedata.models import DictItem
from apps.core import audit
from apps.core.flow import Outcome, step
from apps.core.scope import within
from apps.customers.actions.activity import write
from apps.customers.models import Activity
from apps.marketing import rights
from apps.marketing.actions.plan import add_step, complete
from apps.marketing.models import Chance, PlanStep

DEVELOPERS = within("assignee")


def planless(rows, user):
    """Whoever develops a chance of which nobody has said what comes next (Z2)."""
    return DEVELOPERS(rows, user).without_next_step()


@step(
    Chance,
    gettext_lazy("Follow up"),
    sources=[Chance.Status.DEVELOPING],
    right=rights.DEVELOP_CHANCE,
    who=DEVELOPERS,
    icon="message-circle",
)
def follow_up(
    chance: Chance,
    *,
    by: User,
    title: str,
    closes: PlanStep | None = None,
    kind: DictItem | None = None,
    detail: str = "",
    next_step: str = "",
    next_date: datetime.date | None = None,
):
    """Say what happened: the plan step it was is done, or one is put on record, and the next one is planned (Z2).

    A customer that is there already gets the dealing in its file.
    """
    done = closes or add_step(PlanStep(chance=chance, date=timezone.localdate(), todo=title), by=by)
    new = "" if done.todo.startswith(title) else title
    said = " · ".join(filter(None, [new, detail])) or title
    entry = complete(done, by=by, result=said).entry
    if customer := chance.known_customer():
        write(Activity(customer=customer, kind=kind, title=title, detail=detail), by=by)
    if next_date:
        add_step(PlanStep(chance=chance, date=next_date, todo=next_step), by=by)
    return Outcome(entry=entry)


@step(
    Chance,
    gettext_lazy("Plan the next step"),
    sources=[Chance.Status.DEVELOPING],
    right=rights.DEVELOP_CHANCE,
    who=planless,
    icon="calendar-event",
)
def plan_next(chance: Chance, *, by: User, todo: str, date: datetime.date):
    """Say what is done next and when, without a dealing: a step more of the plan (M4, Z2)."""
    planned = add_step(PlanStep(chance=chance, date=date, todo=todo), by=by)
    return Outcome(entry=audit.history(planned).first())
