"""The lists of this module."""

from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

from apps.core.tables import LinkColumn, PartColumn, RecordTable, StarsColumn, StateColumn, TimeColumn
from apps.foundation.listing.cell_rendering import VOID
from apps.service.models import UNANSWERED, ServiceRequest, Work


class SatisfactionColumn(StarsColumn):
    """The stars, or that the customer has not answered (S4)."""

    combined = ("satisfaction", "status")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_values=(), **kwargs)

    def render(self, record):
        return record.get_satisfaction_display() or VOID

    def value(self, record):
        return self.written([record.satisfaction], [record.status])[0]

    @staticmethod
    def written(ratings, states) -> list:
        none = {ServiceRequest.Status.ARCHIVED: str(UNANSWERED)}
        pairs = zip(ratings, states, strict=True)
        return [none.get(state) if stars is None else stars for stars, state in pairs]


class ServiceRequestTable(RecordTable):
    """Service requests; what is late carries a badge (S1)."""

    title = LinkColumn()
    customer = Column(linkify=True, order_by="customer__name")
    type = Column(order_by="type__order", attrs={"td": {"class": "text-nowrap"}})
    assignee = Column(order_by="assignee__name")
    created_at = TimeColumn()
    due = PartColumn(template_name="service/due.html", verbose_name=_("due"), empty_values=(None,))
    status = StateColumn()
    satisfaction = SatisfactionColumn()

    class Meta(RecordTable.Meta):
        model = ServiceRequest
        fields = (
            "title", "number", "customer", "type", "priority", "assignee",
            "created_at", "due", "status", "satisfaction",
        )  # fmt: skip

    def order_due(self, rows, is_descending):
        return rows.with_next_due().order_by("-next_due" if is_descending else "next_due"), True

    def value_due(self, record):
        return record.due


class WorkTable(RecordTable):
    """Work records, each opening its request (V2)."""

    solution = LinkColumn()
    request = Column(linkify=True, order_by="request__title")
    customer = Column(accessor="request__customer", linkify=True, order_by="request__customer__name")
    at = TimeColumn()
    created_by = Column(verbose_name=_("by"), order_by="created_by__name")

    class Meta(RecordTable.Meta):
        model = Work
        fields = ("solution", "request", "customer", "at", "place", "open_points", "created_by")

    def render_solution(self, record):
        return str(record)
