"""The lists of this module."""

from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

from apps.core.tables import DateColumn, LinkColumn, MoneyColumn, NumberColumn, RecordTable, StateColumn, TimeColumn
from apps.customers.tables import NextStepColumn
from apps.marketing.models import Chance, PlanStep
from apps.marketing.plan import NEXT_STEP

WRAPPED = {"td": {"class": "cell-wrapped"}}


class PlannedColumn(NextStepColumn):
    """The first step still to do of the plan, with its days (Z2)."""

    combined = ("next_date", "next_until", "next_step")

    def __init__(self, **kwargs):
        super().__init__(attrs={"td": {"class": "cell-next"}, "th": {"title": NEXT_STEP}}, **kwargs)

    @staticmethod
    def written(begins, ends, steps) -> list[str]:
        days = (begin if begin == end else f"{begin} – {end}" for begin, end in zip(begins, ends, strict=True))
        return NextStepColumn.written(days, steps)

    def value(self, record):
        return self.written([record.next_date], [record.next_until], [record.next_step])[0]


class ChanceTable(RecordTable):
    list_only = ("customer_name", "created_by")
    export_only = ("created_at",)
    title = LinkColumn()
    next_step = PlannedColumn()
    customer_name = Column(attrs=WRAPPED)
    probability = NumberColumn()
    expected_amount = MoneyColumn(total=True)
    expected_close = DateColumn()
    assignee = Column(order_by="assignee__name")
    created_by = Column(order_by="created_by__name")
    created_at = TimeColumn()
    status = StateColumn()

    class Meta(RecordTable.Meta):
        model = Chance
        fields = (
            "title", "status", "customer_name", "next_step", "probability", "expected_amount",
            "expected_close", "assignee", "created_by", "created_at",
        )  # fmt: skip


class PlanStepTable(RecordTable):
    todo = LinkColumn()
    chance = Column(linkify=True, order_by="chance__title")
    date = DateColumn()
    duration = NumberColumn()
    result = Column(attrs=WRAPPED)
    done_at = TimeColumn()
    status = StateColumn(verbose_name=_("status"), orderable=False)

    class Meta(RecordTable.Meta):
        model = PlanStep
        fields = ("todo", "chance", "date", "duration", "result", "done_at", "status")
