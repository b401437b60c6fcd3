"""How chances and plan steps are read: in which orders, and what is still to do."""

from django.db.models import F, Index, Q

from apps.foundation.listing.indexes import of_bin, of_list
from apps.marketing.models.last_day import LastDay

OF_CHANCES = [
    of_list("chance_in_status", "status", "-id"),
    of_list("chance_by_amount", "expected_amount", "id"),
    of_list("chance_by_close", "expected_close", "id"),
    of_list("chance_by_customer", "customer_name_key", "id"),
    of_list("chance_resting", "status", "moved_at"),
    of_list("chance_on_board", "status", "expected_close", "-id"),
    Index(
        fields=["status", "-closed_at", "-id"],
        name="chance_closed",
        condition=Q(deleted_at=None, closed_at__isnull=False),
    ),
    of_list("chance_by_next_step", "next_date", "id"),
    of_list("chance_of_assignee", "assignee", "status", "next_date"),
    of_bin("chance_in_bin"),
]
OPEN = Q(done_at=None, deleted_at=None)
OF_STEPS = [
    of_list("step_in_list", "-chance_id", "order", "date", "id"),
    of_list("step_by_date", "date", "id"),
    of_bin("step_in_bin"),
    Index(fields=["chance", "date"], name="open_step", condition=OPEN),
    Index(LastDay("date", "duration"), F("id"), name="open_step_by_last_day", condition=OPEN),
]
