"""The filters of this module's lists."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.basedata.models import DictItem, Product
from apps.core.fields import StarsField
from apps.core.filters import DayRangeFilter, FiguresFilter, PickFilter, RecordFilter
from apps.customers.filters import people
from apps.customers.models import Customer
from apps.kit.agenda.filters import DueFilter, TodoFilter, WhoseFilter
from apps.service.models import UNANSWERED, Priority, ServiceRequest, Work

NOBODY = "none"


class ServiceRequestFilter(RecordFilter):
    """Service requests, the archive among them, by type, priority, state, people and day (S5, V1)."""

    type = django_filters.ModelChoiceFilter(queryset=lambda _r: DictItem.objects.filter(type="service_type"))
    priority = django_filters.MultipleChoiceFilter(choices=Priority.choices)
    status = django_filters.MultipleChoiceFilter(choices=ServiceRequest.Status.choices)
    satisfaction = django_filters.MultipleChoiceFilter(
        choices=[*StarsField.STARS, (NOBODY, UNANSWERED)], method="rated", label=_("satisfaction")
    )
    unanswered = django_filters.BooleanFilter(method="silent", label=_("unanswered for long"))
    overdue = django_filters.BooleanFilter(method="late", label=_("overdue"))
    assignee = django_filters.ModelChoiceFilter(queryset=people)
    unassigned = django_filters.BooleanFilter("assignee", lookup_expr="isnull", label=_("without assignee"))
    customer = PickFilter(queryset=Customer.objects.all())
    product = PickFilter(queryset=Product.objects.all())
    created_at = DayRangeFilter()
    figures = FiguresFilter("customer__owner")
    todo = TodoFilter(ServiceRequest)
    whose = WhoseFilter(ServiceRequest)
    due = DueFilter("next_due", moment=True, rows="with_next_due")

    class Meta:
        model = ServiceRequest
        fields = ("q", "type", "priority", "status", "overdue", "assignee", "customer", "product")

    def rated(self, rows, _name, chosen):
        """Requests rated so, or archived without an answer of the customer (S4)."""
        stars = Q(satisfaction__in=[one for one in chosen if one != NOBODY])
        silent = Q(status=ServiceRequest.Status.ARCHIVED, satisfaction=None)
        return rows.filter(stars | silent if NOBODY in chosen else stars) if chosen else rows

    def silent(self, rows, _name, wanted):
        """Handled requests whose customer has not answered for as long as is set, or all others (S4)."""
        silent = ServiceRequest.objects.unanswered().values("pk")
        return rows.filter(pk__in=silent) if wanted else rows.exclude(pk__in=silent)

    def late(self, rows, _name, wanted):
        late = ServiceRequest.objects.overdue().values("pk")
        return rows.filter(pk__in=late) if wanted else rows.exclude(pk__in=late)


class WorkFilter(RecordFilter):
    """Work records by request, customer, engineer, day and whether something is left open (V2)."""

    request = PickFilter(queryset=ServiceRequest.objects.all())
    customer = PickFilter("request__customer", queryset=Customer.objects.all(), label=_("customer"))
    created_by = django_filters.ModelChoiceFilter(queryset=people, label=_("by"))
    at = DayRangeFilter()
    open_points = django_filters.BooleanFilter(method="left_open", label=_("with open points"))

    class Meta:
        model = Work
        fields = ("q", "request", "customer", "created_by", "at", "open_points")

    def left_open(self, rows, _name, wanted):
        return rows.exclude(open_points="") if wanted else rows.filter(open_points="")
