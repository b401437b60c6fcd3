"""The entities of this module."""

from django.utils.translation import gettext_lazy as _

from apps.core import pages
from apps.marketing import actions, agenda, filters, forms, tables  # noqa: F401 agenda: its sections
from apps.marketing.models import Chance, PlanStep
from apps.marketing.plan import plan

pages.add(
    Chance,
    table=tables.ChanceTable,
    filter=filters.ChanceFilter,
    form=forms.ChanceForm,
    slug="chances",
    icon="target-arrow",
    panel_on=("customer",),
    bulk=("assign", "reassign", "withdraw"),
    head=("customer_name", "assignee", "expected_amount", "probability"),
    facts=(
        (
            _("Sales chance"),
            ("number", "customer", "source", "contact", "phone", "expected_close", "description"),
        ),
        (
            _("Course"),
            ("created_by", "created_at", "assigned_by", "assigned_at", "closed_at", "lost_reason", "lost_note"),
        ),
    ),
    row_steps=("follow_up",),
    step_forms={
        "follow_up": forms.ChanceFollowUpForm,
        "plan_next": forms.PlanNextForm,
        "assign": forms.AssignForm,
        "win": forms.WinForm,
        "lose": forms.LoseForm,
        "adjust": forms.AdjustForm,
        "reassign": forms.ReassignForm,
        "withdraw": forms.ReasonForm,
        "reopen": forms.ReasonForm,
    },
    context=plan,
)
pages.add(
    PlanStep,
    table=tables.PlanStepTable,
    filter=filters.PlanStepFilter,
    form=forms.PlanStepForm,
    slug="plan-steps",
    icon="list-details",
    menu=False,
    head=("chance", "date", "duration", "done_at"),
    facts=((_("Plan step"), ("points", "result")),),
    step_forms={"complete": forms.CompleteForm, "postpone": forms.PostponeForm},
    create=actions.add_step,
)
