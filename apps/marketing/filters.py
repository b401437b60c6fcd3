"""The filters of this module's lists."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.basedata.models import DictItem
from apps.core.filters import DayRangeFilter, NumberRangeFilter, PickFilter, RecordFilter
from apps.customers.filters import people
from apps.customers.models import Customer
from apps.kit.agenda.filters import DueFilter, TodoFilter, WhoseFilter
from apps.marketing.models import Chance, PlanStep


def sources(_request):
    """All sources, also retired ones that old chances still have."""
    return DictItem.objects.filter(type="source")


class ChanceFilter(RecordFilter):
    """Chances by state, people, source, amount and dates, and what stands still or was forecast (M2, M7)."""

    status = django_filters.MultipleChoiceFilter(choices=Chance.Status.choices, distinct=False)
    assignee = django_filters.ModelChoiceFilter(queryset=people)
    created_by = django_filters.ModelChoiceFilter(queryset=people)
    source = django_filters.ModelChoiceFilter(queryset=sources)
    customer = PickFilter(queryset=Customer.objects.all())
    expected_amount = NumberRangeFilter()
    expected_close = DayRangeFilter()
    undated = django_filters.BooleanFilter("expected_close", lookup_expr="isnull", label=_("without expected close"))
    created_at = DayRangeFilter()
    closed_at = DayRangeFilter()
    next_date = DayRangeFilter(method="planned_for")
    no_next_step = django_filters.BooleanFilter(method="adrift", label=_("without a next step"))
    idle = django_filters.BooleanFilter(method="at_rest", label=_("at a standstill"))
    forecast = django_filters.DateFilter("forecasts__forecast__month", label=_("in the forecast of the month"))
    todo = TodoFilter(Chance)
    whose = WhoseFilter(Chance)

    class Meta:
        model = Chance
        fields = ("q", "status", "assignee", "created_by", "source", "customer")

    def adrift(self, rows, _name, wanted):
        """Chances in development with nothing left to do in their plan, or all others (Z2)."""
        adrift = rows.without_next_step()
        return adrift if wanted else rows.exclude(pk__in=adrift.values("pk"))

    def planned_for(self, rows, _name, days):
        """Chances whose next step takes a day of these (Z2)."""
        first, last = (day and timezone.localdate(day) for day in (days.start, days.stop))
        rows = rows.filter(next_until__gte=first) if first else rows
        return rows.filter(next_date__lte=last) if last else rows

    def at_rest(self, rows, _name, wanted):
        """Chances with nothing happening for longer than the setting of their state, or all others (M7)."""
        return rows.idle() if wanted else rows.exclude(pk__in=Chance.objects.idle().values("pk"))


class PlanStepFilter(RecordFilter):
    """Plan steps by chance, day and whether they are done (M4, M5)."""

    chance = PickFilter(queryset=Chance.objects.all())
    date = DayRangeFilter()
    open = django_filters.BooleanFilter(method="still_open", label=_("to do"))
    todo = TodoFilter(PlanStep)
    whose = WhoseFilter(PlanStep)
    due = DueFilter("last_day", rows="with_last_day")

    class Meta:
        model = PlanStep
        fields = ("q", "chance", "date", "open")

    def still_open(self, rows, _name, wanted):
        """Steps somebody still has to do, or all others (M5)."""
        return rows.open() if wanted else rows.exclude(pk__in=PlanStep.objects.open().values("pk"))
