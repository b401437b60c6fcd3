"""What happens to sales chances and their plans: each function is one step of domain.md §3."""

from apps.marketing.actions.activity import follow_up, plan_next  # first: they are the likely steps
from apps.marketing.actions.chance import adjust, assign, lose, reassign, reopen, win, withdraw
from apps.marketing.actions.forecast import keep_forecast
from apps.marketing.actions.plan import add_step, complete, move_down, move_up, postpone

__all__ = [
    "add_step",
    "adjust",
    "assign",
    "complete",
    "follow_up",
    "keep_forecast",
    "lose",
    "move_down",
    "move_up",
    "plan_next",
    "postpone",
    "reassign",
    "reopen",
    "win",
    "withdraw",
]
